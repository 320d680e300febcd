"""Results of tests, as turns bring them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from jamakan import events
from jamakan.events import EntryError
from jamakan.learning.marking import PHASES, RIGHT, WRONG, correct
from jamakan.store.database import insert
from jamakan.store.ingest.batch import Moment
from jamakan.store.ingest.desk import Desk
from jamakan.store.learning.results import settle
from jamakan.store.models import Activity, FlowVersion, KnowledgeResult, Registration


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a turn says of a test that was taken to its end."""

    seat: str
    activity: str
    phase: str
    version: str
    marks: str
    passed: bool
    language: str


def keep(desk: Desk, moment: Moment, event: events.Performed) -> None:
    """A test was taken by the person of a seat of this line. A seat nobody knows any more leaves nothing."""
    taken = _read(event.answers)
    seat = _seat(desk.connection, moment.line.id, taken)
    if seat is None:
        return
    statement = insert(desk.connection, KnowledgeResult).on_conflict_do_nothing(index_elements=["dialogue_key"])
    row: dict[str, Any] = {
        "dialogue_key": event.dialogue,
        **seat,
        "version": taken.version,
        "phase": taken.phase,
        "marks": taken.marks,
        "correct": correct(taken.marks),
        "asked": len(taken.marks),
        "passed": taken.passed,
        "counted": False,
        "language": taken.language,
        "kind": moment.turn.kind,
        "channel": moment.turn.channel,
        "done_at": moment.at,
    }
    desk.connection.execute(statement, row)
    settle(desk.connection, [seat["participant_id"]])
    desk.batch.profiles.add(moment.line.ref)


def _read(answers: Mapping[str, str]) -> _Taken:
    taken = _Taken(
        seat=answers["test.seat"],
        activity=answers["test.activity"],
        phase=answers["test.phase"],
        version=answers["version"],
        marks=answers["marks"],
        passed=answers.get("passed") == "yes",
        language=answers.get("language", ""),
    )
    if taken.phase not in PHASES or not taken.marks or set(taken.marks) - {RIGHT, WRONG}:
        raise EntryError("a test result that says nothing")
    return taken


def _seat(connection: Connection, contact_id: int, taken: _Taken) -> dict[str, int] | None:
    """Whose seat it is, and where: the latest with this code on the line, given up meanwhile or not."""
    query = (
        select(Registration.participant_id, Registration.activity_id)
        .join(Activity, Activity.id == Registration.activity_id)
        .join(FlowVersion, FlowVersion.version == taken.version)
        .where(Registration.contact_id == contact_id, Registration.code == taken.seat)
        .where(Activity.slug == taken.activity)
        .order_by(Registration.id.desc())
    )
    row = connection.execute(query.limit(1)).one_or_none()
    return {"participant_id": row.participant_id, "activity_id": row.activity_id} if row is not None else None
