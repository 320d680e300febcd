"""Messages taken back before they leave, because what they speak of is no longer so."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

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
    addressee = f":{keys.person(seat.participant_id)}"
    personal = Message.dedupe_key.endswith(addressee) | Message.dedupe_key.contains(f"{addressee}:")
    statement = update(Message).where(
        Message.contact_id == seat.contact_id,
        Message.activity_id == seat.activity_id,
        Message.state == constant(QUEUED),
        or_(personal, ~others),
    )
    return connection.execute(statement.values(state=SKIPPED, reason=SEAT_GIVEN_UP, final_at=at)).rowcount


def of_dialogues(connection: Connection, dialogues: Mapping[str, Mapping[str, Any]], at: datetime) -> int:
    """These dialogues (key → columns) moved: what waits to be sent about them, or their survey, is old. How many."""
    moved = {(row["contact_id"], key) for key, row in dialogues.items()}
    moved |= {(row["contact_id"], keys.survey(row["flow"])) for row in dialogues.values()}
    lines = {contact_id for contact_id, _ in moved}
    waiting = select(Message.id, Message.contact_id, Message.dedupe_key).where(
        Message.state == constant(QUEUED), Message.rule_id.is_not(None), Message.contact_id.in_(lines)
    )
    found = connection.execute(waiting)
    old = [row.id for row in found if (row.contact_id, keys.subject(row.dedupe_key)) in moved]
    if not old:
        return 0
    statement = update(Message).where(Message.id.in_(old), Message.state == constant(QUEUED))
    return connection.execute(statement.values(state=SKIPPED, reason=GONE_ON_WITH, final_at=at)).rowcount
