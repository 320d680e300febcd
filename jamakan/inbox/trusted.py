"""Confidential cases: who looks at one is written down, each time."""

from datetime import UTC, datetime

from jamakan.core import Core
from jamakan.inbox.cases import subject
from jamakan.store.inbox import cases
from jamakan.store.inbox.cases import Case
from jamakan.store.staff import trail


def listed(core: Core, before: int | None, by: int, *, ended: bool) -> list[Case]:
    """A page of them, as `cases.trusted`."""
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.begin() as connection:
        found = cases.trusted(connection, vault, before, ended=ended)
        trail.append(connection, vault, now, by, "sensitive.listed", "cases:sensitive", shown=len(found))
    return found


def opened(core: Core, number: int, by: int) -> Case | None:
    """One of them; None when there is none with this number."""
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.begin() as connection:
        found = cases.one(connection, vault, number, sensitive=True)
        if found is not None:
            trail.append(connection, vault, now, by, "sensitive.seen", subject(number))
    return found


def found(core: Core, number: int) -> Case | None:
    """The same for an act, which leaves a line of its own."""
    with core.db.read() as connection:
        return cases.one(connection, core.settings.vault, number, sensitive=True)
