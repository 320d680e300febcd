"""What of all this needs a person now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from jamakan.programme import commitments as life
from jamakan.store.accountability import campaigns, cards
from jamakan.store.models import Commitment


@dataclass(frozen=True, slots=True)
class Owed:
    """Commitments due within two weeks, and late ones; rounds to begin again; campaigns over in time, not told of."""

    due: int
    late: int
    rounds: int
    campaigns: int


def look(connection: Connection, today: date) -> Owed:
    """As it is now."""
    soon = Commitment.state == life.OPEN, Commitment.due_on <= today + life.SOON
    return Owed(
        due=_count(connection, *soon),
        late=_count(connection, Commitment.state == life.LATE),
        rounds=len(cards.due(connection, today)),
        campaigns=campaigns.waiting(connection, today),
    )


def _count(connection: Connection, *conditions: object) -> int:
    query = select(func.count()).select_from(Commitment).where(*conditions)  # type: ignore[arg-type]
    return connection.execute(query).scalar_one()
