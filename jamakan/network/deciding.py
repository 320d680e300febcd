"""What staff decide about panels, each decision in the trail."""

from datetime import datetime

from jamakan.core import Core
from jamakan.store.network import panels
from jamakan.store.network.panels import ACTIVE, PAUSED, Terms
from jamakan.store.staff import trail

BEFORE = {PAUSED: ACTIVE, ACTIVE: PAUSED}  # the state a panel has to be in to come to this one


def add(core: Core, token: str, terms: Terms, by: int, author: str, now: datetime) -> int | None:
    """Keep a panel, whose first wave is due at once; its number. None: the same form was sent before."""
    with core.db.begin() as connection:
        number = panels.add(connection, token, terms, author, now, now)
        if number is not None:
            trail.append(connection, core.settings.vault, now, by, "panel.added", f"panel:{number}")
    return number


def move(core: Core, panel_id: int, to: str, by: int, now: datetime) -> bool:
    """Pause a panel, or have it go on; False when somebody else was quicker."""
    with core.db.begin() as connection:
        moved = panels.move(connection, panel_id, BEFORE[to], to)
        if moved:
            action = "panel.paused" if to == PAUSED else "panel.resumed"
            trail.append(connection, core.settings.vault, now, by, action, f"panel:{panel_id}")
    return moved
