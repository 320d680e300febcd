"""Dialogues of surveys: begun, completed, where they stopped, whom they were offered to; and satisfaction."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Integer, cast, exists, func, select

from flows.effects import COMPLETED
from jamakan.figures.period import Period
from jamakan.store.messages import DELIVERED, REROUTED, SKIPPED
from jamakan.store.models import Activity, Answer, Broadcast, Contact, Dialogue, Message, Survey
from jamakan.store.results.counting import ALL, Counts, added, by_dimension, how_many, people_of_lines, total, within

FEEDBACK, CSAT = "feedback", "satisfaction"  # the library's flow, and its question from 1 to 5
SCORES = ("1", "2", "3", "4", "5")
TOP_TWO = ("4", "5")


def counts(connection: Connection, period: Period, zone: ZoneInfo) -> Counts:
    """Dialogues of surveys that began, and those of them that were completed."""
    people = people_of_lines()
    base = (
        select(func.count().label("begun"), how_many(Dialogue.outcome == COMPLETED).label("completed"))
        .select_from(Dialogue)
        .outerjoin(people, people.c.contact_id == Dialogue.contact_id)
        .where(*_asked(period, zone))
    )
    by: dict[str, Any] = {"survey": Dialogue.flow, "language": Dialogue.language, "channel": Dialogue.kind}
    return by_dimension(connection, base, by | {"sex": people.c.sex})


def left(connection: Connection, period: Period, zone: ZoneInfo) -> Counts:
    """Where dialogues that began and were not completed stand: "survey question"."""
    query = (
        select(Dialogue.flow, Dialogue.position, Dialogue.outcome, func.count().label("number"))
        .where(*_asked(period, zone))
        .group_by(Dialogue.flow, Dialogue.position, Dialogue.outcome)
    )
    rows = connection.execute(query).all()
    begun = added((row.flow, {"begun": row.number}) for row in rows)
    unfinished = [row for row in rows if row.outcome != COMPLETED and row.position]
    gone = added((f"{row.flow} {row.position}", {"left": row.number}) for row in unfinished)
    whole = sum(numbers["left"] for numbers in gone.values())
    return {
        ALL: {ALL: {"left": whole, "begun": sum(numbers["begun"] for numbers in begun.values())}},
        "question": {at: numbers | begun[at.partition(" ")[0]] for at, numbers in gone.items()},
    }


def invitations(connection: Connection, period: Period, zone: ZoneInfo) -> Counts:
    """Messages of broadcasts that invite to a survey: written, delivered, and whether their readers then answered."""
    people = people_of_lines()
    began = exists().where(
        Dialogue.contact_id == Message.contact_id,
        Dialogue.flow == Broadcast.survey,
        Dialogue.started_at >= Message.created_at,
    )
    ended = began.where(Dialogue.outcome == COMPLETED)
    about = select(Activity.id).where(Activity.slug == period.activity).scalar_subquery()
    base = (
        select(
            func.count().label("invited"),
            how_many(Message.state == DELIVERED).label("delivered"),
            total(began).label("started"),
            total(ended).label("completed"),
        )
        .select_from(Message)
        .join(Broadcast, Broadcast.id == Message.broadcast_id)
        .join(Contact, Contact.id == Message.contact_id)
        .outerjoin(people, people.c.contact_id == Message.contact_id)
        .where(Broadcast.survey != "", Message.state.not_in((SKIPPED, REROUTED)))
        .where(*within(period, Message.created_at, zone))
        .where(*([Broadcast.activity_id == about] if period.activity else []))
    )
    by: dict[str, Any] = {"survey": Broadcast.survey, "language": Contact.language, "channel": Message.channel}
    return by_dimension(connection, base, by | {"sex": people.c.sex})


def satisfaction(connection: Connection, period: Period, zone: ZoneInfo) -> Counts:
    """Scores from 1 to 5 that people gave an activity, their sum, and the fours and fives among them."""
    score = cast(Answer.value, Integer)
    base = (
        select(
            func.count().label("scores"),
            func.coalesce(func.sum(score), 0).label("points"),
            how_many(Answer.value.in_(TOP_TWO)).label("satisfied"),
        )
        .select_from(Answer)
        .join(Dialogue, Dialogue.id == Answer.dialogue_id)
        .where(Dialogue.flow == FEEDBACK, Answer.step == CSAT, Answer.value.in_(SCORES))
        .where(Answer.withdrawn_seq < Answer.seq, *_of_period(period, zone))
    )
    by: dict[str, Any] = {"activity": Dialogue.activity, "language": Dialogue.language, "channel": Dialogue.kind}
    return by_dimension(connection, base, by)


def _asked(period: Period, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    """Of surveys staff opened, and of the one every house has."""
    ours = select(Survey.flow).where(Survey.flow == Dialogue.flow).exists()
    return [(Dialogue.flow == FEEDBACK) | ours, *_of_period(period, zone)]


def _of_period(period: Period, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    one = [Dialogue.activity == period.activity] if period.activity else []
    return [*one, *within(period, Dialogue.started_at, zone)]
