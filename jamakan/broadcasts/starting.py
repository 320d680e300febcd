"""Starting what is due: within its hours, before its expiry, and as what somebody agreed to."""

from datetime import UTC, datetime

import structlog

from jamakan.broadcasts import preview
from jamakan.broadcasts.counting import count
from jamakan.core import Core
from jamakan.hours import Hours, NeverOpen
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
    """Start one that is scheduled, pause it when somebody has to look at it, or stop it. True: it is being sent."""
    if broadcast.plan.starts_at > now or (decided := _decided(core, broadcast, now)) is None:
        return False
    event, reason = decided
    with core.db.begin() as connection:
        moved = states.move(connection, broadcast.id, event, reason=reason, now=now)
    log.info("broadcast due", broadcast=broadcast.id, decided=event, moved=moved)
    return moved and event == life.START


def ask_if_due(core: Core) -> None:
    """Wake the office when a broadcast can be started or waits for its messages: the net for lost wake-ups."""
    now = datetime.now(UTC)
    with core.db.read() as connection:
        due = records.due(connection, now)
        waiting = bool(records.unprepared(connection)) or preparing.any_stopped(connection)
    if waiting or any(_may_move(core, broadcast.plan, now) for broadcast in due):
        wake.wake(core.redis, wake.OFFICE_QUEUE)


def hours(core: Core, plan: Plan) -> Hours:
    """When it may leave: the house's hours, narrowed by its own.

    Raises NeverOpen: the house's are others than when it was checked, and the two no longer meet.
    """
    return in_force(core).hours.narrowed(plan.sends_from, plan.sends_until)


def too_late(plan: Plan, now: datetime) -> bool:
    """Whether it is worth nothing any more."""
    return plan.expires_at is not None and plan.expires_at <= now


def _may_move(core: Core, plan: Plan, now: datetime) -> bool:
    """Whether `start` would do anything with one that is due: one that can never leave is paused."""
    try:
        return hours(core, plan).is_open(now)
    except NeverOpen:
        return True


def _decided(core: Core, broadcast: Broadcast, now: datetime) -> tuple[str, str] | None:
    """What has to become of one whose time has come, and why. None: it waits for its hours."""
    if too_late(broadcast.plan, now):
        return life.STOP, TOO_LATE
    try:
        if not hours(core, broadcast.plan).is_open(now):
            return None
    except NeverOpen as why:
        return life.PAUSE, str(why)
    if why_not := _needs_a_look(core, broadcast, now):
        return life.PAUSE, why_not
    return life.START, ""


def _needs_a_look(core: Core, broadcast: Broadcast, now: datetime) -> str:
    """Why nobody agreed to what this has become: its audience or the month's spending grew. "" when all is well."""
    counted = count(core, broadcast.plan, broadcast.id)
    reasons = preview.reasons_to_ask(core, counted, now)
    if not reasons or (broadcast.approved_by and not life.has_grown(counted.in_all, broadcast.approved_lines)):
        return ""
    return f"{'; '.join(reasons)}: a second person has to approve that ({broadcast.approved_lines} lines were agreed)"
