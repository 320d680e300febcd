"""How long the messages of a broadcast take to be written, in how much memory, and whom that holds up.

    python -m bench.bulk [--lines 100000] [--database-url postgresql+psycopg://…] [--names]

Without a URL: SQLite in a directory of its own. Meanwhile one turn is stored every 50 ms, as the store worker does:
how long each waits is told beside how long it waits when nobody else writes. `--names` makes every text another one.
The peak of memory is this process's, the filling of the database (in a process of its own) left out.
"""

import argparse
import multiprocessing
import resource
import statistics
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from jamakan import broadcasts
from jamakan.broadcasts import decisions, drafting
from jamakan.broadcasts.counting import count
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.events import MessageIn, TurnEntry, TurnHead
from jamakan.privacy.vault import Vault
from jamakan.programme.audience import Audience
from jamakan.programme.plan import Plan
from jamakan.state import wake
from jamakan.store import ingest, models, sealing
from jamakan.store.database import Database, insert
from jamakan.store.migrate import migrate

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
TEXT = "COCEM : rappel, la session a lieu jeudi à 9h à la Maison des jeunes. STOP pour arrêter."
AT_ONCE = 5000
TURN_EVERY = 0.05  # seconds


def settings(url: str) -> Settings:
    return Settings(env="development", key=KEY, database_url=url, send_from="00:00", send_until="23:59:59.999999")


def contact(vault: Vault, phone: str, now: datetime) -> dict[str, object]:
    return {
        "ref": vault.ref("phone", phone),
        "phone": vault.seal_text(phone, sealing.PHONE),
        "channel": "africastalking",
        "network": "",
        "rev": 1,
        "language": "",
        "language_seq": 0,
        "opted_out": False,
        "opt_seq": 0,
        "first_seen_at": now,
        "last_seen_at": now,
    }


def person(vault: Vault, contact_id: int, now: datetime) -> dict[str, object]:
    return {
        "contact_id": contact_id,
        "person": f"{contact_id:032x}",
        "name": vault.seal_text(f"Personne {contact_id}", sealing.NAME),
        "age": "25_35",
        "sex": "female",
        "region": "gao",
        "group": "youth",
        "displacement": "",
        "created_at": now,
    }


def fill(url: str, lines: int) -> None:
    """A database with that many people, each with a line of their own."""
    vault, now = settings(url).vault, datetime.now(UTC)
    with closing(Database(url)) as db:
        migrate(db)
        for start in range(0, lines, AT_ONCE):
            phones = [f"+22370{number:06}" for number in range(start, min(start + AT_ONCE, lines))]
            contacts = [contact(vault, phone, now) for phone in phones]
            with db.begin() as connection:
                made = insert(connection, models.Contact).returning(models.Contact.id)
                ids = connection.execute(made, contacts).scalars().all()
                people = [person(vault, contact_id, now) for contact_id in ids]
                connection.execute(insert(connection, models.Participant), people)


def turn(core: Core, number: int) -> None:
    """The store worker's transaction: somebody wrote an SMS."""
    phone = f"+22366{number:06}"
    head = TurnHead(
        key=core.settings.vault.ref("turn", phone),
        kind="sms",
        channel="africastalking",
        contact=core.settings.vault.ref("phone", phone),
        phone=phone,
        service="36000",
        network="",
        session="",
        at=time.time(),
        v=1,
    )
    ingest.apply(core.db, core.settings.vault, [TurnEntry(head, (MessageIn("bonjour", f"id-{number}"),))])


def store_turns(core: Core, waits: list[float], over: threading.Event) -> None:
    """Store turns until told to stop, noting the milliseconds each took."""
    number = len(waits) + int(time.time()) % 900_000
    while not over.wait(TURN_EVERY):
        began = time.perf_counter()
        turn(core, number := number + 1)
        waits.append((time.perf_counter() - began) * 1000)


def during(core: Core, seconds: float) -> list[float]:
    """Waits of turns while nobody else writes."""
    waits: list[float] = []
    over = threading.Event()
    storing = threading.Thread(target=store_turns, args=(core, waits, over))
    storing.start()
    time.sleep(seconds)
    over.set()
    storing.join()
    return waits


def plan(names: bool) -> Plan:
    now = datetime.now(UTC)
    text = f"Bonjour {{name}}, {TEXT}" if names else TEXT
    audience = Audience(everybody=True)
    return Plan("invitation", {"fr": text}, audience, starts_at=now, expires_at=now + timedelta(days=1))


def prepare(core: Core) -> tuple[int, float, float]:
    """Messages written, seconds, and seconds of the longest slice: what others can be held up for."""
    longest, last = 0.0, time.perf_counter()

    def slice_done(*_: object) -> bool:
        nonlocal longest, last
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        return True

    began = last
    with patch.object(wake, "wake", slice_done):
        written = broadcasts.prepare(core)
    return written, time.perf_counter() - began, longest


def told(waits: list[float]) -> str:
    if len(waits) < 2:
        return "too few to say"
    return f"median {statistics.median(waits):.0f} ms, longest {max(waits):.0f} ms, {len(waits)} turns"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--names", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jamakan-bulk-") as folder:
        url = options.database_url or f"sqlite:///{Path(folder) / 'bulk.db'}"
        filling = multiprocessing.get_context("spawn").Process(target=fill, args=(url, options.lines))
        filling.start()
        filling.join()
        with closing(build_core(settings(url))) as core:
            measure(core, names=options.names)


def measure(core: Core, *, names: bool) -> None:
    """Preview, write, and say what it took."""
    print(f"a turn alone: {told(during(core, 3))}")
    made = plan(names)
    began = time.perf_counter()
    counted = count(core, made)
    print(f"preview of {counted.lines:,} lines: {time.perf_counter() - began:.1f} s")
    with patch.object(wake, "wake", lambda *_: True):
        number = drafting.create(core, made, by="bench").id
        decisions.submit(core, number, by="bench")
        decisions.approve(core, number, by="somebody else")
    waits: list[float] = []
    over = threading.Event()
    storing = threading.Thread(target=store_turns, args=(core, waits, over))
    storing.start()
    written, seconds, longest = prepare(core)
    over.set()
    storing.join()
    print(f"{written:,} messages written in {seconds:.1f} s (wanted under 60), {written / seconds:,.0f} a second")
    print(f"  the longest slice took {longest * 1000:.0f} ms; a turn meanwhile: {told(waits)}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:.0f} MB (wanted under 300)")


if __name__ == "__main__":
    main()
