"""Erasing a person: one transaction in SQL, then Redis. What a crash in between leaves, the next look finishes."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import structlog
from redis.exceptions import RedisError

from jamakan.core import Core
from jamakan.people.acts import show
from jamakan.state import keys, stream
from jamakan.store import seats, tallies
from jamakan.store.people import erasing as rows
from jamakan.store.people import removals
from jamakan.store.people.erasing import Erased
from jamakan.store.privacy import requests
from jamakan.store.privacy.requests import Request
from jamakan.store.seats import SEATS
from jamakan.store.staff import trail
from jamakan.storing import drain

log = structlog.get_logger()

AT_MOST = timedelta(minutes=10)  # a last message that does not leave by then keeps nobody from being erased
REASONS = ("asked", "minor", "mistake", "over")  # why somebody is erased


def erase(core: Core, by: int, participant_id: int, reason: str) -> bool:
    """Erase a person for good; whoever moves up to a seat of theirs is told. False: they are erased already.

    Their line's keyed hash stays on the list of those who may not be written to, when they had stopped messages.
    """
    vault, now = core.settings.vault, datetime.now(UTC)
    _store_what_waits(core)
    with core.db.begin(lock=SEATS) as connection:
        erased = rows.erase(connection, vault, participant_id, now)
        if erased is None:
            return False
        told = seats.settle(connection, vault, erased.notices, f"erased:{participant_id}", now, core.settings.values)
        tallies.recount(connection, erased.activities)
        trail.append(connection, vault, now, by, "person.erased", f"participant:{participant_id}", reason=reason)
    _show(core, erased, told)
    return True


def erase_asked(core: Core, now: datetime | None = None) -> int:
    """Erase those who asked for it by phone and had their last message, or waited long enough for it; how many."""
    now = now or datetime.now(UTC)
    with core.db.read() as connection:
        waiting = requests.waiting(connection, now - AT_MOST)
    return sum(_erase_asked(core, request, now) for request in waiting)


def _erase_asked(core: Core, request: Request, now: datetime) -> bool:
    vault = core.settings.vault
    _store_what_waits(core)
    with core.db.begin(lock=SEATS) as connection:
        if not requests.take(connection, request.id, now):
            return False
        if request.participant_id is None:
            erased = rows.erase_line(connection, vault, request.contact_id, request.asked_at, now)
            subject = f"contact:{request.contact_id}"
        else:
            erased = rows.erase(connection, vault, request.participant_id, now) or Erased([], set(), set())
            subject = f"participant:{request.participant_id}"
        told = seats.settle(connection, vault, erased.notices, f"erasure:{request.id}", now, core.settings.values)
        tallies.recount(connection, erased.activities)
        trail.append(connection, vault, now, None, "person.erased_by_phone", subject)
    _show(core, erased, told)
    return True


def _show(core: Core, erased: Erased, told: Collection[str]) -> None:
    finish(core)
    show(core, {*told, *erased.refs}, seats_moved=bool(told or erased.activities))


def finish(core: Core) -> int:
    """Have Redis forget those erased in SQL; how many lines. With Redis away they wait for the next look."""
    with core.db.read() as connection:
        waiting = removals.waiting(connection)
    if not waiting:
        return 0
    try:
        for one in waiting:
            sessions = (keys.handled(session) for session in one.sessions)
            core.redis.delete(keys.contact(one.ref), keys.profile(one.ref), *sessions)
    except RedisError:
        log.warning("Redis is away: who was erased is forgotten there when it is back", lines=len(waiting))
        return 0
    with core.db.begin() as connection:
        removals.done(connection, [one.id for one in waiting])
    return len(waiting)


def _store_what_waits(core: Core) -> None:
    """What was just said is stored first, so that it is erased too; for a whole line the store drops it anyway."""
    try:
        if stream.waiting(core.redis):
            drain(core)
    except RedisError:
        log.warning("Redis is away: erasing what SQL holds")
