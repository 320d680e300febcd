"""Messages taken back before they leave, because what they speak of is no longer so."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, exists, or_, select, update

from jamakan.store.database import constant
from jamakan.store.followups import keys
from jamakan.store.messages import QUEUED, SKIPPED
from jamakan.store.models import Message, Registration

SEAT_GIVEN_UP = "seat given up"
GONE_ON_WITH = "the person went on by themselves"


class GivenUp(Protocol):
    """Whose seat it was, and where."""

    contact_id: int
    participant_id: int
    activity_id: int


def of_seat(connection: Connection, seat: GivenUp, holding: Collection[str], at: datetime) -> int:
    """What reminds of a seat that was given up stays unsent. Returns how many messages that is.

    What speaks to the line rather than to this person stays while somebody of the line is there in a state `holding`
    a place.
    """
    others = exists().where(
        Registration.contact_id == seat.contact_id,
        Registration.activity_id == seat.activity_id,
        Registration.state.in_(holding),
    )
    personal = Message.dedupe_key.endswith(f":{keys.person(seat.participant_id)}")
    statement = update(Message).where(
        Message.contact_id == seat.contact_id,
        Message.activity_id == seat.activity_id,
        Message.state == constant(QUEUED),
        or_(personal, ~others),
    )
    return connection.execute(statement.values(state=SKIPPED, reason=SEAT_GIVEN_UP, final_at=at)).rowcount


def of_dialogues(connection: Connection, dialogues: Mapping[str, int], at: datetime) -> int:
    """These dialogues (key → contact) moved: the questions that wait to be sent about them are old. How many."""
    waiting = select(Message.id, Message.dedupe_key).where(
        Message.state == constant(QUEUED), Message.rule_id.is_not(None), Message.contact_id.in_(dialogues.values())
    )
    old = [row.id for row in connection.execute(waiting) if keys.subject(row.dedupe_key) in dialogues]
    if not old:
        return 0
    statement = update(Message).where(Message.id.in_(old), Message.state == constant(QUEUED))
    return connection.execute(statement.values(state=SKIPPED, reason=GONE_ON_WITH, final_at=at)).rowcount
