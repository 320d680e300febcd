"""Whether somebody had a hand in a broadcast, whichever door they came by."""

from sqlalchemy import Connection

from jamakan.privacy.vault import Vault
from jamakan.programme import broadcasts as life
from jamakan.store.broadcasts import records
from jamakan.store.staff import signatures


def may_approve(connection: Connection, vault: Vault, broadcast_id: int, person: str) -> bool:
    """Whether this person may: by signature and by name, since the command line knows names and pages accounts."""
    wrote = records.authors(connection, broadcast_id)
    called = signatures.names(connection, vault, {person, *wrote})
    authors = wrote | {called[author] for author in wrote}
    return all(life.may_approve(known, authors) for known in (person, called[person]))
