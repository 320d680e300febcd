"""Templates of answers: words staff use again, with placeholders for what differs."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flows.placeholders import fill, names
from jamakan.core import Core
from jamakan.inbox import Stale
from jamakan.store.inbox import templates
from jamakan.store.inbox.templates import ACTIVE, RETIRED, Template, Words
from jamakan.store.staff import trail

NAME, CASE = "name", "case"
KNOWN = (NAME, CASE, "org", "tel", "hours")


def unknown(text: str) -> list[str]:
    """The placeholders of a text that nothing fills."""
    return sorted(names(text) - set(KNOWN))


def said(core: Core, text: str, own: Mapping[str, str]) -> str:
    """The text with `{org}`, `{tel}`, `{hours}` and what is `own` to its reader in their places."""
    values = {**core.settings.values, **own}
    return fill(text, lambda name: values.get(name, "")).strip()


def add(core: Core, words: Words, by: int) -> int:
    """A new template; its number."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        number = templates.add(connection, words, by, now)
        trail.append(connection, core.settings.vault, now, by, "template.added", _subject(number))
    return number


def change(core: Core, seen: Template, words: Words, by: int) -> None:
    """Other words for it. Raises Stale."""
    if words == seen.words:
        return
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if not templates.change(connection, seen, words, by, now):
            raise Stale
        trail.append(connection, core.settings.vault, now, by, "template.changed", _subject(seen.id))


def offer(core: Core, seen: Template, by: int, *, again: bool) -> None:
    """Offer it no more, or again; told twice it is the same. Raises Stale."""
    state, now = ACTIVE if again else RETIRED, datetime.now(UTC)
    if state == seen.state:
        return
    with core.db.begin() as connection:
        if not templates.move(connection, seen, state, by, now):
            raise Stale
        action = "template.restored" if again else "template.retired"
        trail.append(connection, core.settings.vault, now, by, action, _subject(seen.id))


def _subject(number: int) -> str:
    return f"template:{number}"
