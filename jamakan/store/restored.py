"""What may not simply go on after a restore: everything that could have left since the copy was made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select, update

from jamakan.programme import broadcasts as life
from jamakan.store.broadcasts import states
from jamakan.store.database import Database
from jamakan.store.messages import QUEUED, SENDING, UNCERTAIN
from jamakan.store.models import Broadcast, FollowUpRule, Message

REASON = "restored from a copy: it may have left since"


@dataclass(frozen=True, slots=True)
class Held:
    """How many messages became uncertain, and how many broadcasts were paused."""

    messages: int
    broadcasts: int


def hold(db: Database, now: datetime) -> Held:
    """Leave to people what the house may have sent between the copy and its end.

    Messages due become uncertain, broadcasts under way are paused, follow-ups that fell due until now stay unsent.
    Messages for later that were never tried could not have left, and stay.
    """
    may_have_left = or_(Message.not_before <= now, Message.attempts > 0)
    with db.begin() as connection:
        messages = connection.execute(
            update(Message)
            .where(or_(Message.state == SENDING, and_(Message.state == QUEUED, may_have_left)))
            .values(state=UNCERTAIN, reason=REASON)
        ).rowcount
        under_way = connection.execute(
            select(Broadcast.id).where(Broadcast.state.in_((life.SCHEDULED, life.SENDING)))
        )
        broadcasts = [
            number
            for number in under_way.scalars().all()
            if states.move(connection, number, life.PAUSE, reason=REASON, now=now)
        ]
        connection.execute(update(FollowUpRule).where(FollowUpRule.since < now).values(since=now))
    return Held(messages, len(broadcasts))
