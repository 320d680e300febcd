"""Answers for a file: the dialogues of one version of a survey, each with what was captured."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select

from jamakan.store.exports.filters import Filters
from jamakan.store.many import one_of
from jamakan.store.models import Answer, Contact, Dialogue
from jamakan.store.privacy.withdrawing import dialogue_stands


class Row(NamedTuple):
    """A dialogue and its line; `phone` sealed."""

    id: int
    contact_id: int
    phone: bytes
    language: str
    channel: str
    kind: str
    activity: str
    outcome: str
    started_at: datetime
    last_at: datetime
    ended_at: datetime | None


class Given(NamedTuple):
    """An answer that stands; personal ones are sealed and have no value."""

    dialogue_id: int
    step: str
    kind: str
    value: str
    sealed: bytes | None


_ROWS = select(
    *(Dialogue.id, Dialogue.contact_id, Contact.phone, Dialogue.language, Dialogue.channel, Dialogue.kind),
    *(Dialogue.activity, Dialogue.outcome, Dialogue.started_at, Dialogue.last_at, Dialogue.ended_at),
).join(Contact, Contact.id == Dialogue.contact_id)
_GIVEN = select(Answer.dialogue_id, Answer.step, Answer.kind, Answer.value, Answer.sealed).where(
    one_of(Answer.dialogue_id, "dialogues"), Answer.withdrawn_seq < Answer.seq
)


def page(connection: Connection, filters: Filters, zone: ZoneInfo, after: int, most: int) -> Sequence[Row]:
    """The next dialogues beyond a row."""
    query = _ROWS.where(Dialogue.id > after, *_conditions(filters, zone)).order_by(Dialogue.id).limit(most)
    return [Row._make(row) for row in connection.execute(query)]


def given(connection: Connection, dialogues: Sequence[int]) -> dict[int, dict[str, Given]]:
    """What was answered in these, by dialogue and step."""
    found: dict[int, dict[str, Given]] = {}
    for row in connection.execute(_GIVEN, {"dialogues": list(dialogues)}):
        found.setdefault(row.dialogue_id, {})[row.step] = Given._make(row)
    return found


def total(connection: Connection, filters: Filters, zone: ZoneInfo) -> int:
    """How many dialogues there are."""
    query = select(func.count()).select_from(Dialogue).where(*_conditions(filters, zone))
    return connection.execute(query).scalar_one()


def _conditions(filters: Filters, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[Any] = [Dialogue.version == filters.version, dialogue_stands()]
    if filters.activity:
        found.append(Dialogue.activity == filters.activity)
    return [*found, *filters.between(Dialogue.started_at, zone)]
