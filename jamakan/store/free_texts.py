"""What people wrote in their own words, to be read a page at a time, and the tags staff put on it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.database import constant, insert
from jamakan.store.models import Answer, AnswerTag, Contact, Dialogue

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Written:
    """One answer in somebody's own words. The caller masks the number before anybody sees it."""

    id: int
    dialogue_id: int
    step: str
    contact_id: int
    phone: str
    text: str
    at: datetime
    language: str
    kind: str
    version: str
    tags: list[str] = field(default_factory=list)


def page(
    connection: Connection, vault: Vault, version: str, step: str, most: int, before: int | None = None, tag: str = ""
) -> list[Written]:
    """The texts at a step of a version, the latest dialogues first; those of dialogues numbered below `before`."""
    query = _texts().where(Dialogue.version == version, Answer.step == step, Answer.dialogue_id <= _last(version))
    if before is not None:
        query = query.where(Answer.dialogue_id < before)
    if tag:
        query = query.join(AnswerTag, AnswerTag.answer_id == Answer.id).where(AnswerTag.tag == tag)
    return _opened(connection, vault, query.order_by(Answer.dialogue_id.desc()).limit(most))


def find(connection: Connection, vault: Vault, number: int) -> Written | None:
    """One text; None when there is none, or it was taken back."""
    return next(iter(_opened(connection, vault, _texts().where(Answer.id == number))), None)


def tags(connection: Connection, version: str, step: str) -> dict[str, int]:
    """The tags on texts of a step, the most frequent first. There are as many as staff put, not as people wrote."""
    query = (
        select(AnswerTag.tag, func.count())
        .join(Answer, Answer.id == AnswerTag.answer_id)
        .join(Dialogue, Dialogue.id == Answer.dialogue_id)
        .where(Dialogue.version == version, Answer.step == step)
        .group_by(AnswerTag.tag)
    )
    found = [(tag, people) for tag, people in connection.execute(query)]
    return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def put_tag(connection: Connection, number: int, tag: str, by: int, now: datetime) -> bool:
    """Tag an answer. False when it has this tag."""
    row = {"answer_id": number, "tag": tag, "tagged_by": by, "tagged_at": now}
    statement = insert(connection, AnswerTag).on_conflict_do_nothing().returning(AnswerTag.tag)
    return connection.execute(statement, row).first() is not None


def take_tag(connection: Connection, number: int, tag: str) -> bool:
    """Take a tag away. False when it was not there."""
    statement = delete(AnswerTag).where(AnswerTag.answer_id == number, AnswerTag.tag == tag)
    return connection.execute(statement).rowcount == 1


def _texts() -> Select[*tuple[Any, ...]]:
    """The standing ones with something in them. The two constants are those of their index."""
    return (
        select(
            Answer.id,
            Answer.dialogue_id,
            Answer.step,
            Dialogue.contact_id,
            Contact.phone,
            Answer.value,
            Answer.answered_at,
            Dialogue.language,
            Dialogue.kind,
            Dialogue.version,
        )
        .join(Dialogue, Dialogue.id == Answer.dialogue_id)
        .join(Contact, Contact.id == Dialogue.contact_id)
        .where(
            Answer.kind == constant(TEXT),
            Answer.sealed.is_(None),
            Answer.value != "",
            Answer.withdrawn_seq < Answer.seq,
        )
    )


def _last(version: str) -> Any:
    """The latest dialogue of a version: another survey with a step of the same name may have many since."""
    return select(func.max(Dialogue.id)).where(Dialogue.version == version).scalar_subquery()


def _opened(connection: Connection, vault: Vault, query: Select[*tuple[Any, ...]]) -> list[Written]:
    rows = connection.execute(query).all()
    tagged = _tags_of(connection, [row.id for row in rows])
    return [_written(row, vault, tagged[row.id]) for row in rows]


def _written(row: Any, vault: Vault, tags: list[str]) -> Written:
    return Written(
        id=row.id,
        dialogue_id=row.dialogue_id,
        step=row.step,
        contact_id=row.contact_id,
        phone=vault.open_text(row.phone, sealing.PHONE) if row.phone else "",
        text=row.value,
        at=row.answered_at,
        language=row.language,
        kind=row.kind,
        version=row.version,
        tags=tags,
    )


def _tags_of(connection: Connection, numbers: Collection[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = select(AnswerTag.answer_id, AnswerTag.tag).where(AnswerTag.answer_id.in_(numbers))
    for number, tag in connection.execute(query.order_by(AnswerTag.tag)):
        found[number].append(tag)
    return found
