"""Where the messages of one channel are handed over, a call at a time, as far as its state and its pace allow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import uuid4

import structlog

from jamakan.channels.routes import Route
from jamakan.core import Core
from jamakan.house_rules.model import HouseRules
from jamakan.house_rules.reading import merged
from jamakan.sending import gate
from jamakan.sending.gate import BULK, SINGLE
from jamakan.sending.handover import TRY_AGAIN, Permit, hand_over
from jamakan.sending.pace import Pace
from jamakan.state import keys
from jamakan.store import channel_states, house_rules, outbox
from jamakan.store.channel_states import Stopped
from jamakan.store.outbox import CapReached, Claim, Rules, Wanted

log = structlog.get_logger()

SAY_AGAIN = 900  # seconds between two errors in the log about the same cap


class Served(NamedTuple):
    """A call for so many messages; for none, the seconds to wait until the channel's pace allows one."""

    messages: int
    wait: float = 0.0


class Look(NamedTuple):
    """What is found before anything is taken. `broadcasts`: those with messages that may leave at this hour.

    `rules`: those of this moment, which the call that follows goes by.
    """

    rules: HouseRules
    due: bool
    broadcasts: Sequence[int]
    stopped: Stopped | None


@dataclass(slots=True)
class Turns:
    """Broadcasts take turns: the one served last comes last."""

    last: int = 0

    def order(self, broadcasts: Iterable[int]) -> list[int]:
        """The next one first."""
        return sorted(broadcasts, key=lambda number: (number <= self.last, number))


@dataclass(frozen=True)
class Desk:
    """One channel's. Its lanes share it."""

    core: Core
    routes: Mapping[str, Route]
    route: Route
    turns: Turns = field(default_factory=Turns)

    def serve(self, kinds: Iterable[str]) -> Served | None:
        """One call, of the first of these kinds that has a message due. None: nothing can leave now."""
        for kind in kinds:
            if served := self._serve(kind):
                return served
        return None

    def _serve(self, kind: str) -> Served | None:
        now = datetime.now(UTC)
        look = self._look(kind, now)
        if not look.due or (look.stopped and not look.stopped.may_try(now)):
            return None
        pace = Pace(self.core.redis, uuid4().hex, self._rates(kind, look.rules))
        opening = gate.opening(self.core.redis, self.route.name, kind, pace.most(self.route.batch))
        if not opening.most:
            return None
        most = 1 if look.stopped else opening.most
        if wait := pace.take(most):
            return Served(0, wait)
        prices = look.rules.prices(self.route.name)
        claim = self._claim(kind, look, Wanted(self.route.name, prices, most, pace.holder, now))
        pace.settle(len(claim.messages) if claim else 0)
        if claim is None:
            return None
        permit = Permit(opening, look.rules.fallback_channel, tries=look.stopped is not None)
        hand_over(self.core, self.routes, claim, permit)
        return Served(len(claim.messages))

    def _look(self, kind: str, now: datetime) -> Look:
        with self.core.db.read() as connection:
            rules = merged(self.core.settings, house_rules.values(connection))
            stopped = channel_states.stopped(connection).get(self.route.name)
            if kind == SINGLE:
                return Look(rules, outbox.single_due(connection, self.route.name, now), (), stopped)
            broadcasts = outbox.bulk_due(connection, self.route.name, rules.hours, now)
            return Look(rules, bool(broadcasts), broadcasts, stopped)

    def _rates(self, kind: str, rules: HouseRules) -> list[tuple[str, float]]:
        """What keeps this kind from being faster, the broadcasts' own limit first."""
        slow = rules.broadcast_per_second
        own = [(keys.BULK_PACE, slow)] if slow and kind == BULK else []
        rate = self.route.per_second
        return own + ([(keys.pace(self.route.name), rate)] if rate else [])

    def _claim(self, kind: str, look: Look, wanted: Wanted) -> Claim | None:
        """What this call is for. A stopped channel is tried by whoever takes the turn first."""
        if look.stopped and not self._take_try(look.stopped, wanted.now):
            return None
        claim = self._claim_kind(kind, look, wanted)
        if isinstance(claim, CapReached):
            self._say(claim)
            claim = None
        if look.stopped and claim is None:  # others took what was due: the next one tries
            self._stop_until(look.stopped, wanted.now)
        return claim

    def _claim_kind(self, kind: str, look: Look, wanted: Wanted) -> Claim | CapReached | None:
        db, vault, rules = self.core.db, self.core.settings.vault, of_sending(look.rules)
        if kind == SINGLE:
            return outbox.claim_single(db, vault, rules, wanted)
        claim = outbox.claim_bulk(db, vault, rules, wanted, self.turns.order(look.broadcasts))
        if claim and claim.broadcast_id:
            self.turns.last = claim.broadcast_id
        return claim

    def _take_try(self, stopped: Stopped, now: datetime) -> bool:
        with self.core.db.begin() as connection:
            return channel_states.take_try(connection, self.route.name, stopped, now + TRY_AGAIN)

    def _stop_until(self, stopped: Stopped, retry_at: datetime) -> None:
        with self.core.db.begin() as connection:
            channel_states.stop(connection, self.route.name, stopped.reason, stopped.since, retry_at)

    def _say(self, short: CapReached) -> None:
        if self.core.redis.set(keys.said(f"cap:{short.month}:{short.purpose}"), b"1", nx=True, ex=SAY_AGAIN):
            log.error("the month's cap is reached, messages wait", month=short.month, purpose=short.purpose)


def of_sending(rules: HouseRules) -> Rules:
    """What the house decided about messages on their way out."""
    return Rules(rules.hours, rules.unasked_a_day, rules.replies_a_day, rules.cap_micros)
