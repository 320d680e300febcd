"""How far a broadcast is, for pages that ask every other second: a large one is counted for all of them together.

Counting 100,000 messages takes 10 ms in SQLite and 90 ms in PostgreSQL on a small machine.
"""

from contextlib import suppress
from typing import cast

from pydantic import TypeAdapter
from redis.exceptions import RedisError

from jamakan.core import Core
from jamakan.programme.plan import Broadcast
from jamakan.state import keys
from jamakan.store.broadcasts.progress import Progress, progress

LARGE = 5_000  # lines: fewer are counted each time, some 5 ms
KEPT_MS = 5_000  # so that watching costs a fiftieth of a database, whoever watches

ON_PAPER = TypeAdapter(Progress)


def watched(core: Core, broadcast: Broadcast) -> Progress:
    """Its messages counted, of a large one some seconds ago at most; never from before its state changed."""
    kept_at = keys.progress(broadcast.id, broadcast.state)
    with suppress(RedisError):
        if kept := cast(bytes | None, core.redis.get(kept_at)):
            return ON_PAPER.validate_json(kept)
    with core.db.read() as connection:
        seen = progress(connection, broadcast.id)
    if seen.lines > LARGE:
        with suppress(RedisError):
            core.redis.set(kept_at, ON_PAPER.dump_json(seen), px=KEPT_MS)
    return seen
