"""A long spreadsheet that staff sent: kept sealed in Redis until the office has read it, and what came of that.

Reading takes a second for ten thousand rows, and a gateway has people on the phone meanwhile.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from pydantic import TypeAdapter
from redis.exceptions import RedisError

from jamakan.broadcasts import drafting
from jamakan.core import Core
from jamakan.programme.broadcasts import BroadcastError
from jamakan.programme.plan import Plan
from jamakan.sentences import Sentence
from jamakan.spreadsheets.problems import Problem, SpreadsheetError
from jamakan.state import keys, wake
from jamakan.store import sealing
from jamakan.store.broadcasts import records

SHORT = 50_000  # bytes that a page reads itself: a thousand rows of CSV, some 0.2 s
SILENT_MS = 15_000  # until it is asked for again
KEPT_MS = 3_600_000  # the office is away for longer: the file has to be sent again
MOST_TOLD = 500  # problems
JOB = "workers.office.read_sheets"

Told = tuple[int, str, str, dict[str, str | int | float]]
"""A problem on paper: row, column, and its sentence as template and values."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was sent by somebody who saw this mark. `over`: it was read; problems then say why it was refused.

    `count`: of all problems. `merged`: rows whose number came before.
    """

    by: str
    seen: int
    over: bool = False
    problems: tuple[Told, ...] = ()
    count: int = 0
    merged: tuple[Told, ...] = ()

    @property
    def refused(self) -> tuple[Problem, ...]:
        return tuple(map(_opened, self.problems))

    @property
    def repeated(self) -> tuple[Problem, ...]:
        return tuple(map(_opened, self.merged))


ON_PAPER = TypeAdapter(Arrival)


def renewed(core: Core, plan: Plan) -> Plan:
    """A plan that begins and expires as if made now: it may have waited for its audience for days."""
    starts_at = max(plan.starts_at, datetime.now(UTC))
    return replace(plan, starts_at=starts_at, expires_at=drafting.expiry(core, plan.activity, starts_at))


def keep(core: Core, broadcast_id: int, data: bytes, *, by: str, seen: int) -> None:
    """Keep a file for the office to read. Raises RedisError: then it is as if it had never come."""
    vault = core.settings.vault
    with core.redis.pipeline(transaction=True) as pipeline:
        pipeline.set(keys.sheet(broadcast_id), vault.seal(data, sealing.SHEET), px=KEPT_MS)
        pipeline.set(keys.arrival(broadcast_id), _sealed(core, Arrival(by, seen)), px=KEPT_MS)
        pipeline.delete(keys.said(_asked(broadcast_id)))
        pipeline.execute()
    ask(core, broadcast_id)


def ask(core: Core, broadcast_id: int) -> None:
    """Have the office read it, unless that was asked just now. Whoever waits asks again: a job may be lost."""
    with suppress(RedisError):
        if core.redis.set(keys.said(_asked(broadcast_id)), b"1", nx=True, px=SILENT_MS):
            core.redis.sadd(keys.SHEETS_WANTED, broadcast_id)
            wake.enqueue(core.redis, wake.OFFICE_QUEUE, JOB)


def known(core: Core, broadcast_id: int) -> Arrival | None:
    """What is known of the file last sent; None when there is none, or it was dealt with."""
    with suppress(RedisError):
        sealed = cast(bytes | None, core.redis.get(keys.arrival(broadcast_id)))
        return ON_PAPER.validate_json(core.settings.vault.open(sealed, sealing.SHEET)) if sealed else None
    return None


def forget(core: Core, broadcast_id: int) -> None:
    """What came of it was dealt with; a file that is still to be read stays."""
    arrival = known(core, broadcast_id)
    if arrival is not None and arrival.over:
        with suppress(RedisError):
            core.redis.delete(keys.arrival(broadcast_id))


def read_wanted(core: Core) -> int:
    """The office's job: read the files that wait; how many. One reader a file, until its time is up."""
    done = 0
    while name := cast(bytes | None, core.redis.spop(keys.SHEETS_WANTED)):
        number = int(name)
        if core.redis.set(keys.said(_read_by_us(number)), b"1", nx=True, px=wake.JOB_SECONDS * 1000):
            done += _read_one(core, number)
            core.redis.delete(keys.said(_read_by_us(number)))
    return done


def _read_one(core: Core, broadcast_id: int) -> bool:
    sealed, arrival = cast(bytes | None, core.redis.get(keys.sheet(broadcast_id))), known(core, broadcast_id)
    if not sealed or not arrival or arrival.over:
        return False
    over = _read(core, broadcast_id, core.settings.vault.open(sealed, sealing.SHEET), arrival)
    core.redis.set(keys.arrival(broadcast_id), _sealed(core, over), px=KEPT_MS)
    core.redis.delete(keys.sheet(broadcast_id))
    return True


def _read(core: Core, broadcast_id: int, data: bytes, arrival: Arrival) -> Arrival:
    with core.db.read() as connection:
        plan = records.find(connection, broadcast_id).plan
    try:
        sheet = drafting.read_sheet(core, plan.texts, data)
        plan = renewed(core, replace(plan, audience=sheet.audience))
        drafting.edit(core, broadcast_id, plan, by=arrival.by, sheet=sheet, seen=arrival.seen)
    except SpreadsheetError as error:
        return replace(arrival, over=True, problems=_told(error.problems), count=len(error.problems))
    except BroadcastError as error:
        told = _told(Problem(0, "", _sentence(reason)) for reason in error.reasons)
        return replace(arrival, over=True, problems=told, count=len(told))
    return replace(arrival, over=True, merged=_told(sheet.merged))


def _told(problems: Iterable[Problem]) -> tuple[Told, ...]:
    some = list(problems)[:MOST_TOLD]
    return tuple((one.row, one.column, one.reason.template, _plain(one.reason.values)) for one in some)


def _plain(values: Mapping[str, object]) -> dict[str, str | int | float]:
    return {name: value if isinstance(value, int | float) else str(value) for name, value in values.items()}


def _opened(told: Told) -> Problem:
    row, column, template, values = told
    return Problem(row, column, Sentence.of(template, values))


def _sentence(reason: str) -> Sentence:
    return reason if isinstance(reason, Sentence) else Sentence.of("{words}", {"words": reason})


def _sealed(core: Core, arrival: Arrival) -> bytes:
    return core.settings.vault.seal(ON_PAPER.dump_json(arrival), sealing.SHEET)


def _asked(broadcast_id: int) -> str:
    return f"sheet:{broadcast_id}"


def _read_by_us(broadcast_id: int) -> str:
    return f"sheet-read:{broadcast_id}"
