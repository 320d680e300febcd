"""One call to a carrier: who still wants it, the call, what it says on paper, what it says of the channel."""

import json
import time
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from redis.exceptions import RedisError

from flows.text.folding import fold
from jamakan import metering
from jamakan.channels.outcomes import Outcome, Retry, Sent, Skipped
from jamakan.channels.routes import Route
from jamakan.core import Core
from jamakan.profile import Profile
from jamakan.projections import project_profiles
from jamakan.sending import gate, policy
from jamakan.sending.gate import BULK, KINDS, SINGLE, Opening
from jamakan.sending.policy import Busy, Refused, Silent
from jamakan.store import channel_states, outbox
from jamakan.store.database import DatabaseAway
from jamakan.store.messages import OPTED_OUT, TO_THE_STOPPED
from jamakan.store.outbox import Claim, Fate, Outgoing, Recorded

log = structlog.get_logger()

RECORD_TRIES = 5
RECORD_PAUSE = 0.5  # seconds; what the carrier said is worth some waiting for SQL
TRY_AGAIN = timedelta(minutes=15)  # when the carrier refuses our account: a person has to mend it


@dataclass(frozen=True, slots=True)
class Permit:
    """What a call is allowed. `fallback`: the house's other channel for single messages, "" for none.

    `tries`: the channel is stopped, and one message finds out whether it works again.
    """

    opening: Opening
    fallback: str = ""
    tries: bool = False


def hand_over(core: Core, routes: Mapping[str, Route], claim: Claim, permit: Permit) -> None:
    """Call the carrier for a claim, and write down what it says of each message and of itself."""
    wanted, fates = _still_wanted(core, claim)
    outcomes, seconds = _call(routes[claim.channel], claim, wanted)
    other = _other_channel(routes, claim, permit)
    for message in wanted:
        fates[message.id] = policy.fate(outcomes[message.phone], message.attempts, "" if message.successor else other)
    recorded = _record(core, claim, fates)
    project_profiles(core, recorded.opted_out)
    _tell(core, claim, fates, seconds)
    if outcomes:
        _judge(core, claim, outcomes.values(), permit)


def _still_wanted(core: Core, claim: Claim) -> tuple[list[Outgoing], dict[int, Fate]]:
    """Those who did not say STOP so lately that SQL does not know, and what becomes of the others: Redis knows."""
    if claim.purpose in TO_THE_STOPPED:
        return list(claim.messages), {}
    try:
        records = core.records.profiles([message.ref for message in claim.messages])
    except RedisError as error:
        log.warning("messages put back, Redis is away", count=len(claim.messages), reason=type(error).__name__)
        return [], {message.id: Retry("Redis is away", 0, limited=False) for message in claim.messages}
    wanted: list[Outgoing] = []
    fates: dict[int, Fate] = {}
    for message, record in zip(claim.messages, records, strict=True):
        if record is not None and Profile.from_json(json.loads(record.body)).opted_out:
            fates[message.id] = Skipped(OPTED_OUT)
        else:
            wanted.append(message)
    return wanted, fates


def _call(route: Route, claim: Claim, wanted: Collection[Outgoing]) -> tuple[dict[str, Outcome], float]:
    """What the carrier says of each number, and after how many seconds."""
    if not wanted:
        return {}, 0.0
    began = time.monotonic()
    outcomes = route.sender.send(fold(claim.body), [message.phone for message in wanted], claim.token)
    return outcomes, time.monotonic() - began


def _other_channel(routes: Mapping[str, Route], claim: Claim, permit: Permit) -> str:
    """Where a number goes that this channel does not reach: as the broadcast says, or as the house does."""
    name = claim.fallback if claim.broadcast_id is not None else permit.fallback
    return name if name in routes and name != claim.channel else ""


def _record(core: Core, claim: Claim, fates: Mapping[int, Fate]) -> Recorded:
    for _ in range(RECORD_TRIES - 1):
        with suppress(DatabaseAway):
            return outbox.record(core.db, core.settings.vault, claim, fates, datetime.now(UTC))
        time.sleep(RECORD_PAUSE)
    return outbox.record(core.db, core.settings.vault, claim, fates, datetime.now(UTC))


def _tell(core: Core, claim: Claim, fates: Mapping[int, Fate], seconds: float) -> None:
    tally = Counter(type(fate).__name__.lower() for fate in fates.values())
    reasons = sorted({fate.reason for fate in fates.values() if not isinstance(fate, Sent)})
    log.info("messages handed over", channel=claim.channel, count=len(fates), outcomes=tally, reasons=reasons)
    if seconds:
        metering.call(core.redis, claim.channel, tally, seconds)


def _judge(core: Core, claim: Claim, outcomes: Collection[Outcome], permit: Permit) -> None:
    """Let the channel's own state follow from what it said."""
    channel, kind = claim.channel, SINGLE if claim.broadcast_id is None else BULK
    match policy.trouble(outcomes):
        case None:
            gate.open_wide(core.redis, channel, kind, permit.opening)
            if permit.tries:
                _reopen(core, channel)
        case Refused(reason):
            _stop(core, channel, reason)
        case Busy(reason, seconds):
            pause = gate.shut(core.redis, channel, KINDS, permit.opening, seconds)
            log.warning("channel pauses", channel=channel, reason=reason, seconds=pause)
        case Silent(reason):
            pause = gate.shut(core.redis, channel, [kind], permit.opening)
            log.warning("channel pauses", channel=channel, kind=kind, reason=reason, seconds=pause)


def _reopen(core: Core, channel: str) -> None:
    with core.db.begin() as connection:
        channel_states.reopen(connection, [channel])
    log.warning("channel open again", channel=channel)


def _stop(core: Core, channel: str, reason: str) -> None:
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        channel_states.stop(connection, channel, reason, now, now + TRY_AGAIN)
    log.error("channel stopped, the carrier refuses our account", channel=channel, reason=reason)
