"""Whoever guesses waits: longer with every wrong try, per account and per address, and never for ever.

The delay is per account, so that many addresses together gain nothing, and per address, so that one machine cannot
try every account. A browser that once signed in has a delay of its own: strangers guessing at an account do not
keep its owner out.
"""

from dataclasses import dataclass

from redis import Redis

FORGOTTEN_SECONDS = 3600  # without a try, all is forgotten
DOUBLINGS = 20  # more would overflow nothing, but say nothing either


@dataclass(frozen=True, slots=True)
class Patience:
    """Tries that cost nothing, and the longest wait, in seconds, after many more."""

    free: int
    longest: int

    def wait(self, tries: int) -> int:
        """Seconds until the next try after so many: 1, 2, 4 … past the free ones."""
        over = min(tries - self.free, DOUBLINGS)
        return min(2 ** (over - 1), self.longest) if over > 0 else 0


ACCOUNT = Patience(free=4, longest=300)
ADDRESS = Patience(free=20, longest=60)  # an office shares one


class TooSoon(Exception):
    """A try that came too soon; `seconds` until the next one is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


def admit(redis: Redis, who: str, patience: Patience) -> None:
    """Count one try before it is looked at, so that many at once gain nothing. `who` is a keyed reference.

    Raises TooSoon, and then the try does not count; RedisError.
    """
    gate = f"jmk:sign-in:gate:{who}"
    if (left := redis.pttl(gate)) > 0:
        raise TooSoon(left // 1000 + 1)
    tries_key = f"jmk:sign-in:tries:{who}"
    with redis.pipeline() as pipe:
        pipe.incr(tries_key)
        pipe.expire(tries_key, FORGOTTEN_SECONDS)
        tries, _ = pipe.execute()
    seconds = patience.wait(tries)
    if seconds and not redis.set(gate, b"1", nx=True, ex=seconds):
        raise TooSoon(seconds)


def forget(redis: Redis, who: str) -> None:
    """They proved who they are: their wrong tries no longer count."""
    redis.delete(f"jmk:sign-in:gate:{who}", f"jmk:sign-in:tries:{who}")
