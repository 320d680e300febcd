"""What a broadcast comes to, for pages: few lines are counted at once, many by the office, and kept for a while.

Kept sealed in Redis with the mark of what was counted: a change of the broadcast makes it worthless by itself. It is
a convenience: while Redis is away, small broadcasts are counted each time.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from pydantic import TypeAdapter
from redis.exceptions import RedisError

from jamakan.broadcasts.counting import Count, count
from jamakan.core import Core
from jamakan.programme.plan import Broadcast
from jamakan.state import keys, wake
from jamakan.store import sealing
from jamakan.store.broadcasts import records, states
from jamakan.store.broadcasts.sizes import size

SMALL = 1000  # lines: a slice, some 40 ms
FRESH_MS = 15 * 60_000  # people register meanwhile; what starts is counted again anyway
SILENT_MS = 15_000  # a count under way is heard of each slice: silent for so long, it is asked for again
JOB = "workers.office.count"


@dataclass(frozen=True, slots=True)
class Appraisal:
    """`count` is None while it is under way: `looked` lines of some `lines` so far. `at`: when it began."""

    mark: int
    at: datetime
    lines: int
    looked: int = 0
    count: Count | None = None


ON_PAPER = TypeAdapter(Appraisal)


def appraise(core: Core, broadcast: Broadcast, mark: int) -> Appraisal:
    """What is known by now of the broadcast as it stands at this mark (`states.mark`); asks for what is not."""
    kept = _kept(core, broadcast.id)
    if kept is not None and kept.mark == mark:
        return kept
    with core.db.read() as connection:
        found = size(connection, broadcast.plan.audience, broadcast.id)
    fresh = Appraisal(mark, datetime.now(UTC), found.lines)
    if found.lines <= SMALL:
        return _counted(core, broadcast, fresh)
    _keep(core, broadcast.id, fresh)
    with suppress(RedisError):
        core.redis.sadd(keys.COUNTS_WANTED, broadcast.id)
        wake.enqueue(core.redis, wake.OFFICE_QUEUE, JOB)
    return fresh


def forget(core: Core, broadcast_id: int) -> None:
    """Have it counted anew by the next look."""
    with suppress(RedisError):
        core.redis.delete(keys.counted(broadcast_id))


def count_wanted(core: Core) -> int:
    """The office's job: count what pages wait for; how many broadcasts that were."""
    done = 0
    while name := cast(bytes | None, core.redis.spop(keys.COUNTS_WANTED)):
        with core.db.read() as connection:
            broadcast, mark = records.find(connection, int(name)), states.mark(connection, int(name))
            found = size(connection, broadcast.plan.audience, broadcast.id)
        _counted(core, broadcast, Appraisal(mark, datetime.now(UTC), found.lines))
        done += 1
    return done


def _counted(core: Core, broadcast: Broadcast, begun: Appraisal) -> Appraisal:
    def heard(looked: int) -> None:
        _keep(core, broadcast.id, replace(begun, looked=looked))

    found = count(core, broadcast.plan, broadcast.id, heard if begun.lines > SMALL else lambda _: None)
    done = replace(begun, looked=found.in_all, count=found)
    _keep(core, broadcast.id, done)
    return done


def _keep(core: Core, broadcast_id: int, appraisal: Appraisal) -> None:
    sealed = core.settings.vault.seal(ON_PAPER.dump_json(appraisal), sealing.COUNT)
    with suppress(RedisError):
        core.redis.set(keys.counted(broadcast_id), sealed, px=FRESH_MS if appraisal.count else SILENT_MS)


def _kept(core: Core, broadcast_id: int) -> Appraisal | None:
    with suppress(RedisError):
        sealed = cast(bytes | None, core.redis.get(keys.counted(broadcast_id)))
        return ON_PAPER.validate_json(core.settings.vault.open(sealed, sealing.COUNT)) if sealed else None
    return None
