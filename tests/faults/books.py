"""Reading the books after a run past the product's own queries: plain SQL, the load's books, the carrier's ledger."""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import requests

from flows.text.folding import fold
from jamakan.channels.africastalking import CHANNEL
from jamakan.conversation.turn import Turn
from jamakan.house.people import plain
from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from tests.faults.callers import MARK, REGISTERED
from tests.faults.history import REPORT, SMS, Request
from tests.faults.judge import Heard, Out, Stored, Taken

WORD = re.compile(rf"{MARK}\d+n\d+[abs]")
REMINDER = re.compile(r"^Rappel (F\d+) ")
Rows = Callable[[str], list[tuple[Any, ...]]]

OUT = """
SELECT messages.id, contacts.phone, messages.body, messages.state, messages.purpose, messages.provider_id,
       messages.broadcast_id
FROM messages JOIN contacts ON contacts.id = messages.contact_id WHERE messages.direction = 'out'
"""
SMS_OF = """
SELECT contacts.phone, count(*) FROM messages JOIN contacts ON contacts.id = messages.contact_id
WHERE messages.direction = 'in' GROUP BY contacts.id, contacts.phone
"""
SEATS = """
SELECT contacts.phone FROM registrations JOIN contacts ON contacts.id = registrations.contact_id
WHERE registrations.state <> 'cancelled'
"""
COUNTERS = """
SELECT activities.slug, activities.seats_taken, activities.waitlisted,
       sum(CASE WHEN registrations.state IN ('registered', 'confirmed') THEN 1 ELSE 0 END),
       sum(CASE WHEN registrations.state = 'waitlisted' THEN 1 ELSE 0 END)
FROM activities LEFT JOIN registrations ON registrations.activity_id = activities.id
GROUP BY activities.id, activities.slug, activities.seats_taken, activities.waitlisted
"""


def rows_of_sqlite(database: Path) -> Rows:
    """How to ask a SQLite file."""

    def rows(query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query).fetchall()

    return rows


def rows_of_postgresql(socket: Path, user: str) -> Rows:
    """How to ask the PostgreSQL whose socket is in this folder."""

    def rows(query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(host=str(socket), user=user, dbname="postgres", connect_timeout=3) as connection:
            return connection.execute(query.encode()).fetchall()

    return rows


AWAY = (sqlite3.Error, psycopg.Error)  # what both raise while the database is away


def key_of(vault: Vault, request: Request) -> str:
    """The name under which the store keeps a turn."""
    turn = Turn(request.kind, CHANNEL, request.id, request.phone, request.text, "", "", 0.0)
    return vault.ref("turn", turn.identity)


def heard(acked: Mapping[Request, str], reminders: Iterable[tuple[str, str]], vault: Vault) -> Heard:
    """What was acknowledged, under the names it must be found by. `reminders`: (phone, mark)."""
    turns = {request: body for request, body in acked.items() if request.kind != REPORT}
    return Heard(
        turns={key_of(vault, request): str(request) for request in turns},
        words=frozenset(word for request in turns for word in WORD.findall(request.text.rpartition("*")[2])),
        sms=frozenset(request.id for request in turns if request.kind == SMS),
        reports=frozenset((request.id, request.text) for request in acked if request.kind == REPORT),
        seats=frozenset(request.phone for request, body in turns.items() if plain(REGISTERED) in plain(body)),
        reminders=frozenset(reminders),
    )


def seated(rows: Rows, vault: Vault) -> list[str]:
    """The phones of those who have a seat or wait for one."""
    return [vault.open_text(bytes(sealed), sealing.PHONE) for (sealed,) in rows(SEATS)]


def stored(rows: Rows, vault: Vault) -> Stored:
    """What SQL holds."""

    def phone(sealed: Any) -> str:
        return vault.open_text(bytes(sealed), sealing.PHONE)

    def body(sealed: Any) -> str:
        return fold(vault.open_text(bytes(sealed), sealing.BODY))

    out = [Out(row[0], phone(row[1]), body(row[2]), row[3], row[4], row[5], row[6]) for row in rows(OUT)]
    return Stored(
        turns=Counter(key for (key,) in rows("SELECT key FROM turns")),
        words=Counter(_words(value for (value,) in rows("SELECT value FROM answers"))),
        sms=Counter(number for (number,) in rows("SELECT provider_id FROM messages WHERE direction = 'in'")),
        reports=Counter(
            (number, status) for number, status in rows("SELECT provider_id, status FROM delivery_reports")
        ),
        seats=Counter(seated(rows, vault)),
        sms_of=Counter({phone(sealed): count for sealed, count in rows(SMS_OF)}),
        reminders=Counter((one.phone, mark) for one in out for mark in REMINDER.findall(one.body)),
        out=out,
        set_aside=rows("SELECT count(*) FROM quarantine")[0][0],
        wrong_counters=[slug for slug, seated, waiting, *counted in rows(COUNTERS) if [seated, waiting] != counted],
    )


def taken(carrier: str) -> list[Taken]:
    """The carrier's ledger of messages, by its URL."""
    with requests.Session() as http:
        http.trust_env = False
        answer = http.get(f"{carrier}/_control/ledger", params={"kind": "message"}, timeout=20)
    answer.raise_for_status()
    return [Taken(row["id"], row["number"], row["text"]) for row in answer.json()]


def listed(printed: str) -> frozenset[int]:
    """The messages that `messages --needs-a-person` shows as uncertain."""
    lines = (line.split() for line in printed.splitlines() if line.startswith("#"))
    return frozenset(int(words[0].removeprefix("#")) for words in lines if "uncertain" in words)


def _words(values: Iterable[str]) -> list[str]:
    return [word for value in values for word in WORD.findall(value)]
