"""What a demo's database holds before anybody dials: tables, the Mali programme, and what Redis shows of it."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from jamakan.config import read_settings
from jamakan.core import build_core
from jamakan.projections import project_programme
from jamakan.store.activities import open_activities
from jamakan.store.migrate import migrate
from jamakan.store.seed import seed


@dataclass(frozen=True, slots=True)
class Prepared:
    """Where the data are, and the slug of the next activity ("" when none is to come)."""

    database_url: str
    redis_url: str
    next_activity: str


def prepare() -> Prepared:
    """Prepare the database of this process's settings. Safe to repeat: what is there stays."""
    settings = read_settings()
    core = build_core(settings)
    with closing(core.db), core.redis:
        migrate(core.db)
        now = datetime.now(UTC)
        seed(core.db, now.astimezone(settings.zone).date())
        project_programme(core)
        with core.db.read() as connection:
            coming = open_activities(connection, now)
    return Prepared(settings.sql_url, settings.redis_address, coming[0].slug if coming else "")
