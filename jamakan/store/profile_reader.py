"""Reading a contact's profile when Redis has none, without ever making a caller wait for SQL twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from jamakan.profile import Profile
from jamakan.store.database import Database, DatabaseAway
from jamakan.store.profiles import profile

log = structlog.get_logger()

REST_SECONDS = 5.0  # after a failure SQL is left alone: a burst of new callers must not each wait for its time-out
PATIENCE_SECONDS = 1.0  # a server that accepts and never answers has no time-out of its own


class ProfileReader:
    """`read` gives a contact's profile, an empty one when SQL does not know the contact, None when SQL is away."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="profile")
        self._resting_until = 0.0

    def read(self, contact: str) -> Profile | None:
        if time.monotonic() < self._resting_until:
            return None
        asked = self._readers.submit(self._read, contact)
        try:
            return asked.result(PATIENCE_SECONDS)
        except (DatabaseAway, SQLAlchemyError, NotInTime) as error:
            asked.cancel()
            log.warning("profile not read, SQL is away", reason=type(error).__name__)
            self._resting_until = time.monotonic() + REST_SECONDS
            return None

    def _read(self, contact: str) -> Profile:
        with self._db.read() as connection:
            return profile(connection, contact) or Profile()
