"""Reading a contact's profile when Redis has none, without ever making a caller wait for SQL twice."""

import time

import structlog

from jamakan.profile import Profile
from jamakan.store.database import Database, DatabaseAway
from jamakan.store.profiles import profile

log = structlog.get_logger()

REST_SECONDS = 5.0  # after a failure SQL is left alone: a burst of new callers must not each wait for its time-out


class ProfileReader:
    """`read` gives a contact's profile, or None when it is unknown or SQL is away."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._resting_until = 0.0

    def read(self, contact: str) -> Profile | None:
        if time.monotonic() < self._resting_until:
            return None
        try:
            with self._db.read() as connection:
                return profile(connection, contact)
        except DatabaseAway as error:
            log.warning("profile not read, SQL is away", reason=str(error))
            self._resting_until = time.monotonic() + REST_SECONDS
            return None
