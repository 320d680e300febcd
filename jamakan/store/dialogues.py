"""Dialogues nobody came back to."""

from datetime import datetime

from sqlalchemy import update

from jamakan.store.database import Database
from jamakan.store.models import Dialogue

EXPIRED = "expired"


def expire(db: Database, before: datetime, now: datetime) -> int:
    """End the dialogues left since before then; their answers stay. Returns how many."""
    statement = update(Dialogue).where(Dialogue.ended_at.is_(None), Dialogue.last_at < before)
    with db.begin() as connection:
        return connection.execute(statement.values(outcome=EXPIRED, ended_at=now)).rowcount
