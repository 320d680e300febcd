"""What happened, counted: calls to carriers, and what the store took in. Read by /metrics, on whichever host it is.

One hash in Redis holds all of it, so that several processes and hosts add to the same figures. A figure that cannot
be written is let go: nothing that is measured may fail because it was.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from redis import Redis
from redis.exceptions import RedisError

from jamakan.events import Answered, DialogueEnded, DialogueStarted, Entry, MessageIn, OptedOut, TurnEntry
from jamakan.state import keys

LE = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0)  # seconds; longer calls are in none of them
BEYOND = "inf"
MICROS = 1_000_000

CALLS, SECONDS, MESSAGES, ENTRIES = "calls", "seconds", "messages", "entries"  # first words of the hash's fields


@dataclass(frozen=True, slots=True)
class Latency:
    """How long the calls of one channel took: `counts` by bucket, each alone, the last one for longer calls."""

    counts: tuple[int, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Readings:
    """All that was counted so far: `messages` by (channel, outcome), `entries` by (kind, outcome)."""

    latencies: Mapping[str, Latency]
    messages: Mapping[tuple[str, str], int]
    entries: Mapping[tuple[str, str], int]


def call(redis: Redis, channel: str, outcomes: Mapping[str, int], seconds: float) -> None:
    """Count one call to a carrier: how long it took, and how many of its messages came out how.

    `outcomes`: the names of `jamakan.channels.outcomes` in small letters (sent, failed, …) → messages.
    """
    place = bisect_left(LE, seconds)
    bucket = str(LE[place]) if place < len(LE) else BEYOND
    added = {
        f"{CALLS}|{channel}|{bucket}": 1,
        f"{SECONDS}|{channel}|": round(seconds * MICROS),
        **{f"{MESSAGES}|{channel}|{outcome}": count for outcome, count in outcomes.items()},
    }
    _add(redis, added)


def stored(redis: Redis, entries: Iterable[Entry]) -> None:
    """Count what the store took from the stream, by kind and outcome. One that is told twice counts twice."""
    counts = Counter(_told(entry) for entry in entries)
    _add(redis, {f"{ENTRIES}|{kind}|{outcome}": count for (kind, outcome), count in counts.items()})


def readings(redis: Redis) -> Readings:
    """Everything counted so far. Raises RedisError."""
    rows = cast(dict[bytes, bytes], redis.hgetall(keys.METERS))
    fields = {cast(tuple[str, str, str], tuple(name.decode().split("|"))): int(value) for name, value in rows.items()}
    channels = {channel for what, channel, _ in fields if what == CALLS}
    buckets = (*map(str, LE), BEYOND)
    return Readings(
        latencies={
            channel: Latency(
                counts=tuple(fields.get((CALLS, channel, bucket), 0) for bucket in buckets),
                seconds=fields.get((SECONDS, channel, ""), 0) / MICROS,
            )
            for channel in channels
        },
        messages={(channel, name): count for (what, channel, name), count in fields.items() if what == MESSAGES},
        entries={(kind, name): count for (what, kind, name), count in fields.items() if what == ENTRIES},
    )


def _add(redis: Redis, counts: Mapping[str, int]) -> None:
    with suppress(RedisError), redis.pipeline(transaction=False) as pipeline:
        for field, count in counts.items():
            pipeline.hincrby(keys.METERS, field, count)
        pipeline.execute()


def _told(entry: Entry) -> tuple[str, str]:
    """A kind of entry and what came of it, both from small sets: they become labels."""
    if not isinstance(entry, TurnEntry):
        return type(entry).__name__.lower(), ""
    return entry.turn.kind, _outcome(entry)


def _outcome(entry: TurnEntry) -> str:
    """The weightiest thing that happened on a turn."""
    for event in entry.events:
        match event:
            case OptedOut():
                return "stopped"
            case MessageIn(understood=False):
                return "not_understood"
            case DialogueEnded(outcome=outcome):
                return outcome
    happened = {type(event) for event in entry.events}
    if Answered in happened:
        return "answered"
    return "started" if DialogueStarted in happened else "moved"
