"""Starting what is due: within its hours, before its expiry, and as what somebody agreed to."""

from datetime import UTC, datetime

import structlog

from jamakan.broadcasts import preview
from jamakan.broadcasts.counting import count
from jamakan.core import Core
from jamakan.hours import Hours
from jamakan.house_rules.reading import in_force
from jamakan.programme import broadcasts as life
from jamakan.programme.plan import Broadcast, Plan
from jamakan.state import wake
from jamakan.store.broadcasts import preparing, records, states

log = structlog.get_logger()

TOO_LATE = "it was too late to be of use before it could leave"


def start_due(core: Core) -> int:
    """Start the broadcasts whose time has come, if they may leave now. Returns how many."""
    now = datetime.now(UTC)
    preparing.put_away_stopped(core.db, now)
    with core.db.read() as connection:
        due = records.due(connection, now)
    return sum(start(core, broadcast, now) for broadcast in due)


def start(core: Core, broadcast: Broadcast, now: datetime) -> bool:
    """Start one that is scheduled, or pause it when nobody agreed to what it has become. True: it is being sent."""
    if broadcast.plan.starts_at > now:
        return False
    if too_late(broadcast.plan, now):
        with core.db.begin() as connection:
            states.move(connection, broadcast.id, life.STOP, reason=TOO_LATE, now=now)
        return False
    if not hours(core, broadcast.plan).is_open(now):
        return False
    event, reason = (life.PAUSE, why) if (why := _needs_a_look(core, broadcast, now)) else (life.START, "")
    with core.db.begin() as connection:
        moved = states.move(connection, broadcast.id, event, reason=reason, now=now)
    log.info("broadcast started" if event == life.START else "broadcast paused", broadcast=broadcast.id, moved=moved)
    return moved and event == life.START


def ask_if_due(core: Core) -> None:
    """Wake the office when a broadcast can be started or waits for its messages: the net for lost wake-ups."""
    now = datetime.now(UTC)
    with core.db.read() as connection:
        due = records.due(connection, now)
        waiting = bool(records.unprepared(connection)) or preparing.any_stopped(connection)
    if waiting or any(hours(core, broadcast.plan).is_open(now) for broadcast in due):
        wake.wake(core.redis, wake.OFFICE_QUEUE)


def hours(core: Core, plan: Plan) -> Hours:
    """When it may leave: the house's hours, narrowed by its own."""
    return in_force(core).hours.narrowed(plan.sends_from, plan.sends_until)


def too_late(plan: Plan, now: datetime) -> bool:
    """Whether it is worth nothing any more."""
    return plan.expires_at is not None and plan.expires_at <= now


def _needs_a_look(core: Core, broadcast: Broadcast, now: datetime) -> str:
    """Why nobody agreed to what this has become: its audience or the month's spending grew. "" when all is well."""
    counted = count(core, broadcast.plan, broadcast.id)
    reasons = preview.reasons_to_ask(core, counted, now)
    if not reasons or (broadcast.approved_by and not life.has_grown(counted.in_all, broadcast.approved_lines)):
        return ""
    return f"{'; '.join(reasons)}: a second person has to approve that ({broadcast.approved_lines} lines were agreed)"
