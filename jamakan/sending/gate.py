"""How wide a channel stands open, for all processes together: short troubles close it for seconds, in Redis.

After a trouble it is shut for a second, then one message tries it; every failed try doubles the wait. So a carrier
that hangs leaves few messages uncertain, and one that is back is found soon. Messages to one person and broadcasts
have a gate each: a carrier that chokes on two hundred numbers may well answer for one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from redis import Redis

from jamakan.state import keys

SINGLE, BULK = "single", "bulk"
KINDS = (SINGLE, BULK)
FIRST_PAUSE = 1.0  # seconds
LONGEST_PAUSE = 60.0
TRY_SECONDS = 30.0  # one try at a time: longer than a call may take
REMEMBERED = 600  # seconds without a try after which a trouble is forgotten


@dataclass(frozen=True, slots=True)
class Opening:
    """At most so many messages may leave in one call, 0 when it is shut. `troubles`: failed tries in a row."""

    most: int
    troubles: int = 0


def opening(redis: Redis, channel: str, kind: str, most: int) -> Opening:
    """How many of `most` may leave. Whoever gets 1 after a trouble is the only one who tries."""
    shut, failed = cast(
        list[bytes | None], redis.mget(keys.gate_shut(channel, kind), keys.gate_failed(channel, kind))
    )
    troubles = int(failed or 0)
    if shut:
        return Opening(0, troubles)
    if not troubles:
        return Opening(most)
    mine = redis.set(keys.gate_shut(channel, kind), b"1", nx=True, px=int(TRY_SECONDS * 1000))
    return Opening(1 if mine else 0, troubles)


def shut(redis: Redis, channel: str, kinds: Iterable[str], seen: Opening, longest: float = LONGEST_PAUSE) -> float:
    """A call failed: shut these gates for a while. Returns the seconds. `seen`: what the call was allowed.

    Calls that fail side by side saw the same, and count as one.
    """
    seconds = min(FIRST_PAUSE * 2.0**seen.troubles, longest, LONGEST_PAUSE)
    with redis.pipeline() as pipeline:
        for kind in kinds:
            pipeline.set(keys.gate_failed(channel, kind), seen.troubles + 1, ex=REMEMBERED)
            pipeline.set(keys.gate_shut(channel, kind), b"1", px=int(seconds * 1000))
        pipeline.execute()
    return seconds


def open_wide(redis: Redis, channel: str, kind: str, seen: Opening) -> None:
    """A call went well: after a trouble, the gate is as wide as before."""
    if seen.troubles:
        redis.delete(keys.gate_failed(channel, kind), keys.gate_shut(channel, kind))
