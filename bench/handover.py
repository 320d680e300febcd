"""How fast a broadcast is handed to a carrier, and how late answers are meanwhile.

    python -m bench.handover [--recipients 100000] [--carrier-ms 50] [--database sqlite|postgresql]
                             [--lanes 6] [--batch 200] [--workers 1] [--answers-every 0.2]

Real SQL (synced), a real Valkey (synced), the send worker as a process of its own, and a carrier that only answers
(`bench.carrier`). While the broadcast leaves, a survey reply is queued every so often, as the store worker queues
one, and timed until the carrier has it. Machines are shared: trust the ratios, and look at the load it prints.
"""

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from urllib.request import urlopen

from rq import Worker
from sqlalchemy import select, text

from jamakan.config import read_settings
from jamakan.core import Core, build_core
from jamakan.house.leash import leashed
from jamakan.house.ports import free_port
from jamakan.privacy.vault import new_key
from jamakan.profile import Profile
from jamakan.programme import broadcasts as life
from jamakan.state import keys, wake
from jamakan.store import messages, sealing
from jamakan.store.database import insert
from jamakan.store.messages import BROADCAST, REPLY, Draft
from jamakan.store.migrate import migrate
from jamakan.store.models import Broadcast, Contact, Message
from tests.support import postgres, valkey

