"""Nothing is kept for longer than its purpose takes: what the clock removes, and what it will remove next.

Answers, registrations, messages and the trail stay: they are the programme. What goes is how they came: requests of
dialogues that are over, carriers' reports, sign-ins past their end, files somebody asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from jamakan.core import Core
from jamakan.exports.building import sweep
from jamakan.house_rules.model import HouseRules
from jamakan.house_rules.reading import in_force, merged
from jamakan.store import house_rules, removing
from jamakan.store.exports import records
from jamakan.store.removing import REPORTS, SESSIONS, SIGN_INS, TURNS, Last, Oldest

log = structlog.get_logger()

EXPORTS = "exports"
PERIODS: Mapping[str, str] = {TURNS: "keep_turns_days", REPORTS: "keep_reports_days", SESSIONS: "keep_reports_days"}
"""Kinds of rows and the rule that says for how many days they are kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing: `before` is what the next removal takes, `last` None while there was none."""

    kind: str
    before: datetime
    oldest: Oldest
    last: Last | None


def remove(core: Core, now: datetime | None = None) -> int:
    """Remove what its time is over for; how much. Raises DatabaseAway."""
    now = now or datetime.now(UTC)
    limits = _limits(in_force(core), now)
    removed = {kind: removing.before(core.db, kind, moment) for kind, moment in limits.items()}
    removed[EXPORTS] = _exports(core, now)
    sweep(core)
    removing.note(core.db, removed, now)
    if any(removed.values()):
        log.info("removed what its time is over for", **removed)
    return sum(removed.values())


def outlook(core: Core, now: datetime) -> list[Kept]:
    """What the next removal takes."""
    with core.db.read() as connection:
        rules = merged(core.settings, house_rules.values(connection))
        lately = removing.lately(connection)
        return [
            Kept(kind, moment, removing.oldest(connection, kind, moment), lately.get(kind))
            for kind, moment in _limits(rules, now).items()
        ]


def _limits(rules: HouseRules, now: datetime) -> dict[str, datetime]:
    periods = {kind: now - timedelta(days=getattr(rules, rule)) for kind, rule in PERIODS.items()}
    return {**periods, SIGN_INS: now}


def _exports(core: Core, now: datetime) -> int:
    """Files past their end. Their records stay: who took what is in the trail, and what it was stands here."""
    with core.db.read() as connection:
        over = records.over(connection, now)
    removed = 0
    for record in over:
        with core.db.begin() as connection:
            removed += records.remove(connection, record, now)
    return removed
