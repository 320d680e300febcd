"""What staff decide about a broadcast, each decision kept with its author and acting at once."""

from datetime import UTC, datetime

import structlog
from redis.exceptions import RedisError

from jamakan.broadcasts import drafting, preview
from jamakan.broadcasts.counting import Count, count
from jamakan.broadcasts.starting import start
from jamakan.core import Core
from jamakan.prices import MICROS
from jamakan.programme import broadcasts as life
from jamakan.programme.broadcasts import BroadcastError, Changed, named
from jamakan.programme.plan import Broadcast
from jamakan.sentences import said
from jamakan.state import wake
from jamakan.store.broadcasts import noting, preparing, recipients, records, states
from jamakan.store.broadcasts.approving import may_approve

log = structlog.get_logger()

NOBODY_HAS_TO = "within what needs no second person"


def submit(core: Core, broadcast_id: int, *, by: str, counted: Count | None = None, here: bool = True) -> Broadcast:
    """Hand in a draft: it waits for a second person where there is a reason to, else it is scheduled.

    `counted`: the count its author was shown, where it was; for many it takes seconds to make. `here`: do what
    follows before returning; else the office does, within seconds. Pages leave both to it.

    Raises BroadcastError, also for a draft without a name (`by` is empty) that somebody would have to approve.
    """
    now = datetime.now(UTC)
    broadcast = look(core, broadcast_id)
    drafting.check(core, broadcast.plan, now)
    if broadcast.plan.audience.nobody:
        raise BroadcastError(said("nobody is meant yet: say whom it is for", "audience"))
    _all_there(core, broadcast)
    counted = counted or count(core, broadcast.plan, broadcast_id)
    reasons = preview.reasons_to_ask(core, counted, now)
    person = named(by) if reasons else by
    with core.db.begin() as connection:
        agreed = {"approved_by": "", "approved_lines": None if reasons else counted.in_all}
        why = "; ".join(reasons)
        states.insist(connection, broadcast_id, life.SUBMIT, by=person, reason=why, now=now, also=agreed)
        if not reasons:
            states.insist(connection, broadcast_id, life.APPROVE, by="", reason=NOBODY_HAS_TO, now=now)
        noting.note(
            connection, core.settings.vault, broadcast_id, life.SUBMIT, by=person, now=now, lines=counted.in_all
        )
    return _go(core, broadcast_id, now, here=here)


def approve(
    core: Core,
    broadcast_id: int,
    *,
    by: str,
    seen: int | None = None,
    counted: Count | None = None,
    here: bool = True,
) -> Broadcast:
    """Agree to somebody else's broadcast as it is. `seen`: the mark of what was looked at (`states.mark`).

    `counted`, `here`: as for `submit`.
    """
    now, person = datetime.now(UTC), named(by)
    broadcast = look(core, broadcast_id)
    counted = counted or count(core, broadcast.plan, broadcast_id)
    with core.db.begin() as connection:
        mark = states.hold(connection, broadcast_id)
        if seen is not None and mark != seen:
            raise Changed(said("it was changed since you looked at it: look again"))
        if not may_approve(connection, core.settings.vault, broadcast_id, person):
            raise BroadcastError(
                said("nobody approves their own broadcast, or one made without a name: ask somebody else")
            )
        agreed = {"approved_by": person, "approved_lines": counted.in_all}
        states.insist(connection, broadcast_id, life.APPROVE, by=person, now=now, also=agreed)
        noting.note(
            connection, core.settings.vault, broadcast_id, life.APPROVE, by=person, now=now, lines=counted.in_all
        )
    return _go(core, broadcast_id, now, here=here)


def reject(core: Core, broadcast_id: int, *, by: str, reason: str) -> Broadcast:
    """Send it back to its author."""
    return _move(core, broadcast_id, life.REJECT, by=by, reason=reason)


def pause(core: Core, broadcast_id: int, *, by: str, reason: str = "") -> Broadcast:
    """Let nothing more of it leave for now."""
    return _move(core, broadcast_id, life.PAUSE, by=by, reason=reason)


def resume(core: Core, broadcast_id: int, *, by: str, cap: float | None = None, here: bool = True) -> Broadcast:
    """Go on; with `cap` (XOF), under another spending cap, which only who may approve it can raise."""
    now, person = datetime.now(UTC), named(by)
    with core.db.begin() as connection:
        states.hold(connection, broadcast_id)
        broadcast = records.find(connection, broadcast_id)
        also = {}
        if cap is not None:
            also["cap_micros"] = round(cap * MICROS)
            raised = broadcast.plan.cap_micros is not None and also["cap_micros"] > broadcast.plan.cap_micros
            if raised and not may_approve(connection, core.settings.vault, broadcast_id, person):
                raise BroadcastError(said("nobody raises the cap of their own broadcast: ask somebody else"))
        reason = "" if cap is None else f"its cap is {cap:,.0f} XOF now"
        states.insist(connection, broadcast_id, life.RESUME, by=person, reason=reason, now=now, also=also)
        noting.note(connection, core.settings.vault, broadcast_id, life.RESUME, by=person, now=now)
    return _go(core, broadcast_id, now, here=here)


def reopen(core: Core, broadcast_id: int, *, by: str, here: bool = True) -> Broadcast:
    """Go through the audience once more, for those who joined it since: nobody is written to twice."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        states.insist(connection, broadcast_id, life.REOPEN, by=by, now=now)
        noting.note(connection, core.settings.vault, broadcast_id, life.REOPEN, by=by, now=now)
    return _go(core, broadcast_id, now, here=here)


def stop(core: Core, broadcast_id: int, *, by: str, reason: str = "", here: bool = True) -> Broadcast:
    """End it: what has not left never will."""
    stopped = _move(core, broadcast_id, life.STOP, by=by, reason=reason)
    if here:
        preparing.put_away_stopped(core.db, datetime.now(UTC))
    else:
        _wake(core)
    return stopped


def look(core: Core, broadcast_id: int) -> Broadcast:
    """The broadcast as it stands. Raises BroadcastError when there is none."""
    with core.db.read() as connection:
        return records.find(connection, broadcast_id)


def _move(core: Core, broadcast_id: int, event: str, *, by: str, reason: str = "") -> Broadcast:
    now, person = datetime.now(UTC), named(by)
    with core.db.begin() as connection:
        states.insist(connection, broadcast_id, event, by=person, reason=reason, now=now)
        noting.note(connection, core.settings.vault, broadcast_id, event, by=person, now=now)
        return records.find(connection, broadcast_id)


def _all_there(core: Core, broadcast: Broadcast) -> None:
    """Raises BroadcastError when storing its spreadsheet was cut short."""
    sheet = broadcast.plan.audience.spreadsheet
    with core.db.read() as connection:
        kept = recipients.kept(connection, broadcast.id)
    if sheet and kept != sheet.lines:
        cut_short = "only {kept} of its {lines} recipients were kept: give the spreadsheet again"
        raise BroadcastError(said(cut_short, kept=kept, lines=sheet.lines))


def _go(core: Core, broadcast_id: int, now: datetime, *, here: bool) -> Broadcast:
    """Start it when it may, and have the office see to it."""
    broadcast = look(core, broadcast_id)
    if here and broadcast.state == life.SCHEDULED:
        start(core, broadcast, now)
    _wake(core)
    return look(core, broadcast_id)


def _wake(core: Core) -> None:
    try:
        wake.wake(core.redis, wake.OFFICE_QUEUE)
    except RedisError as error:
        log.warning("decided, it goes on when Redis is back", reason=type(error).__name__)
