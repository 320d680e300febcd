"""A copy of what Redis alone holds: where contacts stand, what was answered, and the answers SQL does not have yet.

Records are copied as they are, sealed, through ordinary commands: any Redis or Valkey gives and takes such a copy, of
whatever version, and a managed one too. What is shown of SQL is left out, and written anew by `project`.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

from redis import Redis

from jamakan.state import keys
from jamakan.state.stream import FIELD

T = TypeVar("T")

AT_ONCE = 1000  # records a round trip
RECORDS = (keys.contact("*"), keys.handled("*"))


def copy(redis: Redis, path: Path) -> int:
    """Write the copy; how many records it has. Raises RedisError, OSError.

    Where contacts stand comes first, the stream last, and SQL after both: a turn made meanwhile then has its answer
    in the stream or in SQL, and at worst its question is asked again.
    """
    count = 0
    with path.open("w", encoding="ascii") as file:
        for record in _records(redis):
            file.write(json.dumps(record) + "\n")
            count += 1
    return count


def holds_house(redis: Redis) -> bool:
    """Whether there is a house in this Redis already."""
    return bool(redis.exists(keys.EVENTS, keys.KEY_CHECK, keys.FLOWS, keys.PROGRAMME))


def load(redis: Redis, path: Path) -> int:
    """Put a copy into an empty Redis; how many records that were. Raises RedisError, OSError."""
    count = 0
    with path.open(encoding="ascii") as file:
        for lines in _slices(file):
            with redis.pipeline(transaction=False) as pipeline:
                for line in lines:
                    _put(pipeline, json.loads(line))
                pipeline.execute()
            count += len(lines)
    return count


def _records(redis: Redis) -> Iterator[dict[str, Any]]:
    yield from _strings(redis, [keys.KEY_CHECK])
    for pattern in RECORDS:
        for names in _slices(redis.scan_iter(pattern, count=AT_ONCE)):
            yield from _strings(redis, [name.decode() for name in names])
    for version, source in cast(dict[bytes, bytes], redis.hgetall(keys.FLOWS)).items():
        yield {"field": version.decode(), "value": _text(source)}
    yield from _entries(redis)


def _strings(redis: Redis, names: list[str]) -> Iterator[dict[str, Any]]:
    """Values and the moment they expire, in milliseconds since 1970 (0: never). Those that expired meanwhile go."""
    with redis.pipeline(transaction=False) as pipeline:
        for name in names:
            pipeline.get(name)
            pipeline.pexpiretime(name)
        replies = pipeline.execute()
    for name, value, expires in zip(names, replies[::2], replies[1::2], strict=True):
        if value is not None:
            yield {"key": name, "value": _text(value), "expires": max(expires, 0)}


def _entries(redis: Redis) -> Iterator[dict[str, Any]]:
    after = "-"
    while rows := cast(list[tuple[bytes, dict[bytes, bytes]]], redis.xrange(keys.EVENTS, min=after, count=AT_ONCE)):
        for number, fields in rows:
            yield {"entry": number.decode(), "value": _text(fields[FIELD])}
        after = f"({rows[-1][0].decode()}"


def _put(pipeline: Any, record: dict[str, Any]) -> None:
    value = base64.b64decode(record["value"])
    match record:
        case {"entry": number}:
            pipeline.xadd(keys.EVENTS, {FIELD: value}, id=number)
        case {"field": version}:
            pipeline.hset(keys.FLOWS, version, value)
        case {"key": name, "expires": expires}:
            pipeline.set(name, value, pxat=expires or None)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _slices(rows: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(rows)
    while slice_ := list(islice(waiting, AT_ONCE)):
        yield slice_
