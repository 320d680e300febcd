"""Storing answers by batch, as the house does, beside one RQ job a row, as one would at first.

    python -m bench.storing [--answers 20000] [--jobs 400] [--rounds 3] [--database sqlite|postgresql]

Real SQL and a real Valkey, both synced at every commit. The house's side is `storing.drain` on a stream of sealed
turns, with all it does: lines, turns, dialogues, answers, counts, profiles. The other side is bare: each job inserts
one row of six columns in a transaction of its own, by RQ's SimpleWorker and by the one that forks for each job. All
of them by turns in one run, since machines are shared: the ratio is what counts.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from itertools import islice
from pathlib import Path

from rq import Queue, SimpleWorker, Worker
from rq.serializers import JSONSerializer
from sqlalchemy import text

from bench.handover import SYNCED
from bench.ingest import VAULT, turns
from jamakan import storing
from jamakan.config import read_settings
from jamakan.core import Core, build_core
from jamakan.events import seal_entry
from jamakan.state import keys, stream
from jamakan.store.database import Database
from jamakan.store.migrate import migrate
from tests.support import postgres, valkey

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="  # bench.ingest's
QUESTIONS = 10
AT_ONCE = 1000
TABLE = "CREATE TABLE bare_answers (id {key}, line TEXT, flow TEXT, step TEXT, value TEXT, at DOUBLE PRECISION)"
KEYS = {"sqlite": "INTEGER PRIMARY KEY", "postgresql": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"}
INSERT = text("INSERT INTO bare_answers (line, flow, step, value, at) VALUES (:line, :flow, :step, :value, :at)")


@cache
def _database() -> Database:
    return Database(os.environ["JAMAKAN_DATABASE_URL"])


def store_one(line: str, flow: str, step: str, value: str, at: float) -> None:
    """The job of the other side."""
    with _database().begin() as connection:
        connection.execute(INSERT, {"line": line, "flow": flow, "step": step, "value": value, "at": at})


def by_batch(core: Core, answers: int) -> float:
    """Answers a second, the house's way."""
    people = answers // QUESTIONS
    entries = turns(people, QUESTIONS)
    while some := list(islice(entries, AT_ONCE)):
        with core.redis.pipeline(transaction=False) as pipeline:
            for entry in some:
                pipeline.xadd(keys.EVENTS, {stream.FIELD: seal_entry(entry, VAULT)})
            pipeline.execute()
    began = time.perf_counter()
    while stream.waiting(core.redis):
        storing.drain(core)
    return people * QUESTIONS / (time.perf_counter() - began)


def by_job(core: Core, kind: type[Worker | SimpleWorker], jobs: int) -> float:
    """Answers a second, a job each."""
    queue = Queue("bench", connection=core.redis, serializer=JSONSerializer)
    given = (VAULT.ref("phone", "awa"), "bench", "q1", "a", time.time())
    for _ in range(jobs):
        queue.enqueue("bench.storing.store_one", *given, result_ttl=0)
    worker = kind([queue], connection=core.redis, serializer=JSONSerializer)
    began = time.perf_counter()
    worker.work(burst=True, logging_level="ERROR")
    return jobs / (time.perf_counter() - began)


def measure(options: argparse.Namespace) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jamakan-bench-")))
        stack.enter_context(valkey.running(folder))
        url = f"sqlite:///{folder / 'jamakan.db'}"
        if options.database == "postgresql":
            url = stack.enter_context(postgres.running(None, **SYNCED))
        os.environ |= {"JAMAKAN_ENV": "development", "JAMAKAN_KEY": KEY, "JAMAKAN_VAR": str(folder)}
        os.environ["JAMAKAN_LOG_LEVEL"] = "WARNING"
        os.environ["JAMAKAN_DATABASE_URL"] = url
        core = build_core(read_settings())
        stack.callback(core.close)
        migrate(core.db)
        with core.db.begin() as connection:
            connection.execute(text(TABLE.format(key=KEYS[options.database])))
        ways: dict[str, Callable[[], float]] = {
            f"by batch of {storing.BATCH}": lambda: by_batch(core, options.answers),
            "one job a row, SimpleWorker": lambda: by_job(core, SimpleWorker, options.jobs),
            "one job a row, Worker": lambda: by_job(core, Worker, options.jobs),
        }
        rounds = [{name: way() for name, way in ways.items()} for _ in range(options.rounds)]
        _report(options.database, {name: [one[name] for one in rounds] for name in ways})


def _report(database: str, found: Mapping[str, Sequence[float]]) -> None:
    medians = {name: statistics.median(speeds) for name, speeds in found.items()}
    first = next(iter(medians.values()))
    print(f"{database}, medians of {len(next(iter(found.values())))} rounds, load {os.getloadavg()[0]:.1f}")
    for name, speed in medians.items():
        print(f"  {name:<28} {speed:>8,.0f} answers/s{'' if speed == first else f', 1/{first / speed:.0f}'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    measure(parser.parse_args())


if __name__ == "__main__":
    main()
