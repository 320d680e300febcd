"""How long each page of the console takes in a house with many people.

    python -m bench.pages [--people 100000] [--answers 1000000] [--messages 500000] [--lines 100000]
                          [--database sqlite|postgresql] [--times 5]

The pages are those that links lead to from the home page; of pages that differ by a number only, two. Besides them
what a page asks for by itself: the bar of a broadcast to --lines lines, and the size of an audience while its boxes
are ticked. Times are those of the gateway's own Flask application, template and compression included, network left
out: the first time a page is opened, and the median of the following ones.
"""

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient

from bench import mailing, town
from gateway.app import create_app
from jamakan import logs
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.house.valkey import socket_url
from jamakan.privacy.vault import new_key
from jamakan.staff import accounts
from jamakan.staff.roles import ADMINISTRATOR
from tests.support import postgres, valkey
from tests.support.links import follow

WANTED_MS = 300
EMAIL, PASSWORD = "bench@example.org", "une phrase assez longue"
TICKED = {  # boxes of an audience
    "everybody": {"everybody": "yes"},
    "women": {"sex": "female"},
    "young women of Mopti": {"sex": "female", "age": "18_24", "region": "mopti"},
    "with a seat": {"registration": "registered"},
    "gave their opinion": {"answered": "feedback"},
    "gave none": {"everybody": "yes", "not_answered": "feedback"},
    "said 1": {"answer": "feedback:satisfaction=1"},
}
LINK = re.compile(r'<a\b(?![^>]*\bdownload\b)[^>]*\bhref="(/[^"#]*)')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Timed:
    """One page: its path, milliseconds of the first time and of the others, bytes as they travel."""

    path: str
    first: float
    median: float
    weight: int


def walk(client: FlaskClient, times: int) -> list[Timed]:
    """Every kind of page that links lead to."""
    timed: list[Timed] = []

    def look(path: str) -> list[str]:
        page, first = opened(client, path)
        later = [opened(client, path)[1] for _ in range(times)]
        timed.append(Timed(path, first, statistics.median(later), weight(client, path)))
        return [unescape(link) for link in LINK.findall(page)]

    follow("/", look)
    return timed


def asked(client: FlaskClient, leaving: int, draft: int, times: int) -> Iterator[Timed]:
    """What pages ask for by themselves: the bar, and the size of each audience."""
    for path in (f"/reminders/{leaving}/progress?was=sending", f"/reminders/{leaving}/failures?state=failed"):
        took = [opened(client, path)[1] for _ in range(times + 1)]
        yield Timed(path, took[0], statistics.median(took[1:]), weight(client, path))
    found = TOKEN.search(client.get(f"/reminders/{draft}/audience").text)
    for name, boxes in TICKED.items():
        took, path, form = [], f"/reminders/{draft}/audience/size", boxes | {"csrf_token": found[1] if found else ""}
        for _ in range(times + 1):
            began = time.perf_counter()
            answer = client.post(path, data=form)
            took.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{path} answered {answer.status_code} to {name}")
        yield Timed(f"{path}: {name}", took[0], statistics.median(took[1:]), len(answer.data))


def opened(client: FlaskClient, path: str) -> tuple[str, float]:
    """A page and the milliseconds it took."""
    began = time.perf_counter()
    answer = client.get(path, follow_redirects=True)
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return answer.text if answer.mimetype == "text/html" else "", took


def weight(client: FlaskClient, path: str) -> int:
    """Bytes of a page, compressed."""
    return len(client.get(path, headers={"Accept-Encoding": "gzip"}).data)


def sign_in(client: FlaskClient, core: Core) -> None:
    """As an administrator, who sees every page."""
    accounts.add(core, "Banc", EMAIL, ADMINISTRATOR, PASSWORD)
    found = TOKEN.search(client.get("/sign-in").text)
    form = {"csrf_token": found[1] if found else "", "email": EMAIL, "password": PASSWORD}
    if client.post("/sign-in", data=form).status_code != 303:
        raise SystemExit("the administrator was not let in")


@contextmanager
def house(database: str) -> Iterator[Core]:
    """An empty house on a database of this kind."""
    with tempfile.TemporaryDirectory(prefix="jamakan-pages-") as folder, valkey.running(Path(folder)):
        if database == "sqlite":
            yield from _core(f"sqlite:///{folder}/pages.db", Path(folder))
        else:
            with postgres.running() as server:
                yield from _core(server, Path(folder))


def _core(url: str, folder: Path) -> Iterator[Core]:
    settings = Settings(env="development", key=new_key(), database_url=url, redis_url=socket_url(folder), var=folder)
    with closing(build_core(settings)) as core:
        yield core


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, number in (("people", 100_000), ("answers", 1_000_000), ("messages", 500_000), ("lines", 100_000)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    logs.only_warnings()
    with house(options.database) as core:
        began = time.perf_counter()
        town.build(core, town.Size(options.people, options.answers, options.messages))
        leaving, draft = mailing.build(core, min(options.lines, options.people), datetime.now(UTC))
        print(f"{options.database}: filled in {time.perf_counter() - began:.0f} s")
        client = create_app(core).test_client()
        sign_in(client, core)
        timed = [*asked(client, leaving, draft, options.times), *walk(client, options.times)]
    for page in sorted(timed, key=lambda page: -page.median):
        mark = " SLOW" if page.median > WANTED_MS else ""
        print(f"{page.median:7.0f} ms  first {page.first:7.0f} ms  {page.weight:7,} bytes  {page.path}{mark}")
    slow = sum(page.median > WANTED_MS for page in timed)
    print(f"{len(timed)} pages, {slow} of them over {WANTED_MS} ms")


if __name__ == "__main__":
    main()
