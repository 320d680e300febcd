"""The lines of an audience, slice by slice in the order of their contacts, and who is reached by them.

Previews and messages come from the same slices, so that they cannot disagree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, and_, false, func, literal, or_, select

from jamakan.programme.audience import Audience
from jamakan.store.models import (
    Activity,
    Answer,
    BroadcastRecipient,
    Case,
    Contact,
    Dialogue,
    Message,
    Participant,
    Registration,
)

COMPLETED = "completed"
SELECT_MULTIPLE = "select_multiple"
UNCHOSEN = "fr"  # the language of those who never chose one


@dataclass(frozen=True, slots=True)
class Line:
    """A phone line of an audience. `people`: how many are reached by it. `fields`: sealed, of a spreadsheet."""

    contact_id: int
    language: str
    channel: str
    network: str
    opted_out: bool
    people: int
    fields: bytes | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody reached by a line. `name`: sealed, None when withheld. `code`: of their seat, or ""."""

    name: bytes | None
    code: str


def lines(
    connection: Connection, audience: Audience, broadcast_id: int | None, *, after: int, most: int
) -> list[Line]:
    """The next lines of an audience, by contacts beyond `after`. A spreadsheet is that of `broadcast_id`."""
    query = _of_sheet(broadcast_id) if audience.spreadsheet else _of_filter(audience)
    rows = connection.execute(query.where(Contact.id > after).order_by(Contact.id).limit(most))
    return [Line(*row) for row in rows]


def people(connection: Connection, audience: Audience, lines: Sequence[Line]) -> dict[int, list[Person]]:
    """Whom the lines of a filter reach, by contact, the first to register first."""
    query = select(Participant.contact_id, Participant.name, literal("")).order_by(Participant.id)
    if audience.activity:
        query = (
            select(Participant.contact_id, Participant.name, Registration.code)
            .join(Registration, Registration.participant_id == Participant.id)
            .join(Activity, Activity.id == Registration.activity_id)
            .where(Activity.slug == audience.activity, Registration.state.in_(audience.seats))
            .order_by(Registration.id)
        )
    found: dict[int, list[Person]] = {}
    of_lines = Participant.contact_id.in_([line.contact_id for line in lines])
    for contact_id, name, code in connection.execute(query.where(of_lines, *traits(audience))):
        found.setdefault(contact_id, []).append(Person(name, code))
    return found


def written(connection: Connection, broadcast_id: int, contact_ids: Iterable[int]) -> set[int]:
    """Those of these contacts that have a message of this broadcast."""
    keys = {message_key(broadcast_id, contact_id): contact_id for contact_id in contact_ids}
    found = connection.execute(select(Message.dedupe_key).where(Message.dedupe_key.in_(keys)))
    return {keys[key] for key in found.scalars()}


def message_key(broadcast_id: int, contact_id: int) -> str:
    """The name for ever of the one message a broadcast has for a contact."""
    return f"broadcast:{broadcast_id}:{contact_id}"


def contact(connection: Connection, ref: str) -> int | None:
    """A line by its reference."""
    return connection.execute(select(Contact.id).where(Contact.ref == ref)).scalar_one_or_none()


Columns = Select[int, str, str, str, bool, int, bytes | None]


def _of_sheet(broadcast_id: int | None) -> Columns:
    language = func.coalesce(func.nullif(BroadcastRecipient.language, ""), Contact.language)
    return (
        select(Contact.id, language, Contact.channel, Contact.network, Contact.opted_out)
        .add_columns(literal(1), BroadcastRecipient.fields)
        .join(BroadcastRecipient, BroadcastRecipient.contact_id == Contact.id)
        .where(BroadcastRecipient.broadcast_id == broadcast_id)
    )


def _of_filter(audience: Audience) -> Columns:
    counted = _people(audience)
    query = select(Contact.id, Contact.language, Contact.channel, Contact.network, Contact.opted_out)
    return query.add_columns(counted, literal(None)).where(*conditions(audience))


def _people(audience: Audience) -> ScalarSelect[int]:
    query = select(func.count()).select_from(Participant)
    return query.where(Participant.contact_id == Contact.id, *traits(audience), *seats(audience)).scalar_subquery()


def conditions(audience: Audience) -> list[ColumnElement[bool]]:
    """What a line has to fulfil. Those who never registered are met only through their answers and cases."""
    found = of_line(audience)
    if audience.of_people or not (audience.answered or audience.answers or audience.cases):
        person = select(Participant.id).where(Participant.contact_id == Contact.id, *traits(audience))
        found.append(person.where(*seats(audience)).exists())
    return found


def of_line(audience: Audience) -> list[ColumnElement[bool]]:
    """The conditions on a line, whoever holds it."""
    if audience.nobody:
        return [false()]
    found = [_answered(flow) for flow in audience.answered]
    found += [~_answered(flow) for flow in audience.not_answered]
    found += [_gave(question, values) for question, values in audience.answers.items()]
    if audience.cases:
        found.append(_is_behind(audience.cases))
    if audience.language:
        chosen = {*audience.language, ""} if UNCHOSEN in audience.language else set(audience.language)
        found.append(Contact.language.in_(chosen))
    return found


def traits(audience: Audience) -> list[ColumnElement[bool]]:
    """Conditions on what a person told of themselves. Whoever was erased or merged into another is no one."""
    told = [getattr(Participant, name).in_(values) for name, values in audience.facts.items()]
    return [Participant.erased_at.is_(None), Participant.merged_into_id.is_(None), *told]


def seats(audience: Audience) -> list[ColumnElement[bool]]:
    """The condition on a person's seats, if there is any."""
    if not audience.seats:
        return []
    query = select(Registration.id).where(
        Registration.participant_id == Participant.id,
        Registration.contact_id == Participant.contact_id,  # this one has an index
        Registration.state.in_(audience.seats),
    )
    if audience.activity:
        query = query.join(Activity, Activity.id == Registration.activity_id).where(
            Activity.slug == audience.activity
        )
    return [query.exists()]


def _is_behind(cases: Sequence[int]) -> ColumnElement[bool]:
    """Whether a line asked for one of these. No message tells of a sensitive case: others may read the phone."""
    asked = select(Case.contact_id).where(Case.id.in_(cases), Case.sensitive.is_(False))
    return and_(Contact.id.in_(asked), Contact.erased_at.is_(None))


def _answered(flow: str) -> ColumnElement[bool]:
    completed = Dialogue.flow == flow, Dialogue.outcome == COMPLETED
    return select(Dialogue.id).where(Dialogue.contact_id == Contact.id, *completed).exists()


def _gave(question: str, values: Sequence[str]) -> ColumnElement[bool]:
    """Whether somebody on the line gave one of these answers. Personal ones have no value here: they never match."""
    flow, _, step = question.partition(":")
    listed = literal(" ") + Answer.value + " "
    among_several = or_(*(listed.contains(f" {value} ", autoescape=True) for value in values))
    given = or_(Answer.value.in_(values), and_(Answer.kind == SELECT_MULTIPLE, among_several))
    return (
        select(Answer.id)
        .join(Dialogue, Dialogue.id == Answer.dialogue_id)
        .where(Dialogue.contact_id == Contact.id, Dialogue.flow == flow)
        .where(Answer.step == step, Answer.withdrawn_seq < Answer.seq, given)
        .exists()
    )
