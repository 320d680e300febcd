"""What a demo's database holds before anybody dials: tables, programme, rules, an account; what Redis shows of it."""

import secrets
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from jamakan.config import read_settings
from jamakan.core import Core, build_core
from jamakan.followups import occasions, publishing
from jamakan.house.files import make_once
from jamakan.projections import project_programme
from jamakan.staff import accounts
from jamakan.staff.accounts import AccountError
from jamakan.staff.roles import ADMINISTRATOR
from jamakan.store import profiles
from jamakan.store.activities import open_activities
from jamakan.store.migrate import migrate
from jamakan.store.seed import seed

STAFF_NAME, STAFF_EMAIL = "Équipe de démonstration", "demo@jamakan.example"
PASSWORD_BYTES = 9  # of chance, twelve letters: the demo listens on this machine only


@dataclass(frozen=True, slots=True)
class Prepared:
    """Where the data are, the slug of the next activity ("" when none is to come), the account of the console, and
    whether anybody ever called."""

    database_url: str
    redis_url: str
    next_activity: str
    staff_email: str
    staff_password: str
    unheard: bool


def prepare() -> Prepared:
    """Prepare the database of this process's settings. Safe to repeat: what is there stays."""
    settings = read_settings()
    core = build_core(settings)
    with closing(core.db), core.redis:
        migrate(core.db)
        now = datetime.now(UTC)
        seed(core.db, now.astimezone(settings.zone).date())
        project_programme(core)
        password = _account(core)
        if not occasions.published(core):
            publishing.publish(core, publishing.library(), now)
        with core.db.read() as connection:
            coming = open_activities(connection, now)
            unheard = not profiles.anybody(connection)
    slug = coming[0].slug if coming else ""
    return Prepared(settings.sql_url, settings.redis_address, slug, STAFF_EMAIL, password, unheard)


def _account(core: Core) -> str:
    """The password of the demo's own account, made on first use."""
    password = make_once(core.settings.var / "staff-password", lambda: secrets.token_urlsafe(PASSWORD_BYTES))
    with suppress(AccountError):  # there since the first start
        accounts.add(core, STAFF_NAME, STAFF_EMAIL, ADMINISTRATOR, password)
    return password
