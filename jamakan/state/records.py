"""One round trip to read all that a turn needs, one script to write all that it changes."""

from dataclasses import dataclass
from importlib.resources import files
from typing import cast

from redis import Redis

from jamakan.privacy.vault import Vault
from jamakan.state import keys

CONTACT_SECONDS = 400 * 86_400  # a participant met last year is still greeted in her language
HANDLED_SECONDS = 3 * 86_400  # six times the 12 hours during which a carrier repeats an SMS
WAKE_MS = 10_000  # a wake-up whose job was lost asks again after this


@dataclass(frozen=True, slots=True)
class Record:
    """A versioned value: `version` is "" when there is none."""

    version: str
    body: bytes

    @property
    def number(self) -> int:
        return int(self.version or 0)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What Redis holds for one turn, opened. None: there is no such record."""

    contact: Record | None
    handled: bytes | None
    profile: Record | None
    programme: bytes | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one turn writes. Bodies are clear; `commit` seals them. What is None or empty stays as it is."""

    contact: str
    handled: str
    turn: str
    expected: str
    version: int
    contact_body: bytes
    handled_body: bytes | None
    profile_body: bytes | None
    entry: bytes  # sealed already (jamakan.events.seal_entry), or none


@dataclass(frozen=True, slots=True)
class Committed:
    """`done` is false when another turn of the same contact came first; `wake`: the store worker is to be woken."""

    done: bool
    wake: bool


class Records:
    """Contacts, profiles and answered turns in Redis. Safe to share between threads."""

    def __init__(self, redis: Redis, vault: Vault) -> None:
        self._redis = redis
        self._vault = vault
        here = files("jamakan.state")
        self._commit = redis.register_script((here / "commit.lua").read_text())
        self._project = redis.register_script((here / "project.lua").read_text())

    def load(self, contact: str, handled: str) -> Loaded:
        """Everything for one turn, in one round trip."""
        raw = self._mget(keys.contact(contact), keys.handled(handled), keys.profile(contact), keys.PROGRAMME)
        return Loaded(
            contact=self._record(raw[0], "contact"),
            handled=self._vault.open(raw[1], "handled") if raw[1] else None,
            profile=self._record(raw[2], "profile"),
            programme=raw[3],
        )

    def commit(self, change: Change) -> Committed:
        """All of a turn or nothing. Running it again after a lost reply changes nothing: it knows its own turn."""
        profile = b""
        if change.profile_body is not None:
            profile = self._sealed(change.version, "", change.profile_body, "profile")
        said, wake = self._commit(
            keys=[
                keys.contact(change.contact),
                keys.handled(change.handled),
                keys.profile(change.contact),
                keys.EVENTS,
                keys.STORE_FLAG,
            ],
            args=[
                change.expected,
                change.turn,
                self._sealed(change.version, change.turn, change.contact_body, "contact"),
                b"" if change.handled_body is None else self._vault.seal(change.handled_body, "handled"),
                HANDLED_SECONDS,
                change.version,
                profile,
                change.entry,
                WAKE_MS,
                CONTACT_SECONDS,
            ],
        )
        return Committed(done=said != b"stale", wake=bool(wake))

    def project(self, contact: str, rev: int, body: bytes) -> bool:
        """Write a profile as SQL knows it. False when Redis holds a later one already."""
        record = self._sealed(rev, "", body, "profile")
        return bool(self._project(keys=[keys.profile(contact)], args=[rev, record]))

    def profiles(self, contacts: list[str]) -> list[Record | None]:
        """The profiles of several contacts, in order."""
        if not contacts:
            return []
        raw = self._mget(*(keys.profile(contact) for contact in contacts))
        return [self._record(value, "profile") for value in raw]

    def _mget(self, *names: str) -> list[bytes | None]:
        return cast(list[bytes | None], self._redis.mget(names))

    def _sealed(self, version: int, turn: str, body: bytes, purpose: str) -> bytes:
        return f"{version}\n{turn}\n".encode() + self._vault.seal(body, purpose)

    def _record(self, raw: bytes | None, purpose: str) -> Record | None:
        if raw is None:
            return None
        version, _, rest = raw.partition(b"\n")
        _, _, sealed = rest.partition(b"\n")
        return Record(version.decode(), self._vault.open(sealed, purpose))
