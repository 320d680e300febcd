"""Whether the tables are those of this version, and whether our key opens what they hold."""

from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select

from jamakan.privacy.vault import Vault, VaultError
from jamakan.store import sealing
from jamakan.store.migrate import alembic_config
from jamakan.store.models import Contact


@dataclass(frozen=True, slots=True)
class SchemaFacts:
    """`current`: the migration the database is at, "" without tables. `head`: the last one of this version.

    `known`: whether this version has `current` at all. `key_opens`: whether our key opens a stored contact, None when
    there is none.
    """

    current: str
    head: str
    known: bool
    key_opens: bool | None

    @property
    def up_to_date(self) -> bool:
        return self.current == self.head


def look(connection: Connection, vault: Vault) -> SchemaFacts:
    """Ask the database."""
    current = MigrationContext.configure(connection).get_current_revision() or ""
    script = ScriptDirectory.from_config(alembic_config())
    revisions = {revision.revision for revision in script.walk_revisions()}
    head = script.get_current_head() or ""
    return SchemaFacts(
        current, head, current in revisions, _key_opens(connection, vault) if current == head else None
    )


def _key_opens(connection: Connection, vault: Vault) -> bool | None:
    sealed = connection.execute(select(Contact.phone).order_by(Contact.id.desc()).limit(1)).scalar()
    if sealed is None:
        return None
    try:
        vault.open(sealed, sealing.PHONE)
    except VaultError:
        return False
    return True
