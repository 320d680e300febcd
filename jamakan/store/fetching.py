"""How far a channel's inbox was read, and whether an SMS found there is one we have."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from jamakan.store.database import Database, insert
from jamakan.store.messages import RECEIVED
from jamakan.store.models import Contact, FetchCursor, Message


def last(connection: Connection, channel: str) -> int | None:
    """The number of the last message asked for; None when none ever was."""
    query = select(FetchCursor.last_id).where(FetchCursor.channel == channel)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else int(found)


def move(db: Database, channel: str, number: int, now: datetime) -> None:
    """Everything up to `number` was dealt with."""
    with db.begin() as connection:
        statement = insert(connection, FetchCursor)
        statement = statement.on_conflict_do_update(
            index_elements=["channel"], set_={"last_id": statement.excluded.last_id, "at": statement.excluded.at}
        )
        connection.execute(statement, {"channel": channel, "last_id": str(number), "at": now})


def received(connection: Connection, contact: str, digest: str, at: datetime, within: timedelta) -> bool:
    """Whether a message with these words came from this contact around then."""
    query = (
        select(Message.id)
        .join(Contact, Contact.id == Message.contact_id)
        .where(Contact.ref == contact, Message.body_digest == digest, Message.state == RECEIVED)
        .where(Message.created_at.between(at - within, at + within))
    )
    return connection.execute(query.limit(1)).first() is not None
