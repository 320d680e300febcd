"""A long spreadsheet that staff sent: kept sealed in Redis until the office has read it, and what came of that.

Reading takes a second for ten thousand rows, and a gateway has people on the phone meanwhile. A file is known by a
name, "kind:what it is for"; the last one sent under a name counts.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import cast

from pydantic import TypeAdapter
from redis.exceptions import RedisError, WatchError

from jamakan.core import Core
from jamakan.sentences import Sentence
from jamakan.spreadsheets.problems import Problem
from jamakan.state import keys, lock, wake
from jamakan.store import sealing

SHORT = 50_000  # bytes that a page reads itself: a thousand rows of CSV, some 0.2 s
SILENT_MS = 15_000  # until it is asked for again
KEPT_MS = 3_600_000  # the office is away for longer: the file has to be sent again
MOST_TOLD = 500  # problems
JOB = "workers.office.read_sheets"

Told = tuple[int, str, str, dict[str, str | int | float]]
"""A problem on paper: row, column, and its sentence as template and values."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was sent, with what its reader has to know (`about`). `over`: it was read.

    `problems` (of `count`): why it was refused. `merged`: rows whose number came before. `became`: the import it is.
    """

    by: str
    about: Mapping[str, str]
    token: str
    over: bool = False
    problems: tuple[Told, ...] = ()
    count: int = 0
    merged: tuple[Told, ...] = ()
    became: int = 0

    @property
    def refused(self) -> tuple[Problem, ...]:
        return tuple(map(_opened, self.problems))

    @property
    def repeated(self) -> tuple[Problem, ...]:
        return tuple(map(_opened, self.merged))

    def refuse(self, problems: Iterable[Problem]) -> "Arrival":
        """It was read, and this is wrong with it."""
        found = list(problems)
        return replace(self, over=True, problems=told(found), count=len(found))


Reader = Callable[[Core, str, bytes, Arrival], Arrival]
"""Reads a file for what the name says after its kind; the arrival that it makes of it is over."""

ON_PAPER = TypeAdapter(Arrival)


def keep(core: Core, name: str, data: bytes, *, by: str, about: Mapping[str, str]) -> None:
    """Keep a file for the office to read. Raises RedisError: then it is as if it had never come."""
    with core.redis.pipeline(transaction=True) as pipeline:
        pipeline.set(keys.sheet(name), core.settings.vault.seal(data, sealing.SHEET), px=KEPT_MS)
        pipeline.set(keys.arrival(name), _sealed(core, Arrival(by, about, token_hex(8))), px=KEPT_MS)
        pipeline.delete(keys.said(_asked(name)))
        pipeline.execute()
    ask(core, name)


def ask(core: Core, name: str) -> None:
    """Have the office read it, unless that was asked just now. Whoever waits asks again: a job may be lost."""
    with suppress(RedisError):
        if core.redis.set(keys.said(_asked(name)), b"1", nx=True, px=SILENT_MS):
            core.redis.sadd(keys.SHEETS_WANTED, name)
            wake.enqueue(core.redis, wake.OFFICE_QUEUE, JOB)


def known(core: Core, name: str) -> Arrival | None:
    """What is known of the file last sent; None when there is none, or it was dealt with."""
    with suppress(RedisError):
        return _arrival(core, cast(bytes | None, core.redis.get(keys.arrival(name))))
    return None


def newest(core: Core, name: str, arrival: Arrival) -> bool:
    """Whether no other file was sent since."""
    now = _arrival(core, cast(bytes | None, core.redis.get(keys.arrival(name))))
    return now is not None and now.token == arrival.token


def forget(core: Core, name: str) -> None:
    """What came of it was dealt with; a file that is still to be read stays."""
    arrival = known(core, name)
    if arrival is not None and arrival.over:
        with suppress(RedisError):
            core.redis.delete(keys.arrival(name))


def read_wanted(core: Core, readers: Mapping[str, Reader]) -> int:
    """The office's job: read the files that wait; how many. One reader a name, until its time is up."""
    done, us = 0, token_hex(8)
    while wanted := cast(bytes | None, core.redis.spop(keys.SHEETS_WANTED)):
        name = wanted.decode()
        mine = keys.said(f"sheet-read:{name}")
        if lock.lead(core.redis, mine, us, wake.JOB_SECONDS):
            try:
                done += _read_one(core, name, readers)
            finally:
                lock.release(core.redis, mine, us)
    return done


def told(problems: Iterable[Problem]) -> tuple[Told, ...]:
    """Problems on paper, as many as a page shows."""
    some = list(problems)[:MOST_TOLD]
    return tuple((one.row, one.column, one.reason.template, _plain(one.reason.values)) for one in some)


def _read_one(core: Core, name: str, readers: Mapping[str, Reader]) -> bool:
    kind, _, what = name.partition(":")
    while waiting := _waiting(core, name):
        data, arrival = waiting
        if _conclude(core, name, readers[kind](core, what, data, arrival)):
            return True
    return False


def _waiting(core: Core, name: str) -> tuple[bytes, Arrival] | None:
    sealed, paper = cast(list[bytes | None], core.redis.mget(keys.sheet(name), keys.arrival(name)))
    arrival = _arrival(core, paper)
    if not sealed or arrival is None or arrival.over:
        return None
    return core.settings.vault.open(sealed, sealing.SHEET), arrival


def _conclude(core: Core, name: str, over: Arrival) -> bool:
    """Write down what came of a file. False when another one was sent while it was read: that one is to be read."""
    with core.redis.pipeline(transaction=True) as pipeline, suppress(WatchError):
        pipeline.watch(keys.arrival(name))  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
        if not newest(core, name, over):
            return False
        pipeline.multi()
        pipeline.set(keys.arrival(name), _sealed(core, over), px=KEPT_MS)
        pipeline.delete(keys.sheet(name))
        pipeline.execute()
        return True
    return False


def _plain(values: Mapping[str, object]) -> dict[str, str | int | float]:
    return {name: value if isinstance(value, int | float) else str(value) for name, value in values.items()}


def _opened(told: Told) -> Problem:
    row, column, template, values = told
    return Problem(row, column, Sentence.of(template, values))


def _arrival(core: Core, sealed: bytes | None) -> Arrival | None:
    return ON_PAPER.validate_json(core.settings.vault.open(sealed, sealing.SHEET)) if sealed else None


def _sealed(core: Core, arrival: Arrival) -> bytes:
    return core.settings.vault.seal(ON_PAPER.dump_json(arrival), sealing.SHEET)


def _asked(name: str) -> str:
    return f"sheet:{name}"
