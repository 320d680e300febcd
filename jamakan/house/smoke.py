"""The smoke test: a whole house in a directory of its own, played through once by three people and staff."""

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from jamakan.house.carrier import Carrier, CarrierError
from jamakan.house.logbook import Logbook
from jamakan.house.people import Lost, Person, Reply
from jamakan.house.ports import free_port
from jamakan.house.processes import PROCESSES
from jamakan.house.running import StartError, running
from jamakan.house.variables import SERVICE_CODE, SHORT_CODE, demo_variables

LIMIT_SECONDS = 90.0
STORE_SECONDS = 15.0
REMIND_SECONDS = 30.0
POLL_SECONDS = 0.05
REMINDER = "Rappel : {activity}, {date}, {place}."

IN_FRENCH = Reply("Langue", pick="Français")
REGISTRATION = (
    IN_FRENCH,
    Reply("Bienvenue", pick="M'inscrire"),
    Reply("garde votre", pick="Lire la suite"),
    Reply("Acceptez-vous", pick="Oui"),
    Reply("prénom", text="Awa Traoré"),
    Reply("âge", pick="25 à 35"),
    Reply("Vous êtes", pick="Une femme"),
    Reply("région", pick="Koutiala"),
    Reply("participez", pick="Jeune"),
    Reply("Aujourd'hui", pick="Résident"),
    Reply("session", text="1"),
    Reply("Inscription notée", pick="Passer"),
    Reply("Vous considérez", pick="Je préfère"),
)
OPINION = (
    Reply("satisfait", pick="Très satisfait"),
    Reply("Pourquoi", text="On nous a écoutés * vraiment"),
    Reply("proposition", text="Plus de femmes à la table"),
)
SEATS = """
SELECT activities.slug FROM registrations JOIN activities ON activities.id = registrations.activity_id
WHERE registrations.state = 'registered' AND activities.seats_taken = 1
"""
ANSWERS = """
SELECT dialogues.kind, answers.step, answers.value FROM answers JOIN dialogues ON dialogues.id = answers.dialogue_id
WHERE dialogues.flow = ? AND dialogues.outcome = 'completed' AND answers.sealed IS NULL
"""
MESSAGES = "SELECT state, count(*) FROM messages WHERE broadcast_id IS NOT NULL GROUP BY state"
GIVEN = {
    ("age", "25_35"),
    ("sex", "female"),
    ("region", "koutiala"),
    ("group", "youth"),
    ("displacement", "resident"),
}
OPINIONS = {
    (kind, step, value)
    for kind in ("ussd", "sms")
    for step, value in (("satisfaction", "5"), ("why", OPINION[1].text), ("proposal", OPINION[2].text))
}


T = TypeVar("T")


class SmokeError(Exception):
    """Something is missing; says what."""


def play() -> int:
    """Play it, print what was seen, and give the exit code."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="jamakan-") as directory:
        logbook = Logbook(Path(directory) / "log")
        try:
            asyncio.run(_house(Path(directory), logbook))
        except (
            SmokeError,
            StartError,
            CarrierError,
            Lost,
            TimeoutError,
            OSError,
            subprocess.TimeoutExpired,
        ) as error:
            _report(error, logbook)
            return 1
    print(f"\nTout fonctionne. · All of it works. ({time.monotonic() - began:.0f} s)")
    return 0


def _report(error: Exception, logbook: Logbook) -> None:
    reason = f"not done within {LIMIT_SECONDS:.0f} s" if isinstance(error, TimeoutError) else str(error)
    for process in PROCESSES:
        print(f"\n{logbook.last_words(process.name)}", file=sys.stderr)
    print(f"\nÉchec. · Failed: {reason}", file=sys.stderr)


async def _house(directory: Path, logbook: Logbook) -> None:
    variables = demo_variables(directory, free_port(), free_port())
    async with asyncio.timeout(LIMIT_SECONDS), running(variables, logbook) as house:
        await asyncio.to_thread(_story, Carrier(house.carrier), directory / "jamakan.db")


def _story(carrier: Carrier, database: Path) -> None:
    people = {phone["name"]: Person(phone["name"], phone["number"], carrier, _tell) for phone in carrier.phones()}
    _title("Awa s'inscrit par USSD · Awa registers over USSD")
    people["Awa"].call(SERVICE_CODE, *REGISTRATION)
    people["Awa"].wait_for("Inscription notée")
    _title("Moussa donne son avis par USSD · Moussa gives feedback over USSD")
    people["Moussa"].call(SERVICE_CODE, IN_FRENCH, Reply("Bienvenue", pick="Donner mon avis"), *OPINION)
    _title("Fatou donne son avis par SMS · Fatou gives feedback over SMS")
    people["Fatou"].text(SHORT_CODE, "AVIS", *OPINION)
    _title("La base de données · The database")
    (activity,) = _until("Awa's seat", lambda: [slug for (slug,) in rows(database, SEATS)])
    _until("Awa's answers", lambda: {row[1:] for row in rows(database, ANSWERS, "registration")} >= GIVEN)
    _until("both opinions", lambda: set(rows(database, ANSWERS, "feedback")) == OPINIONS)
    _title("L'équipe rappelle, deux fois · Staff remind, twice")
    for _ in range(2):
        _remind(activity)
    people["Awa"].wait_for("Rappel : ")
    _until("the reminder delivered", lambda: rows(database, MESSAGES) == [("delivered", 1)])
    reminders = [row for row in carrier.ledger(kind="message") if row["text"].startswith("Rappel")]
    if len(reminders) != 1:
        raise SmokeError(f"the carrier was handed {len(reminders)} reminders instead of one: {reminders}")


def _remind(activity: str) -> None:
    argv = [sys.executable, "-m", "jamakan", "remind", activity, "--text", REMINDER]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=REMIND_SECONDS)  # noqa: S603
    _tell("staff", f"$ jamakan remind {activity} --text {REMINDER!r}\n{done.stdout}{done.stderr}".rstrip())
    if done.returncode != 0:
        raise SmokeError(f"jamakan remind ended with exit code {done.returncode}")


def _until(what: str, look: Callable[[], T]) -> T:
    """What `look` finds once it finds something. Raises SmokeError."""
    deadline = time.monotonic() + STORE_SECONDS
    while not (found := look()):
        if time.monotonic() > deadline:
            raise SmokeError(f"not in the database after {STORE_SECONDS:.0f} s: {what}")
        time.sleep(POLL_SECONDS)
    _tell("SQL", what)
    return found


def rows(database: Path, query: str, *values: str) -> list[tuple[Any, ...]]:
    """Read past our own code: the judge should not use what it judges."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query, values).fetchall()


def _title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def _tell(who: str, text: str) -> None:
    first, *rest = text.splitlines() or [""]
    print("\n".join([f"{who:>8}  {first}", *(f"{'':>8}  {line}" for line in rest)]), flush=True)
