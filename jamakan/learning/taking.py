"""A report taken away as a file leaves its line in the trail."""

from datetime import UTC, datetime

from jamakan.core import Core
from jamakan.store.staff import trail


def note(core: Core, version: str, by: int) -> None:
    """Somebody took the report of this version."""
    with core.db.begin() as connection:
        trail.append(connection, core.settings.vault, datetime.now(UTC), by, "test.taken", f"test:{version}")
