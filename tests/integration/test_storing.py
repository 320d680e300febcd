"""SQL away or a reader dead: citizens notice nothing, nothing is lost, and what waited is stored afterwards."""

from pathlib import Path

import pytest

from jamakan import storing
from jamakan.config import Settings
from jamakan.core import Core, KeyMismatch, build_core
from jamakan.events import open_entry
from jamakan.privacy.vault import new_key
from jamakan.state import stream
from jamakan.store import ingest
from jamakan.store.database import DatabaseAway
from jamakan.storing import WrongKey
from tests.integration.conversation.test_registration import registers
from tests.support.line import Line


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite only: its file can be moved away and back."""
    return sqlite_url


def test_a_conversation_goes_on_without_sql_and_is_stored_afterwards(awa: Line, core: Core) -> None:
    database = Path(core.settings.database_url.removeprefix("sqlite:///"))
    core.db.close()
    hidden = [path.rename(path.with_name(path.name + ".away")) for path in database.parent.glob(f"{database.name}*")]
    database.mkdir()  # in its place something that is no database

    awa.dials("1")
    awa.types("2", "4", "Bien")
    awa.sees("Votre proposition")
    with pytest.raises(DatabaseAway):
        storing.drain(core)
    assert stream.waiting(core.redis) == 4

    database.rmdir()
    for path in hidden:
        path.rename(path.with_name(path.name.removesuffix(".away")))
    assert storing.drain(core) == 4
    assert stream.waiting(core.redis) == 0


def test_a_reader_that_died_between_commit_and_trim_leaves_nothing_untold(awa: Line, core: Core) -> None:
    """The next one stores nothing twice, and tells Redis what the dead one did not."""
    awa.dials("1")
    registers(awa)
    rows = stream.read(core.redis, 1000)
    entries = [open_entry(sealed, core.settings.vault) for _, sealed in rows]
    ingest.apply(core.db, core.settings.vault, entries, core.settings.values)
    awa.dials()
    awa.sees("Bienvenue")
    storing.drain(core)
    assert len(awa.outbox()) == 1
    awa.types("1")
    awa.sees("déjà inscrit")


def test_a_worker_with_another_key_touches_nothing(awa: Line, core: Core) -> None:
    awa.dials("1")
    other = build_core(Settings(**(core.settings.model_dump() | {"key": new_key()})))
    with pytest.raises(WrongKey):
        storing.drain(other)
    core.check_key()
    with pytest.raises(KeyMismatch):
        other.check_key()
    assert storing.drain(core) == 1
    other.close()


def test_upkeep_brings_back_what_redis_lost(awa: Line, core: Core) -> None:
    core.redis.flushall()
    storing.refresh(core)
    awa.dials("1")
    registers(awa)
    awa.sees("Merci Awa Traoré")
