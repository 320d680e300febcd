"""A broadcast tried out on a phone of one's own: the words one recipient reads, sent at once, a few times at most."""

from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from redis.exceptions import RedisError

from jamakan.broadcasts import preview
from jamakan.core import Core
from jamakan.phones import PhoneError, e164, takes_sms
from jamakan.programme.broadcasts import BroadcastError
from jamakan.programme.plan import Broadcast, Recipient
from jamakan.sentences import said
from jamakan.state import wake
from jamakan.store import messages
from jamakan.store.broadcasts import noting, recipients, trials
from jamakan.store.messages import CONFIRMATION, Draft

log = structlog.get_logger()

MOST = 10  # a broadcast: enough to get its words right, too few to write to people


@dataclass(frozen=True, slots=True)
class Trial:
    """What to try: the words of the recipient with this `number` of the list, to this phone (as it was typed).

    `place`: from `next_place`, so that two clicks are one message.
    """

    number: int
    phone: str
    place: int


def next_place(core: Core, broadcast_id: int) -> int | None:
    """The place of the next trial, from 1; None when all are used."""
    with core.db.read() as connection:
        used = trials.used(connection, broadcast_id, MOST)
    return next((place for place in range(1, MOST + 1) if place not in used), None)


def try_out(core: Core, broadcast: Broadcast, trial: Trial, *, by: str) -> None:
    """Send it, once a place. Raises BroadcastError."""
    if not 1 <= trial.place <= MOST:
        raise BroadcastError(said("it was tried out {most} times: that is enough", "phone", most=MOST))
    phone, shown = (
        _phone(core, trial.phone),
        preview.rendering(core, broadcast.plan, broadcast.id, number=trial.number),
    )
    now, vault = datetime.now(UTC), core.settings.vault
    channel = broadcast.plan.channel or core.settings.channels[0]
    with core.db.begin() as connection:
        contact_id = recipients.contact(connection, vault, Recipient(phone, "", {}), channel, now)
        draft = Draft(
            dedupe=trials.key(broadcast.id, trial.place),
            contact_id=contact_id,
            channel=channel,
            purpose=CONFIRMATION,  # somebody waits for it
            text=shown.text,
            at=now,
        )
        if messages.write(connection, [messages.outgoing(vault, draft)]):
            noting.note(connection, vault, broadcast.id, "tried", by=by, now=now)
    try:
        wake.wake(core.redis, wake.SEND_QUEUE)
    except RedisError as error:
        log.warning("written, it leaves when Redis is back", reason=type(error).__name__)


def _phone(core: Core, written: str) -> str:
    try:
        number = e164(written, core.settings.country)
    except PhoneError as error:
        raise BroadcastError(said("this is not a number one can write to", "phone")) from error
    if not takes_sms(number):
        raise BroadcastError(said("this number takes no SMS (a landline?)", "phone"))
    return number
