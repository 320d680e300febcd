"""Names kept before there was a way to find them: made findable, a few at a time."""

from sqlalchemy import bindparam, select, update

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.database import Database
from jamakan.store.models import Participant
from jamakan.store.naming import name_ref

AT_ONCE = 1000  # names a transaction: what it holds others up for
MOST = 20_000  # in one go: the office has other work


def make_findable(db: Database, vault: Vault) -> int:
    """Write the keyed hash of names that have none; how many."""
    made = 0
    while made < MOST and (some := _some(db, vault)):
        made += some
    return made


def _some(db: Database, vault: Vault) -> int:
    query = select(Participant.id, Participant.name).where(Participant.name_ref == "", Participant.name.is_not(None))
    with db.begin() as connection:
        rows = connection.execute(query.order_by(Participant.id).limit(AT_ONCE)).all()
        found = [
            {"number": row.id, "found": name_ref(vault, vault.open_text(row.name, sealing.NAME))} for row in rows
        ]
        findable = [row for row in found if row["found"]]
        if findable:
            statement = update(Participant).where(Participant.id == bindparam("number"))
            connection.execute(statement.values(name_ref=bindparam("found")), findable)
    return len(findable)
