"""Handing queued messages to their carrier: the attempt is committed, the carrier called, each outcome recorded."""

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import structlog
from redis.exceptions import RedisError

from flows.text.folding import fold
from jamakan.channels.africastalking import CHANNEL
from jamakan.channels.africastalking.send import Sender
from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Skipped
from jamakan.core import Core
from jamakan.profile import Profile
from jamakan.state import wake
from jamakan.store import broadcasts, outbox
from jamakan.store.database import DatabaseAway
from jamakan.store.messages import OPTED_OUT, TO_THE_STOPPED
from jamakan.store.outbox import Outgoing

log = structlog.get_logger()

MAX_ATTEMPTS = 5  # of a refusal that may be about the number; our own troubles are waited out instead
LONGEST_PAUSE = 3600  # seconds between two attempts
CHANNEL_PAUSE = 900  # seconds, when the carrier refuses our account: a person has to mend it
STUCK = timedelta(seconds=60)  # an attempt without an outcome after this has lost its worker
AT_MOST_SECONDS = 120  # then another job goes on: jobs have a time limit, and it would cut a call in two
RECORD_TRIES = 5
RECORD_PAUSE = 0.5  # seconds; what the carrier said is worth some waiting for SQL


def flush(core: Core) -> int:
    """Send all that is due, the most urgent first; the number of messages dealt with."""
    wake.woken(core.redis, wake.SEND_QUEUE)
    outbox.sweep(core.db, datetime.now(UTC), STUCK)
    settings = core.settings
    sender = Sender(settings.at_username, settings.at_api_key, settings.at_base_url, settings.at_sender)
    dealt, until = 0, time.monotonic() + AT_MOST_SECONDS
    while time.monotonic() < until and (messages := _claim(core, token := uuid4().hex)):
        outcomes = _call(core, sender, messages)
        _record(core, token, outcomes)
        dealt += len(messages)
        if trouble := _account_trouble(outcomes):
            log.error("channel paused, the carrier refuses our account", channel=CHANNEL, reason=trouble.reason)
            outbox.put_off(core.db, CHANNEL, trouble, datetime.now(UTC))
            break
    broadcasts.close_finished(core.db)
    return dealt


def ask_if_due(core: Core) -> None:
    """Wake the send worker when messages wait or an attempt got stuck: the net for lost wake-ups."""
    now = datetime.now(UTC)
    with core.db.read() as connection:
        due = outbox.waiting(connection, now) or outbox.stuck(connection, now - STUCK)
    if due:
        wake.wake(core.redis, wake.SEND_QUEUE)


def _claim(core: Core, token: str) -> list[Outgoing]:
    return outbox.claim(
        core.db,
        core.settings.vault,
        channel=CHANNEL,
        now=datetime.now(UTC),
        limit=core.settings.sms_batch,
        token=token,
        one_call=True,
    )


def _call(core: Core, sender: Sender, messages: Sequence[Outgoing]) -> dict[int, Outcome]:
    """Call the carrier for those who did not say STOP meanwhile; the outcome of each message."""
    try:
        stopped = _stopped_since(core, messages)
    except RedisError as error:
        log.warning("messages put off, Redis is away", count=len(messages), reason=type(error).__name__)
        return dict.fromkeys((message.id for message in messages), Retry("Redis is away", 30, limited=False))
    outcomes: dict[int, Outcome] = {message.id: Skipped(OPTED_OUT) for message in stopped}
    going = [message for message in messages if message not in stopped]
    if going:
        told = sender.send(fold(going[0].body), [message.phone for message in going])
        outcomes |= {message.id: _bounded(told[message.phone], message) for message in going}
    return outcomes


def _stopped_since(core: Core, messages: Sequence[Outgoing]) -> list[Outgoing]:
    """Those who said STOP so lately that SQL does not know: Redis does."""
    bulk = [message for message in messages if message.purpose not in TO_THE_STOPPED]
    records = core.records.profiles([core.settings.vault.ref("phone", message.phone) for message in bulk])
    return [
        message
        for message, record in zip(bulk, records, strict=True)
        if record is not None and Profile.from_json(json.loads(record.body)).opted_out
    ]


def _bounded(outcome: Outcome, message: Outgoing) -> Outcome:
    """What to do about a refusal: wait longer each time, give up when it is about the number."""
    match outcome:
        case Failed(reason, configuration=True):
            return Retry(reason, CHANNEL_PAUSE, limited=False)
        case Retry(reason, limited=True) if message.attempts >= MAX_ATTEMPTS:
            return Failed(f"{reason}, {MAX_ATTEMPTS} times")
        case Retry(reason, seconds, limited):
            return Retry(reason, min(seconds * 2 ** min(message.attempts - 1, 10), LONGEST_PAUSE), limited)
    return outcome


def _account_trouble(outcomes: Mapping[int, Outcome]) -> Retry | None:
    """A refusal of our account rather than of a number: the same would be said of every other message."""
    troubles = (told for told in outcomes.values() if isinstance(told, Retry) and told.seconds >= CHANNEL_PAUSE)
    return next((trouble for trouble in troubles if not trouble.limited), None)


def _record(core: Core, token: str, outcomes: Mapping[int, Outcome]) -> None:
    for attempt in range(1, RECORD_TRIES + 1):
        try:
            outbox.record(core.db, token, outcomes, datetime.now(UTC))
            break
        except DatabaseAway:
            if attempt == RECORD_TRIES:
                raise
            time.sleep(RECORD_PAUSE)
    tally = Counter(type(outcome).__name__.lower() for outcome in outcomes.values())
    reasons = sorted({outcome.reason for outcome in outcomes.values() if not isinstance(outcome, Sent)})
    log.info("messages handed over", count=len(outcomes), outcomes=tally, reasons=reasons)
