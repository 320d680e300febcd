"""Where a broadcast stands and what it waits for, in words."""

from collections.abc import Callable, Mapping
from datetime import datetime

from jamakan.broadcasts.starting import hours
from jamakan.core import Core
from jamakan.hours import NeverOpen
from jamakan.programme import broadcasts as life
from jamakan.programme.plan import Broadcast


def standing(core: Core, broadcast: Broadcast, now: datetime) -> str:
    """One sentence: its state, and what has to happen next."""
    return _WORDS[broadcast.state](core, broadcast, now)


def _draft(_core: Core, broadcast: Broadcast, _now: datetime) -> str:
    back = f", sent back: {broadcast.reason}" if broadcast.reason else ""
    return f"a draft{back}: 'broadcasts submit {broadcast.id}' hands it in"


def _waiting(_core: Core, broadcast: Broadcast, _now: datetime) -> str:
    return f"waits for a second person, because {broadcast.reason}: 'broadcasts approve {broadcast.id} --as NAME'"


def _scheduled(core: Core, broadcast: Broadcast, now: datetime) -> str:
    opens = leaves_from(core, broadcast, now)
    if opens is None:
        return "can never leave: its hours and the house's do not meet, so the office will pause it"
    if opens > now:
        at = f"{opens.astimezone(core.settings.zone):%Y-%m-%d %H:%M}"
        return f"waits for its hours: nothing leaves before {at}"
    return "is due: the office starts it within seconds"


def _sending(_core: Core, broadcast: Broadcast, _now: datetime) -> str:
    return "is being sent" if broadcast.prepared_at else "is being sent, its messages are still being written"


def _paused(_core: Core, broadcast: Broadcast, _now: datetime) -> str:
    because = f": {broadcast.reason}" if broadcast.reason else ""
    return f"is paused{because} ('broadcasts resume {broadcast.id}' goes on)"


def _done(_core: Core, _broadcast: Broadcast, _now: datetime) -> str:
    return "is done"


def _stopped(_core: Core, broadcast: Broadcast, _now: datetime) -> str:
    return f"was stopped: {broadcast.reason}" if broadcast.reason else "was stopped"


def leaves_from(core: Core, broadcast: Broadcast, now: datetime) -> datetime | None:
    """The first moment from now on at which it may leave; None when its hours and the house's never meet."""
    try:
        return hours(core, broadcast.plan).next_open(max(now, broadcast.plan.starts_at))
    except NeverOpen:
        return None


_WORDS: Mapping[str, Callable[[Core, Broadcast, datetime], str]] = {
    life.DRAFT: _draft,
    life.WAITING: _waiting,
    life.SCHEDULED: _scheduled,
    life.SENDING: _sending,
    life.PAUSED: _paused,
    life.DONE: _done,
    life.STOPPED: _stopped,
}