TEXT = "Rappel : atelier de Kayes, demain a 9h, mairie de Kayes Rive Droite."
SLICE = 5000
TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 600.0
DAY = timedelta(days=1)
SYNCED = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@contextmanager
def running(*argv: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A Python program of ours for the `with` block."""
    process = subprocess.Popen(leashed([sys.executable, "-m", *argv]), stdin=subprocess.DEVNULL)  # noqa: S603 ours
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def prepare(core: Core, recipients: int) -> None:
    """A broadcast being sent: its contacts, their profiles in Redis, its messages."""
    migrate(core.db)
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        row: dict[str, object] = {"dedupe_key": "bench", "kind": "invitation", "audience": {}, "state": life.SENDING}
        row |= {"created_at": now, "starts_at": now, "prepared_at": now}
        broadcast = connection.execute(insert(connection, Broadcast).returning(Broadcast.id), row).scalar_one()
    for first in range(0, recipients, SLICE):
        some = range(first, min(first + SLICE, recipients))
        ids = _contacts(core, [f"+22370{number:06}" for number in some], now)
        _messages(core, ids, broadcast, now)
    with core.db.begin() as connection:
        connection.execute(text("ANALYZE"))


def _contacts(core: Core, phones: Sequence[str], now: datetime) -> list[int]:
    vault = core.settings.vault
    same = {"channel": "africastalking", "network": "", "rev": 1, "language": "fr", "language_seq": 0}
    same |= {"opted_out": False, "opt_seq": 0, "first_seen_at": now, "last_seen_at": now}
    rows = [
        {"ref": vault.ref("phone", phone), "phone": vault.seal_text(phone, sealing.PHONE)} | same for phone in phones
    ]
    body = json.dumps(Profile(1, "fr").to_json()).encode()
    core.redis.mset({keys.profile(str(row["ref"])): b"1\n\n" + vault.seal(body, "profile") for row in rows})
    with core.db.begin() as connection:
        connection.execute(insert(connection, Contact), rows)
        found = select(Contact.id).where(Contact.ref.in_([row["ref"] for row in rows])).order_by(Contact.id)
        return list(connection.execute(found).scalars())


def _messages(core: Core, contacts: Sequence[int], broadcast: int, now: datetime) -> None:
    draft = Draft("", 0, "africastalking", BROADCAST, TEXT, now, broadcast_id=broadcast, expires_at=now + DAY)
    row = messages.outgoing(core.settings.vault, draft)
    with core.db.begin() as connection:
        messages.write(
            connection,
            [row | {"dedupe_key": f"broadcast:{broadcast}:{contact}", "contact_id": contact} for contact in contacts],
        )


def answer_people(core: Core, every: float, over: Event) -> None:
    """Queue a reply every so often, each to somebody else, until it is over."""
    for number in itertools.count(1):
        if over.wait(every):
            return
        began = datetime.now(UTC)
        draft = Draft(f"reply:{number}", number, "africastalking", REPLY, f"@{began.timestamp()}", began)
        with core.db.begin() as connection:
            messages.write(connection, [messages.outgoing(core.settings.vault, draft)])
        wake.wake(core.redis, wake.SEND_QUEUE)


def until_taken(url: str, recipients: int) -> Mapping[str, object]:
    """What the carrier has seen when it has them all."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with urlopen(url) as answer:  # noqa: S310 our own carrier
            seen: Mapping[str, object] = json.loads(answer.read())
        if int(str(seen["recipients"])) >= recipients:
            return seen
        time.sleep(0.1)
    raise SystemExit(f"not all taken after {PATIENCE:.0f} s")


def cpu(pids: Sequence[int]) -> float:
    """Seconds of processor these processes and their children have used."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12]) + int(fields[13]) + int(fields[14])
    return total / TICK


def family(pid: int) -> list[int]:
    """A process and all it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def settings(folder: Path, url: str, options: argparse.Namespace, carrier: str) -> Mapping[str, str]:
    return {
        "JAMAKAN_ENV": "development",
        "JAMAKAN_KEY": new_key(),
        "JAMAKAN_VAR": str(folder),
        "JAMAKAN_DATABASE_URL": url,
        "JAMAKAN_AT_API_KEY": "bench",
        "JAMAKAN_AT_USERNAME": "bench",
        "JAMAKAN_AT_BASE_URL": carrier,
        "JAMAKAN_SMS_BATCH": str(options.batch),
        "JAMAKAN_SMS_LANES": str(options.lanes),
        "JAMAKAN_SEND_FROM": "00:00",
        "JAMAKAN_SEND_UNTIL": "23:59:59",
        "JAMAKAN_MONTHLY_CAP": "100000000",
        "JAMAKAN_LOG_LEVEL": "WARNING",
        "NO_PROXY": "127.0.0.1",
    }


def measure(options: argparse.Namespace) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jamakan-bench-")))
        redis = stack.enter_context(valkey.running(folder))
        url, database = f"sqlite:///{folder / 'jamakan.db'}", 0
        if options.database == "postgresql":
            url = stack.enter_context(postgres.running(None, **SYNCED))
            database = _postmaster(url)
        carrier = f"http://127.0.0.1:{free_port()}"
        os.environ |= settings(folder, url, options, carrier)
        core = build_core(read_settings())
        stack.callback(core.close)
        prepare(core, options.recipients)
        pretend = stack.enter_context(running("bench.carrier", carrier.rpartition(":")[2], str(options.carrier_ms)))
        workers = [stack.enter_context(running("workers", "send")) for _ in range(options.workers)]
        while len(Worker.all(queue=wake.queue(core.redis, wake.SEND_QUEUE))) < options.workers:
            time.sleep(0.1)
        processes = {
            "send worker": lambda: [pid for worker in workers for pid in family(worker.pid)],
            "carrier": lambda: family(pretend.pid),
            "valkey": lambda: family(redis.pid),
            "postgresql": lambda: family(database) if database else [],
        }
        _run(core, options, carrier, processes)


def _run(
    core: Core, options: argparse.Namespace, carrier: str, processes: Mapping[str, Callable[[], list[int]]]
) -> None:
    before = {name: cpu(pids()) for name, pids in processes.items()}
    load, over = os.getloadavg()[0], Event()
    answering = Thread(target=answer_people, args=(core, options.answers_every, over))
    answering.start()
    for _ in range(options.workers):
        wake.enqueue(core.redis, wake.SEND_QUEUE)
    seen = until_taken(carrier, options.recipients)
    spent = {name: cpu(pids()) - before[name] for name, pids in processes.items()}
    over.set()
    answering.join()
    with core.db.read() as connection:
        unsent = connection.execute(
            select(Message.state).where(Message.broadcast_id.is_not(None), Message.state != "sent").limit(1)
        ).all()
    _report(options, seen, spent, load, unsent=len(unsent))


def _report(
    options: argparse.Namespace, seen: Mapping[str, object], spent: Mapping[str, float], load: float, unsent: int
) -> None:
    recipients, seconds = int(str(seen["recipients"])), float(str(seen["seconds"]))
    late = sorted(float(one) * 1000 for one in json.loads(str(seen["late"])))
    print(f"{options.database}, {options.workers} worker(s), {options.lanes} lanes, {options.batch} a call, ", end="")
    print(f"carrier {options.carrier_ms:.0f} ms, load {load:.1f} before")
    print(
        f"  {recipients:,} recipients in {seconds:.1f} s: {recipients / seconds:,.0f}/s, {seen['calls']} calls, ",
        end="",
    )
    print(f"{seen['twice']} twice, {'all recorded' if not unsent else 'not all recorded yet'}")
    if len(late) > 1:
        p95 = statistics.quantiles(late, n=20)[18]
        print(f"  answers meanwhile: {len(late)}, median {statistics.median(late):.0f} ms, ", end="")
        print(f"p95 {p95:.0f} ms, max {late[-1]:.0f} ms")
    shares = ", ".join(f"{name} {used / seconds:.2f}" for name, used in spent.items() if used)
    micros = sum(spent.values()) / recipients * 1e6
    print(f"  processors busy: {shares}; {micros:.0f} µs a recipient in all")


def _postmaster(url: str) -> int:
    folder = url.rpartition("host=")[2]
    return int((Path(folder) / "data" / "postmaster.pid").read_text().splitlines()[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipients", type=int, default=100_000)
    parser.add_argument("--carrier-ms", type=float, default=50)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--lanes", type=int, default=6)
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--answers-every", type=float, default=0.2, metavar="SECONDS")
    measure(parser.parse_args())


if __name__ == "__main__":
    main()
