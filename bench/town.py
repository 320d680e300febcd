"""A house with many people in it: rows written in bulk, counts made by the house's own counting.

The rows are what turns leave behind, without the turns: a million answers would take the store worker minutes.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, select, text

from flows.catalog import load_library
from jamakan.core import Core
from jamakan.house.crowd import MEN, PROPOSALS, SURNAMES, WHY, WOMEN
from jamakan.store import flow_versions, models, sealing, survey_counts, tallies
from jamakan.store.migrate import migrate
from jamakan.store.naming import name_ref
from jamakan.store.seed import seed

AT_ONCE = 5_000
SEATS = 500
DAYS = 90
FLOW = "feedback"
STEPS = 3  # answers a dialogue
REGIONS = ("kayes", "mopti", "gao", "sikasso", "segou", "bamako")
AGES, GROUPS = ("18_24", "25_35", "36_59", "60_plus"), ("youth", "women", "association", "media")


@dataclass(frozen=True, slots=True)
class Size:
    """How many there are of each."""

    people: int = 100_000
    answers: int = 1_000_000
    messages: int = 500_000


def build(core: Core, size: Size) -> None:
    """Fill an empty database. The same people each time."""
    chance = random.Random(1)  # noqa: S311 - makes figures, guards nothing
    now = datetime.now(UTC)
    migrate(core.db)
    seed(core.db, now.date())
    with core.db.begin() as connection:
        activities = _activities(connection, size.people // SEATS + 1, now)
        version = load_library().flow(FLOW).version
        flow_versions.keep(connection, FLOW, version, load_library().source(FLOW), now)
    for numbers in _slices(size.people):
        with core.db.begin() as connection:
            _people(connection, core, numbers, activities, chance, now)
    for numbers in _slices(size.answers // STEPS):
        with core.db.begin() as connection:
            _opinions(connection, numbers, size.people, version, chance, now)
    for numbers in _slices(size.messages):
        with core.db.begin() as connection:
            _messages(connection, core, numbers, size.people, now)
    with core.db.begin(lock="ingest") as connection:
        tallies.recount(connection, activities)
        wrong = survey_counts.differences(connection, version)
        survey_counts.end_recount(connection, version, survey_counts.begin_recount(connection, version), wrong)
    with core.db.begin() as connection:
        connection.execute(text("ANALYZE"))


def _activities(connection: Connection, number: int, now: datetime) -> list[int]:
    series = connection.execute(select(models.Series.id).order_by(models.Series.id.desc()).limit(1)).scalar_one()
    days = [now.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=day) for day in range(number)]
    rows = [
        {
            "series_id": series,
            "slug": f"{REGIONS[at % len(REGIONS)]}-{day:%Y-%m-%d}-{at}",
            "region": REGIONS[at % len(REGIONS)],
            "place": "Maison des jeunes",
            "starts_at": day + timedelta(days=3),
            "ends_at": day + timedelta(days=3, hours=7),
            "precision": "day",
            "seats": SEATS,
            "target": SEATS,
            "note": "",
            "seats_taken": SEATS,
        }
        for at, day in enumerate(days)
    ]
    made = insert(models.Activity).returning(models.Activity.id, sort_by_parameter_order=True)
    return list(connection.execute(made, rows).scalars())


def _people(
    connection: Connection,
    core: Core,
    numbers: range,
    activities: Sequence[int],
    chance: random.Random,
    now: datetime,
) -> None:
    """Lines, a person on each, a seat for each; ids are those of a fresh database: number + 1."""
    vault = core.settings.vault
    lines, people, seats = [], [], []
    for number in numbers:
        phone, key = f"+22370{number:06}", number + 1
        woman = chance.random() < 0.54
        name = f"{chance.choice(WOMEN if woman else MEN)} {chance.choice(SURNAMES)}"
        came = now - timedelta(days=chance.random() * DAYS)
        lines.append(
            {
                "id": key,
                "ref": vault.ref("phone", phone),
                "phone": vault.seal_text(phone, sealing.PHONE),
                "channel": "africastalking",
                "network": "61002",
                "rev": 1,
                "language": "fr",
                "language_seq": 1,
                "opted_out": chance.random() < 0.02,
                "opt_seq": 0,
                "first_seen_at": came,
                "last_seen_at": now,
            }
        )
        people.append(
            {
                "id": key,
                "contact_id": key,
                "person": f"{key:032x}",
                "name": vault.seal_text(name, sealing.NAME),
                "name_ref": name_ref(vault, name),
                "age": chance.choice(AGES),
                "sex": "female" if woman else "male",
                "region": chance.choice(REGIONS),
                "group": chance.choice(GROUPS),
                "displacement": "resident",
                "created_at": came,
            }
        )
        seats.append(
            {
                "dialogue_key": f"seat-{key}",
                "participant_id": key,
                "contact_id": key,
                "activity_id": activities[number // SEATS],
                "code": f"{100_000 + number}",
                "state": "registered",
                "requested_at": came,
                "changed_at": came,
            }
        )
    connection.execute(insert(models.Contact), lines)
    connection.execute(insert(models.Participant), people)
    connection.execute(insert(models.Registration), seats)


def _opinions(
    connection: Connection, numbers: range, people: int, version: str, chance: random.Random, now: datetime
) -> None:
    dialogues, answers = [], []
    for number in numbers:
        began = now - timedelta(days=chance.random() * DAYS)
        ended = began + timedelta(seconds=chance.randrange(40, 400))
        dialogues.append(
            {
                "id": number + 1,
                "key": f"opinion-{number}",
                "contact_id": number % people + 1,
                "flow": FLOW,
                "version": version,
                "language": "fr",
                "activity": "",
                "channel": "africastalking",
                "kind": chance.choice(("ussd", "sms")),
                "position": "thanks",
                "position_seq": 4,
                "outcome": "completed",
                "started_at": began,
                "last_at": ended,
                "ended_at": ended,
            }
        )
        given = {
            "satisfaction": str(chance.randrange(1, 6)),
            "why": chance.choice(WHY),
            "proposal": chance.choice(PROPOSALS),
        }
        for seq, (step, value) in enumerate(given.items(), 1):
            answers.append(
                {
                    "dialogue_id": number + 1,
                    "step": step,
                    "kind": "select_one" if step == "satisfaction" else "text",
                    "value": value,
                    "seq": seq,
                    "withdrawn_seq": 0,
                    "answered_at": began + timedelta(seconds=20 * seq),
                }
            )
    connection.execute(insert(models.Dialogue), dialogues)
    connection.execute(insert(models.Answer), answers)


def _messages(connection: Connection, core: Core, numbers: range, people: int, now: datetime) -> None:
    body = core.settings.vault.seal_text("Inscription notée.", sealing.BODY)
    rows = [
        {
            "dedupe_key": f"message-{number}",
            "direction": "out",
            "contact_id": number % people + 1,
            "channel": "africastalking",
            "purpose": "confirmation",
            "priority": 1,
            "body": body,
            "body_digest": "",
            "state": "delivered",
            "created_at": now,
            "not_before": now,
            "parts": 1,
            "cost_micros": 25_000_000,
            "currency": "XOF",
            "sent_at": now,
            "final_at": now,
        }
        for number in numbers
    ]
    connection.execute(insert(models.Message), rows)


def _slices(number: int) -> Iterator[range]:
    for first in range(0, number, AT_ONCE):
        yield range(first, min(first + AT_ONCE, number))
