"""Replies of Valkey lost on the way: redis-py's own retries write again what was written; ours recognises itself."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from jamakan.house.valkey import socket_path
from jamakan.privacy.vault import Vault, new_key
from jamakan.state import keys, stream
from jamakan.state.connection import connect
from jamakan.state.records import Change, Records
from tests.faults import judge
from tests.faults.controls.showing import FAIL, HOLD, Shown
from tests.faults.proxy import before
from tests.support import valkey

WRITES = 60
SHARE_LOST = 0.3
SEED = 1
ASKED_AGAIN = 50  # times at most, as a carrier does

Write = Callable[[int], object]
Count = Callable[[], Iterable[int]]


def show(folder: Path) -> list[Shown]:
    """XADD and RQ's enqueue through redis-py as it comes, then a turn's commit as the house does it."""
    listen = folder / "door.sock"
    with valkey.running(folder), before(socket_path(folder), listen, SEED) as door:
        url, straight = f"unix://{listen}", Redis(unix_socket_path=str(socket_path(folder)))
        as_it_comes, ours = Redis.from_url(url), connect(url)
        queue = Queue("control", connection=as_it_comes, serializer=JSONSerializer)
        records = Records(ours, Vault.from_text(new_key()))
        with straight, as_it_comes, ours:
            as_it_comes.ping()
            door.dropping = SHARE_LOST
            return [
                _tried(
                    "redis-py's own retries, XADD",
                    FAIL,
                    lambda n: as_it_comes.xadd(keys.EVENTS, {stream.FIELD: n}),
                    lambda: [int(entry) for _, entry in _entries(straight)],
                ),
                _tried(
                    "redis-py's own retries, RQ enqueue",
                    FAIL,
                    lambda n: queue.enqueue("a.job", job_id=str(n)),
                    lambda: [int(number) for number in straight.lrange(queue.key, 0, -1)],
                ),
                _tried(
                    "no retries, a script that knows its turn",
                    HOLD,
                    lambda n: records.commit(_turn(n)),
                    lambda: [int(entry) for _, entry in _entries(straight)],
                ),
            ]


def _entries(straight: Redis) -> list[tuple[str, bytes]]:
    """What the events stream holds, which is then emptied."""
    found = stream.read(straight, WRITES * ASKED_AGAIN)
    straight.delete(keys.EVENTS)
    return found


def _tried(way: str, must: str, write: Write, count: Count) -> Shown:
    acknowledged = [number for number in range(WRITES) if _acknowledged(write, number)]
    stored = Counter(count())
    lost, twice = judge.lost(way, acknowledged, stored), judge.twice(way, stored)
    return Shown(way, must, len(acknowledged), len(lost), len(twice))


def _acknowledged(write: Write, number: int) -> bool:
    """Write, and write again while nobody says that it was."""
    for _ in range(ASKED_AGAIN):
        with suppress(RedisError):
            write(number)
            return True
    return False


def _turn(number: int) -> Change:
    return Change(
        contact=f"contact{number}",
        handled=f"handled{number}",
        turn=f"turn{number}",
        expected="",
        version=1,
        contact_body=b"{}",
        handled_body=b"{}",
        profile_body=None,
        entry=str(number).encode(),
    )
