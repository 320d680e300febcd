"""SMS that staff write to one person: once for each form, however often it is sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from jamakan.privacy.vault import Vault
from jamakan.store import messages, sealing
from jamakan.store.database import insert
from jamakan.store.messages import CONFIRMATION, Draft
from jamakan.store.models import Contact, Message, StaffAnswer


@dataclass(frozen=True, slots=True)
class Line:
    """Where an answer would go."""

    contact_id: int
    channel: str
    network: str
    language: str
    opted_out: bool


@dataclass(frozen=True, slots=True)
class Written:
    """The message of an answer. `fresh`: this call wrote it, not one before."""

    message_id: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and what became of it, of its last way out: its message, `state` and `reason` as in the outbox."""

    message_id: int
    about: str
    by: int
    at: datetime
    text: str
    state: str
    reason: str


def line(connection: Connection, contact_id: int) -> Line | None:
    """The line of this contact."""
    query = select(Contact.id, Contact.channel, Contact.network, Contact.language, Contact.opted_out)
    row = connection.execute(query.where(Contact.id == contact_id)).one_or_none()
    return Line(*row) if row is not None else None


def written(connection: Connection, dedupe: str) -> int | None:
    """The message that this form made before."""
    query = select(Message.id).where(Message.dedupe_key == dedupe)
    return connection.execute(query).scalar_one_or_none()


def write(
    connection: Connection, vault: Vault, to: Line, text: str, *, dedupe: str, about: str, by: int, at: datetime
) -> Written:
    """Queue an answer. Of two calls with one `dedupe`, the second changes nothing and finds the first one's message.

    It leaves at once, and not at all when its reader stops messages before.
    """
    draft = Draft(
        dedupe=dedupe,
        contact_id=to.contact_id,
        channel=to.channel,
        purpose=CONFIRMATION,
        text=text,
        at=at,
        opted_out=to.opted_out,
    )
    statement = insert(connection, Message).on_conflict_do_nothing(index_elements=["dedupe_key"])
    row = messages.outgoing(vault, draft)
    message_id = connection.execute(statement.returning(Message.id), row).scalar_one_or_none()
    if message_id is None:
        return Written(_known(connection, dedupe), fresh=False)
    own = {"message_id": message_id, "about": about, "by_id": by, "at": at}
    connection.execute(insert(connection, StaffAnswer), own)
    return Written(message_id, fresh=True)


def about(connection: Connection, vault: Vault, subjects: Collection[str]) -> list[Answered]:
    """The answers about these things, oldest first."""
    rows = connection.execute(_query().where(StaffAnswer.about.in_(subjects)).order_by(StaffAnswer.message_id)).all()
    successors = _successors(connection, [row.id for row in rows])
    return [
        Answered(
            message_id=last.id,
            about=row.about,
            by=row.by_id,
            at=row.at,
            text=vault.open_text(row.body, sealing.BODY),
            state=last.state,
            reason=last.reason,
        )
        for row in rows
        for last in [successors.get(row.id, row)]
    ]


def _known(connection: Connection, dedupe: str) -> int:
    return connection.execute(select(Message.id).where(Message.dedupe_key == dedupe)).scalar_one()


def _query() -> Select[*tuple[Any, ...]]:
    return select(
        Message.id,
        StaffAnswer.about,
        StaffAnswer.by_id,
        StaffAnswer.at,
        Message.body,
        Message.state,
        Message.reason,
    ).join(Message, Message.id == StaffAnswer.message_id)


def _successors(connection: Connection, numbers: Collection[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """The messages that took over on another channel, by the one before."""
    query = select(Message.replaces_id, Message.id, Message.state, Message.reason)
    return {row.replaces_id or 0: row for row in connection.execute(query.where(Message.replaces_id.in_(numbers)))}
