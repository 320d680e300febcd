"""What those who apply an event work with."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from jamakan.hours import Hours
from jamakan.privacy.vault import Vault
from jamakan.store import notices
from jamakan.store.ingest import turns
from jamakan.store.ingest.batch import Batch, Moment
from jamakan.store.ingest.turns import Line
from jamakan.store.registrations import Notice


@dataclass(frozen=True, slots=True)
class Terms:
    """What the house's own messages go by: placeholders of every text, and when those nobody asked for may leave."""

    values: Mapping[str, str]
    hours: Hours | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What handlers work with: the batch, and SQL for what must be decided there (seats)."""

    connection: Connection
    batch: Batch
    lines: dict[str, Line]
    terms: Terms

    @property
    def vault(self) -> Vault:
        return self.batch.vault


def tell(desk: Desk, moment: Moment, owed: list[Notice]) -> None:
    """Queue the messages owed after seats moved. Their writer reads the lines in SQL: save them first."""
    turns.save(desk.connection, desk.lines.values())
    told = notices.write(
        desk.connection,
        desk.vault,
        owed,
        dedupe=f"notice:{moment.turn.key}:{moment.order}",
        at=moment.at,
        asked_by_sms=moment.turn.kind == "sms",
        values=desk.terms.values,
        hours=desk.terms.hours,
    )
    desk.batch.profiles.update(told)
    desk.batch.activities_changed = True
    desk.batch.messages_queued = True
