"""People, counts and marks of before the difficulties were asked: nothing is known of them, nothing is lost."""

from datetime import UTC, datetime

from alembic import command
from sqlalchemy import select

from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.store import attendance, tallies
from jamakan.store.activities import row_id
from jamakan.store.migrate import alembic_config, migrate
from jamakan.store.models import Attendance, Participant
from tests.support.console import register
from tests.support.rows import column, rows

BEFORE = "0010"


def test_what_was_there_stays_and_is_unknown(core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "Sira Ba")
    with core.db.begin() as connection:
        found = row_id(connection, kayes.slug)
        assert found is not None
        attendance.mark(connection, 1, 1, None, datetime.now(UTC))
        tallies.recount(connection, [found])
        counted = tallies.of(connection, [found])[found]
    with core.db.rebuild() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE)
    migrate(core.db)
    assert (
        rows(core.db, select(Participant.disability, Participant.pvh, Participant.by_relay)) == [("", "", False)] * 2
    )
    assert column(core.db, select(Attendance.source)) == ["door"]
    with core.db.read() as connection:
        assert tallies.of(connection, [found])[found] == counted
