"""What follows when staff move seats: the people concerned are told, the counts are brought up to date."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from jamakan.privacy.vault import Vault
from jamakan.store import notices, tallies
from jamakan.store.ingest import LOCK as SEATS
from jamakan.store.registrations import Notice

__all__ = ["SEATS", "settle"]  # SEATS: the turnstile of whoever moves seats, the store worker included


def settle(
    connection: Connection,
    vault: Vault,
    owed: Sequence[Notice],
    dedupe: str,
    at: datetime,
    values: Mapping[str, str],
) -> list[str]:
    """Queue the notices, count again. The references of the contacts concerned."""
    if not owed:
        return []
    refs = notices.write(
        connection, vault, owed, dedupe=dedupe, at=at, asked_by_sms=False, asked=False, values=values
    )
    tallies.recount(connection, tallies.concerned(connection, refs))
    return refs
