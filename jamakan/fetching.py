"""SMS that the carrier could not post to us: asked for, and taken as if they had been posted.

A callback and a fetch give the same SMS different identifiers. The conversation recognises it by its words and date
while a callback may still come (12 hours); what is older is looked for among the messages stored.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import takewhile

import structlog

from jamakan.channels.africastalking import CHANNEL
from jamakan.channels.africastalking.fetch import Fetched, NotFetched, fetch
from jamakan.config import Settings
from jamakan.conversation.contact import HEARD_SECONDS, SAME_SECONDS
from jamakan.conversation.conversation import Unavailable
from jamakan.conversation.turn import Turn
from jamakan.core import Core
from jamakan.events import Refused
from jamakan.store import fetching as store
from jamakan.store import sealing

log = structlog.get_logger()

SETTLED = timedelta(minutes=2)  # a younger message is still on its way to us
ANSWERED = timedelta(hours=6)  # an older one is only kept: its sender has long given up
REPEATED = timedelta(seconds=HEARD_SECONDS)  # an older one comes by no callback any more
AT_MOST_SECONDS = 50.0  # then the rest waits for the next time, so that broadcasts do not

Inbox = Callable[[Settings, int], list[Fetched]]


def repair(core: Core, now: datetime | None = None, inbox: Inbox = fetch) -> int:
    """Take what was missed since the last time; the number of messages looked at. The first time takes nothing."""
    if CHANNEL not in core.settings.channels:
        return 0
    now = now or datetime.now(UTC)
    with core.db.read() as connection:
        since = store.last(connection, CHANNEL)
    try:
        return _skip_history(core, now, inbox) if since is None else _read_on(core, since, now, inbox)
    except (NotFetched, Unavailable) as error:
        log.warning("messages not fetched", reason=str(error))
        return 0


def _skip_history(core: Core, now: datetime, inbox: Inbox) -> int:
    """Begin after all that the carrier keeps: what came before is stored, or was before our time."""
    number = 0
    while page := inbox(core.settings, number):
        number = page[-1].number
    store.move(core.db, CHANNEL, number, now)
    return 0


def _read_on(core: Core, number: int, now: datetime, inbox: Inbox) -> int:
    seen, until = 0, time.monotonic() + AT_MOST_SECONDS
    while time.monotonic() < until and (page := inbox(core.settings, number)):
        settled = list(takewhile(lambda one: _age(one, now) >= SETTLED, page))
        for one in settled:
            _take(core, one, now)
            number = one.number
        if settled:
            store.move(core.db, CHANNEL, number, now)
        seen += len(settled)
        if len(settled) < len(page):
            break
    return seen


def _take(core: Core, one: Fetched, now: datetime) -> None:
    old = _age(one, now) > REPEATED
    if isinstance(one.said, Refused):
        if old:  # while its callback may come, that is the one to keep
            core.keep(one.said)
    elif not (old and _stored(core, one.said)):
        core.conversation.fetched(one.said, answer=_age(one, now) <= ANSWERED)


def _age(one: Fetched, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(one.said.at, UTC)


def _stored(core: Core, turn: Turn) -> bool:
    vault = core.settings.vault
    with core.db.read() as connection:
        return store.received(
            connection,
            contact=vault.ref("phone", turn.phone),
            digest=vault.ref(sealing.BODY, turn.text),
            at=datetime.fromtimestamp(turn.at, UTC),
            within=timedelta(seconds=SAME_SECONDS),
        )
