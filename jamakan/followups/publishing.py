"""Taking rules: checked against the flows there are, kept in SQL, in force from that moment."""

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

from jamakan.core import Core
from jamakan.followups.reading import read_rules
from jamakan.followups.rules import Rule
from jamakan.followups.words import titles
from jamakan.store.followups import rules as table
from jamakan.store.followups.rules import ACTIVE, PAUSED
from jamakan.store.staff import trail

LIBRARY = files("jamakan.followups") / "library.yaml"


class PublishError(ValueError):
    """Rules that the house cannot go by, with the reasons for whoever asked."""


def library() -> tuple[Rule, ...]:
    """The rules that come with the house."""
    return read_rules(LIBRARY.read_text(encoding="utf-8"), "library.yaml")


def publish(core: Core, rules: Sequence[Rule], now: datetime, by: int | None = None) -> dict[str, bool]:
    """Go by these rules from `now` on; others stay as they are. By name, whether it is new, or was changed or paused.

    Raises PublishError.
    """
    known = titles(core)
    if missing := [rule for rule in rules if rule.flow and rule.flow not in known]:
        reasons = (f"rule {rule.name}: there is no survey {rule.flow!r}" for rule in missing)
        raise PublishError("\n".join((*reasons, "'python3 run.py flows list' shows the surveys there are")))
    with core.db.begin() as connection:
        changed = {rule.name: table.publish(connection, rule.name, rule.source, now) for rule in rules}
        for name in (name for name, new in changed.items() if new):
            trail.append(connection, core.settings.vault, now, by, "follow_up.published", f"follow_up:{name}")
    return changed


def pause(core: Core, name: str, now: datetime, by: int | None = None) -> bool:
    """Write to nobody by this rule; what it queued already leaves. False when no such rule was active."""
    return _set_state(core, name, PAUSED, now, by)


def resume(core: Core, name: str, now: datetime, by: int | None = None) -> bool:
    """Go by this rule again; what fell due meanwhile is never sent. False when no such rule was paused."""
    return _set_state(core, name, ACTIVE, now, by)


def _set_state(core: Core, name: str, state: str, now: datetime, by: int | None) -> bool:
    action = {PAUSED: "follow_up.paused", ACTIVE: "follow_up.resumed"}[state]
    with core.db.begin() as connection:
        changed = table.set_state(connection, name, state, now)
        if changed:
            trail.append(connection, core.settings.vault, now, by, action, f"follow_up:{name}")
    return changed
