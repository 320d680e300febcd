"""Handing queued messages to their carrier: the attempt is committed, the carrier called, each outcome recorded."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from uuid import uuid4

import structlog

from flows.text.folding import fold
from jamakan.channels.africastalking import CHANNEL
from jamakan.channels.africastalking.send import Sender
from jamakan.channels.outcomes import Failed, Outcome, Retry, Skipped
from jamakan.core import Core
from jamakan.profile import Profile
from jamakan.state import wake
from jamakan.store import broadcasts, outbox
from jamakan.store.messages import OPTED_OUT, TO_THE_STOPPED
from jamakan.store.outbox import Outgoing

log = structlog.get_logger()

MAX_ATTEMPTS = 5
STUCK = timedelta(seconds=60)  # an attempt without an outcome after this has lost its worker


def flush(core: Core) -> int:
    """Send all that is due, the most urgent first; the number of messages dealt with."""
    wake.woken(core.redis, wake.SEND_QUEUE)
    outbox.sweep(core.db, datetime.now(UTC), STUCK)
    settings = core.settings
    sender = Sender(settings.at_username, settings.at_api_key, settings.at_base_url, settings.at_sender)
    dealt = 0
    while batch := _claim(core, token := uuid4().hex):
        outcomes = _hand_over(core, sender, batch)
        outbox.record(core.db, token, outcomes, datetime.now(UTC))
        dealt += len(batch)
        tally = Counter(type(outcome).__name__.lower() for outcome in outcomes.values())
        log.info("messages handed over", count=len(batch), outcomes=tally)
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
    )


def _hand_over(core: Core, sender: Sender, batch: Sequence[Outgoing]) -> dict[int, Outcome]:
    """One call for each text; the outcome of each message."""
    stopped = _stopped_since(core, batch)
    outcomes: dict[int, Outcome] = {message.id: Skipped(OPTED_OUT) for message in stopped}
    going = sorted((message for message in batch if message not in stopped), key=lambda message: message.digest)
    for _, same in groupby(going, key=lambda message: message.digest):
        messages = list(same)
        told = sender.send(fold(messages[0].body), [message.phone for message in messages])
        outcomes |= {message.id: _bounded(told[message.phone], message) for message in messages}
    return outcomes


def _stopped_since(core: Core, batch: Sequence[Outgoing]) -> list[Outgoing]:
    """Those who said STOP so lately that SQL does not know: Redis does."""
    bulk = [message for message in batch if message.purpose not in TO_THE_STOPPED]
    records = core.records.profiles([core.settings.vault.ref("phone", message.phone) for message in bulk])
    return [
        message
        for message, record in zip(bulk, records, strict=True)
        if record is not None and Profile.from_json(json.loads(record.body)).opted_out
    ]


def _bounded(outcome: Outcome, message: Outgoing) -> Outcome:
    if isinstance(outcome, Retry) and message.attempts >= MAX_ATTEMPTS:
        return Failed(f"{outcome.reason}, {MAX_ATTEMPTS} times")
    return outcome
