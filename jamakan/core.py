"""What one process is made of: settings, Redis, SQL and the conversation over them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import structlog
from redis import Redis

from flows.catalog import load_library
from jamakan.config import Settings
from jamakan.conversation.book import FlowBook
from jamakan.conversation.conversation import Conversation
from jamakan.events import Entry, seal_entry
from jamakan.state import keys, stream, wake
from jamakan.state.connection import connect
from jamakan.state.records import Records
from jamakan.store.database import Database
from jamakan.store.profile_reader import ProfileReader

log = structlog.get_logger()


class KeyMismatch(Exception):
    """This process has another key than the others of its house."""


@dataclass(frozen=True)
class Core:
    """One a process. Connections open on first use, so a process may start before its servers."""

    settings: Settings
    redis: Redis
    db: Database
    before_close: list[Callable[[], None]] = field(default_factory=list, repr=False)  # what still reads from them

    @cached_property
    def records(self) -> Records:
        return Records(self.redis, self.settings.vault)

    @cached_property
    def book(self) -> FlowBook:
        return FlowBook(load_library(), self.redis)

    @cached_property
    def conversation(self) -> Conversation:
        profiles = ProfileReader(self.db)
        return Conversation(self.settings, self.records, self.book, profiles.read, self.wake_store)

    @cached_property
    def key_mark(self) -> str:
        return key_mark(self.settings)

    def close(self) -> None:
        """Give the connections back."""
        for end in self.before_close:
            end()
        self.redis.close()
        self.db.close()

    def keep(self, entry: Entry) -> None:
        """Make an entry that belongs to no turn durable. Raises RedisError: then nothing was kept."""
        stream.append(self.redis, seal_entry(entry, self.settings.vault))
        wake.wake(self.redis, wake.STORE_QUEUE)

    def check_key(self) -> None:
        """Refuse to run with another key than the house's: all that was written would be unreadable to the others.

        Raises KeyMismatch, RedisError.
        """
        self.redis.set(keys.KEY_CHECK, self.key_mark, nx=True)
        known = self.redis.get(keys.KEY_CHECK)
        if known != self.key_mark.encode():
            raise KeyMismatch("JAMAKAN_KEY is not the one this Redis was filled with: give every process the same")

    def wake_store(self) -> None:
        """Ask for the store job, the commit script having set the flag. A failure is mended by the clock."""
        wake.enqueue(self.redis, wake.STORE_QUEUE)


def key_mark(settings: Settings) -> str:
    """What these settings' key makes of a known word: equal for equal keys, and no help to find the key."""
    return settings.vault.ref("key", "check")


def build_core(settings: Settings) -> Core:
    """The core of this process."""
    return Core(settings, connect(settings.redis_address), Database(settings.sql_url))
