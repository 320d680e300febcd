"""What is asked for at intervals, whoever the clock is.

A duty is asked for once each time it is due, however long nobody looked: nothing is caught up with. One that ends
well is due again after its interval; one whose job was lost, killed or put off is asked for again after a minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jamakan.core import Core
from jamakan.state import wake
from jamakan.store import schedule as table
from jamakan.store.schedule import Times

AGAIN = timedelta(seconds=60)  # nobody said how it ended: ask again
ASLEEP = timedelta(minutes=2)  # no duty ended for so long: the house, or its workers, were down


@dataclass(frozen=True, slots=True)
class Duty:
    """A job and how often it is due. `after_sleep`: also as soon as the house is up again."""

    name: str
    seconds: int
    queue: str
    job: str
    after_sleep: bool = False

    @property
    def every(self) -> timedelta:
        return timedelta(seconds=self.seconds)


DUTIES = (
    Duty("refresh", 30, wake.STORE_QUEUE, "workers.store.refresh"),
    Duty("tidy", 3600, wake.STORE_QUEUE, "workers.store.tidy"),
    Duty("send-tidy", 30, wake.SEND_QUEUE, "workers.send.tidy"),
    Duty("follow-ups", 45, wake.OFFICE_QUEUE, "workers.office.follow_up"),
    Duty("exports", 60, wake.LONG_QUEUE, "workers.office.export"),
    Duty("retention", 3600, wake.OFFICE_QUEUE, "workers.office.remove"),
    Duty("people", 60, wake.OFFICE_QUEUE, "workers.office.people"),
    Duty("network", 300, wake.OFFICE_QUEUE, "workers.office.network"),
    Duty("recounts", 60, wake.LONG_QUEUE, "workers.office.recount"),
    Duty("accountability", 900, wake.OFFICE_QUEUE, "workers.office.accountability"),
    Duty("figures", 600, wake.OFFICE_QUEUE, "workers.office.figures"),
    Duty("balances", 900, wake.OFFICE_QUEUE, "workers.office.balances", after_sleep=True),
    Duty("fetch", 600, wake.OFFICE_QUEUE, "workers.office.fetch", after_sleep=True),
)
_BY_NAME = {duty.name: duty for duty in DUTIES}


def ask(core: Core, now: datetime | None = None) -> list[str]:
    """Ask for the duties that are due; their names. Raises DatabaseAway, RedisError: what was not asked is later."""
    now = now or datetime.now(UTC)
    with core.db.read() as connection:
        known = table.times(connection)
    slept = _slept(known, now)
    asked = []
    for duty in DUTIES:
        if duty.name not in known:
            table.plan(core.db, duty.name, duty.seconds, now)
        seen = known.get(duty.name, Times(now, None)).next_at
        if _due(duty, seen, now, slept) and table.take(core.db, duty.name, seen, now + min(duty.every, AGAIN)):
            wake.enqueue(core.redis, duty.queue, duty.job)
            asked.append(duty.name)
    return asked


def done(core: Core, name: str, now: datetime | None = None) -> None:
    """A duty ended well."""
    now, duty = now or datetime.now(UTC), _BY_NAME[name]
    table.done(core.db, name, duty.seconds, at=now, next_at=now + duty.every)


def _due(duty: Duty, next_at: datetime, now: datetime, slept: bool) -> bool:
    return next_at <= now or (duty.after_sleep and slept and next_at > now + AGAIN)


def _slept(known: Mapping[str, Times], now: datetime) -> bool:
    ended = [times.last_at for times in known.values() if times.last_at is not None]
    return bool(ended) and max(ended) < now - ASLEEP
