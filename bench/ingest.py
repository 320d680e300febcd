"""How long the store takes for a thousand turns of a survey, with its results kept counted.

    python -m bench.ingest [--people 900] [--questions 10] [--database URL]

Without a URL, a SQLite file that is deleted afterwards. Every person answers every question; their turns come mixed,
as from a busy gateway. Machines are shared: trust the processor's time, and compare on the same machine.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from jamakan import events
from jamakan.events import TurnEntry, TurnHead
from jamakan.privacy.vault import Vault
from jamakan.store import ingest
from jamakan.store.database import Database
from jamakan.store.migrate import migrate

BATCH = 1000
VAULT = Vault(bytes(range(32)))
CHOICES = "abcd"


def turns(people: int, questions: int) -> Iterator[TurnEntry]:
    """Everybody begins, then everybody answers the first question, and so on."""
    start, chance = time.time(), random.Random(1)  # noqa: S311 no secret
    for hop in range(questions + 1):
        for person in range(people):
            key = VAULT.ref("dialogue", f"{start}|{person}")
            said: tuple[events.Event, ...]
            if hop == 0:
                said = (events.DialogueStarted(key, "bench", "v1", "fr"), events.DialogueMoved(key, "q1"))
            else:
                given = events.Answered(key, f"q{hop}", "select_one", chance.choice(CHOICES), False, 8.0)
                said = (given, events.DialogueMoved(key, f"q{hop + 1}"))
            if hop == questions:
                said = (*said, events.DialogueEnded(key, "completed"))
            yield TurnEntry(_head(f"{start}|{person}", hop, start), said)


def _head(person: str, hop: int, start: float) -> TurnHead:
    phone = VAULT.ref("phone", person)
    return TurnHead(
        key=VAULT.ref("turn", f"{person}|{hop}"),
        kind="ussd",
        channel="africastalking",
        contact=phone,
        phone="+22370000000",
        service="*384*12345#",
        network="61002",
        session=VAULT.ref("session", person),
        at=start + hop * 10,
        v=hop + 1,
    )


def measure(db: Database, entries: list[TurnEntry]) -> tuple[list[float], list[float]]:
    """Of each batch: milliseconds passed, and of the processor."""
    passed, worked = [], []
    for first in range(0, len(entries), BATCH):
        before, cpu = time.perf_counter(), time.process_time()
        ingest.apply(db, VAULT, entries[first : first + BATCH])
        passed.append((time.perf_counter() - before) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
    return passed, worked


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--people", type=int, default=900)
    arguments.add_argument("--questions", type=int, default=10)
    arguments.add_argument("--database", default="")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = asked.database or f"sqlite:///{Path(folder) / 'bench.db'}"
        with closing(Database(url)) as db:
            migrate(db)
            entries = list(turns(asked.people, asked.questions))
            passed, worked = measure(db, entries)
    print(f"{len(entries)} turns in batches of {BATCH}: median {statistics.median(passed):.0f} ms a batch,")
    print(f"{statistics.median(worked):.0f} ms of this process's processor")


if __name__ == "__main__":
    main()
