"""The events stream: append, read from the start, trim what is stored."""

from typing import cast

from redis import Redis

from jamakan.state import keys

FIELD = b"e"


def append(redis: Redis, sealed: bytes) -> None:
    """Add one entry that belongs to no turn (a delivery report). The caller's carrier repeats it if this raises."""
    redis.xadd(keys.EVENTS, {FIELD: sealed})


def read(redis: Redis, most: int) -> list[tuple[str, bytes]]:
    """The oldest entries, at most `most`, as (stream id, sealed entry)."""
    rows = cast(list[tuple[bytes, dict[bytes, bytes]]], redis.xrange(keys.EVENTS, count=most))
    return [(row_id.decode(), fields[FIELD]) for row_id, fields in rows]


def trim(redis: Redis, last: str) -> None:
    """Drop everything up to and including `last`, which SQL holds now."""
    milliseconds, _, sequence = last.partition("-")
    redis.xtrim(keys.EVENTS, minid=f"{milliseconds}-{int(sequence) + 1}", approximate=False)


def waiting(redis: Redis) -> int:
    """How many entries SQL does not hold yet."""
    return int(redis.xlen(keys.EVENTS))
