"""Dialogues nobody came back to."""

from datetime import datetime

from sqlalchemy import func, select, update

from jamakan.store import survey_counts
from jamakan.store.database import Database
from jamakan.store.ingest import LOCK
from jamakan.store.models import Dialogue

EXPIRED = "expired"


def expire(db: Database, before: datetime, now: datetime) -> int:
    """End the dialogues left since before then; their answers stay. Returns how many."""
    left = (Dialogue.ended_at.is_(None), Dialogue.last_at < before)
    kinds = (Dialogue.version, Dialogue.language, Dialogue.kind, Dialogue.position, Dialogue.outcome)
    with db.begin(lock=LOCK) as connection:
        counted = connection.execute(select(*kinds, func.count()).where(*left).group_by(*kinds)).all()
        ended = connection.execute(update(Dialogue).where(*left).values(outcome=EXPIRED, ended_at=now)).rowcount
        by_kind = {(row[0], row[1], row[2], row[3], row[4]): row[5] for row in counted}
        survey_counts.expired(connection, by_kind, EXPIRED)
    return ended
