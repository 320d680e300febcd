"""Templates of answers as rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from jamakan.store.database import insert
from jamakan.store.models import AnswerTemplate

ACTIVE, RETIRED = "active", "retired"


@dataclass(frozen=True, slots=True)
class Words:
    """What staff write of a template: how they call it, its language, its text with placeholders."""

    title: str
    language: str
    body: str


@dataclass(frozen=True, slots=True)
class Template:
    """Words with their number."""

    id: int
    words: Words
    state: str
    version: int


def add(connection: Connection, words: Words, by: int, at: datetime) -> int:
    """A new template; its number."""
    row = _of(words) | {"state": ACTIVE, "version": 0, "changed_by": by, "changed_at": at}
    return connection.execute(insert(connection, AnswerTemplate).returning(AnswerTemplate.id), row).scalar_one()


def change(connection: Connection, seen: Template, words: Words, by: int, at: datetime) -> bool:
    """Other words for a template as it was seen. False: it no longer is."""
    return _set(connection, seen, by, at, **_of(words))


def move(connection: Connection, seen: Template, state: str, by: int, at: datetime) -> bool:
    """Offer a template no more, or again. False: it is no longer as it was seen."""
    return _set(connection, seen, by, at, state=state)


def one(connection: Connection, number: int) -> Template | None:
    """The template with this number."""
    row = connection.execute(_query().where(AnswerTemplate.id == number)).one_or_none()
    return _template(*row) if row is not None else None


def everything(connection: Connection) -> list[Template]:
    """All templates, those in use first, by language and title."""
    query = _query().order_by(AnswerTemplate.state, AnswerTemplate.language.desc(), AnswerTemplate.title)
    return [_template(*row) for row in connection.execute(query)]


def _set(connection: Connection, seen: Template, by: int, at: datetime, **values: Any) -> bool:
    statement = update(AnswerTemplate).where(AnswerTemplate.id == seen.id, AnswerTemplate.version == seen.version)
    values |= {"version": seen.version + 1, "changed_by": by, "changed_at": at}
    return bool(connection.execute(statement.values(values)).rowcount)


def _of(words: Words) -> dict[str, Any]:
    return {"title": words.title, "language": words.language, "body": words.body}


def _query() -> Select[*tuple[Any, ...]]:
    columns = (AnswerTemplate.id, AnswerTemplate.title, AnswerTemplate.language, AnswerTemplate.body)
    return select(*columns, AnswerTemplate.state, AnswerTemplate.version)


def _template(number: int, title: str, language: str, body: str, state: str, version: int) -> Template:
    return Template(number, Words(title, language, body), state, version)
