"""How the work of this house stands in Redis: what waits, who does it, what was given up."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from redis import Redis
from rq import Worker
from rq.registry import FailedJobRegistry

from jamakan.state import keys, stream, wake


@dataclass(frozen=True, slots=True)
class Queue:
    """One RQ queue: jobs that wait, jobs that failed today, workers, and how long ago one of them was heard."""

    waiting: int
    failed: int
    workers: int
    heard_seconds: float | None


@dataclass(frozen=True, slots=True)
class Work:
    """What Redis knows. Ages are in seconds, None when there is nothing to be old.

    `clock`: who leads, "" when nobody does. `programme`: whether dialogues see what is open. `key_mark`: what the key
    of the house makes of a known word, "" before the first process. `backed_up`: when the last backup was whole,
    seconds since 1970.
    """

    entries: int
    oldest_entry: float | None
    queues: Mapping[str, Queue]
    clock: str
    programme: bool
    key_mark: str
    backed_up: float | None


def look(redis: Redis) -> Work:
    """Ask Redis. Raises RedisError."""
    leader, programme, mark, backed_up = cast(
        list[bytes | None], redis.mget(keys.CLOCK_LOCK, keys.PROGRAMME, keys.KEY_CHECK, keys.BACKED_UP)
    )
    return Work(
        entries=stream.waiting(redis),
        oldest_entry=oldest_entry(redis),
        queues={name: _queue(redis, name) for name in wake.JOBS},
        clock=(leader or b"").decode(),
        programme=programme is not None,
        key_mark=(mark or b"").decode(),
        backed_up=float(backed_up) if backed_up else None,
    )


def oldest_entry(redis: Redis) -> float | None:
    """The age of the entry that waits longest for SQL, by the server's clock, which made its name."""
    rows = stream.read(redis, 1)
    if not rows:
        return None
    seconds, micros = redis.time()
    return max(0.0, seconds + micros / 1e6 - int(rows[0][0].partition("-")[0]) / 1000)


def _queue(redis: Redis, name: str) -> Queue:
    queue = wake.queue(redis, name)
    workers = Worker.all(queue=queue)
    heard = [worker.last_heartbeat for worker in workers if worker.last_heartbeat]
    now = datetime.fromtimestamp(time.time(), UTC)
    return Queue(
        waiting=len(queue),
        failed=FailedJobRegistry(queue=queue).count,
        workers=len(workers),
        heard_seconds=(now - max(heard)).total_seconds() if heard else None,
    )
