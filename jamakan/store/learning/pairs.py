"""What reports of tests count: results before and after side by side, in as many rows as there are different ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from jamakan.learning.marking import AFTER, BEFORE
from jamakan.store.models import (
    Activity,
    ActivityTest,
    Attendance,
    Contact,
    FlowVersion,
    KnowledgeResult,
    Participant,
    Registration,
)
from jamakan.store.registrations import SEATED

OF_PEOPLE: Mapping[str, InstrumentedAttribute[str]] = {
    "sex": Participant.sex,
    "age": Participant.age,
    "disability": Participant.disability,
    "displacement": Participant.displacement,
    "region": Participant.region,
    "group": Participant.group,
}
OF_RESULTS: Mapping[str, InstrumentedAttribute[str]] = {
    "language": KnowledgeResult.language,
    "kind": KnowledgeResult.kind,
    "channel": KnowledgeResult.channel,
}
DIMENSIONS = (*OF_PEOPLE, "activity", *OF_RESULTS)


@dataclass(frozen=True, slots=True)
class Marks:
    """How many people answered so: `before` and `after` have a sign a question, None where no test was taken."""

    value: str
    before: str | None
    after: str | None
    people: int


@dataclass(frozen=True, slots=True)
class Seats:
    """How many people had a seat where the test is asked, and how many of them came."""

    registered: int = 0
    present: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """A test that somebody took to its end, or that an activity has."""

    flow: str
    version: str
    results: int


def marks(connection: Connection, version: str, activity: str = "", by: str = "") -> list[Marks]:
    """The results that count, of one activity or of all, split by one of DIMENSIONS."""
    both = _both(version, activity, OF_RESULTS.get(by)).subquery()
    value = both.c.value if by in OF_RESULTS else _value(by)
    query = select(value.label("value"), both.c.before, both.c.after, func.count().label("people")).select_from(both)
    query = query.join(Participant, Participant.id == both.c.participant_id)
    query = query.join(Activity, Activity.id == both.c.activity_id)
    grouped = query.group_by(value, both.c.before, both.c.after)
    return [Marks(row.value or "", row.before, row.after, row.people) for row in connection.execute(grouped)]


def seats(connection: Connection, version: str, activity: str = "", by: str = "") -> dict[str, Seats]:
    """Of the activities that have this test. Nothing by channel or kind: a seat has none."""
    if by in ("kind", "channel"):
        return {}
    value = Contact.language if by == "language" else _value(by)
    came = select(Attendance.registration_id).where(Attendance.registration_id == Registration.id).exists()
    query = (
        select(value.label("value"), func.count().label("registered"))
        .add_columns(func.sum(case((came, 1), else_=0)).label("present"))
        .select_from(Registration)
        .join(ActivityTest, ActivityTest.activity_id == Registration.activity_id)
        .join(Activity, Activity.id == Registration.activity_id)
        .join(Participant, Participant.id == Registration.participant_id)
        .join(Contact, Contact.id == Registration.contact_id)
        .where(ActivityTest.version == version, Registration.state.in_(SEATED), *_at(activity))
        .group_by(value)
    )
    return {row.value or "": Seats(row.registered, int(row.present)) for row in connection.execute(query)}


def versions(connection: Connection, flow: str = "") -> list[Version]:
    """The tests there is something to say of, the one most people took first."""
    taken = (
        select(KnowledgeResult.version, func.count().label("results"))
        .where(KnowledgeResult.counted)
        .group_by(KnowledgeResult.version)
        .subquery()
    )
    results = func.coalesce(taken.c.results, 0)
    query = select(FlowVersion.flow, FlowVersion.version, results.label("results"))
    query = query.outerjoin(taken, taken.c.version == FlowVersion.version)
    chosen = select(ActivityTest.version).where(ActivityTest.version == FlowVersion.version).exists()
    query = query.where((results > 0) | chosen, *([FlowVersion.flow == flow] if flow else []))
    rows = connection.execute(query.order_by(results.desc(), FlowVersion.published_at.desc()))
    return [Version(row.flow, row.version, row.results) for row in rows]


def activities(connection: Connection, version: str) -> list[str]:
    """The activities that have this test, by slug, in the order of their dates."""
    query = select(Activity.slug).join(ActivityTest, ActivityTest.activity_id == Activity.id)
    return list(
        connection.execute(query.where(ActivityTest.version == version).order_by(Activity.starts_at)).scalars()
    )


def stamp(connection: Connection, version: str) -> tuple[Any, ...]:
    """Another one whenever results, seats or presences may be others: what was counted under it still holds."""
    results = select(
        func.count(), func.max(KnowledgeResult.id), func.sum(case((KnowledgeResult.counted, 1), else_=0))
    )
    moved = select(func.count(), func.max(Registration.changed_at))
    moved = moved.join(ActivityTest, ActivityTest.activity_id == Registration.activity_id)
    came = select(func.count(), func.max(Attendance.marked_at))
    came = came.join(Registration, Registration.id == Attendance.registration_id)
    came = came.join(ActivityTest, ActivityTest.activity_id == Registration.activity_id)
    return (
        *connection.execute(results.where(KnowledgeResult.version == version)).one(),
        *connection.execute(moved.where(ActivityTest.version == version)).one(),
        *connection.execute(came.where(ActivityTest.version == version)).one(),
    )


def _both(version: str, activity: str, value: InstrumentedAttribute[str] | None) -> Select[*tuple[Any, ...]]:
    """A row a person and activity; language, kind and channel are those of the first test taken."""
    of = {phase: case((KnowledgeResult.phase == phase, KnowledgeResult.marks)) for phase in (BEFORE, AFTER)}
    query = select(
        KnowledgeResult.participant_id,
        KnowledgeResult.activity_id,
        func.max(of[BEFORE]).label(BEFORE),
        func.max(of[AFTER]).label(AFTER),
    )
    if value is not None:
        first = func.max(case((KnowledgeResult.phase == BEFORE, value)))
        query = query.add_columns(func.coalesce(first, func.max(value)).label("value"))
    query = query.join(Activity, Activity.id == KnowledgeResult.activity_id)
    mine = query.where(KnowledgeResult.version == version, KnowledgeResult.counted, *_at(activity))
    return mine.group_by(KnowledgeResult.participant_id, KnowledgeResult.activity_id)


def _value(by: str) -> ColumnElement[str] | InstrumentedAttribute[str]:
    if by == "activity":
        return Activity.slug
    return OF_PEOPLE[by] if by else literal("", String)


def _at(activity: str) -> list[ColumnElement[bool]]:
    return [Activity.slug == activity] if activity else []
