"""Not faster than a channel may go, over all processes: whoever hands over messages holds its lease for as long as
so many take at that rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from redis import Redis

from jamakan.state import lock

CALL_SECONDS = 0.5  # of a channel's time that one call takes at most: answers come between those of a broadcast
SHORTEST = 0.001  # seconds; what Redis can count


@dataclass(frozen=True, slots=True)
class Pace:
    """`rates`: leases in Redis, each with the recipients a second it stands for. `holder`: the name of one call."""

    redis: Redis
    holder: str
    rates: Sequence[tuple[str, float]]

    def most(self, batch: int) -> int:
        """The biggest call that does not hold the channel for long; one message always may."""
        return max(1, min([batch, *(int(rate * CALL_SECONDS) for _, rate in self.rates)]))

    def take(self, count: int) -> float:
        """Begin a call for so many. Returns 0, or the seconds until somebody else's time is over."""
        for place, (key, rate) in enumerate(self.rates):
            if not lock.lead(self.redis, key, self.holder, _seconds(count, rate)):
                self._give_back(place)
                return max(self.redis.pttl(key) / 1000, SHORTEST)
        return 0.0

    def settle(self, count: int) -> None:
        """The call is for so many after all; for none, its time is given back."""
        if not count:
            self._give_back(len(self.rates))
        for key, rate in self.rates if count else ():
            lock.lead(self.redis, key, self.holder, _seconds(count, rate))

    def _give_back(self, first: int) -> None:
        for key, _ in self.rates[:first]:
            lock.release(self.redis, key, self.holder)


def _seconds(count: int, rate: float) -> float:
    return max(count / rate, SHORTEST)
