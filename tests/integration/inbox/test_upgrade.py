"""What people wrote before there was an inbox waits in it afterwards."""

from alembic import command

from jamakan.core import Core
from jamakan.store.database import Database
from jamakan.store.inbox import counts
from jamakan.store.migrate import alembic_config, migrate
from tests.support.letters import states, writes
from tests.support.stories import Phone

BEFORE = "0006"


def test_messages_of_before_wait_for_a_person(core: Core) -> None:
    awa = Phone("+22370000000")
    writes(core, awa, "Le forage est en panne", "Qui peut venir ?")
    writes(core, awa, "AVIS", understood=True)
    _undo(core.db)
    migrate(core.db)
    assert states(core) == ["open", "open"]
    with core.db.read() as connection:
        assert counts.values(connection, counts.STATE) == {"open": 2}


def _undo(db: Database) -> None:
    with db.rebuild() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE)
