"""The audience of a broadcast, slice by slice, each line with the words it is sent.

Whoever counts, previews or writes goes through here, so that a preview cannot promise what is not sent.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from jamakan.broadcasts import texts
from jamakan.broadcasts.texts import CODE, NAME, Words
from jamakan.core import Core
from jamakan.privacy.vault import Vault
from jamakan.programme.plan import Plan
from jamakan.store import sealing
from jamakan.store.activities import find
from jamakan.store.broadcasts import audience
from jamakan.store.broadcasts.audience import Line, Person
from jamakan.store.database import Database
from jamakan.store.messages import OPTED_OUT

SLICE = 1000  # contacts a slice: what a transaction of SQLite holds others up for, and what memory holds
SAME_LINE = "same_line"  # a second participant reached by the same phone
NO_TEXT = "no_text"  # its placeholders left nothing to say


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line and what it is sent: `text` as written to `language`, before folding."""

    contact_id: int
    language: str
    channel: str
    network: str
    text: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Some lines of an audience. `through`: the last contact looked at; `last`: nobody comes after."""

    recipients: tuple[Recipient, ...]
    excluded: Counter[str]
    through: int
    last: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the slices of one plan. `broadcast_id` is None while it is only a plan, which has no spreadsheet."""

    plan: Plan
    broadcast_id: int | None
    words: Words
    channels: Sequence[str]
    db: Database
    vault: Vault

    @classmethod
    def of(cls, core: Core, plan: Plan, broadcast_id: int | None = None) -> Self:
        """The reader of a plan, its activity looked up."""
        settings = core.settings
        with core.db.read() as connection:
            about = find(connection, plan.activity) if plan.activity else None
        words = texts.prepared(plan, about, settings.values)
        return cls(plan, broadcast_id, words, settings.channels, core.db, settings.vault)

    def slice(self, after: int, most: int = 0) -> Slice:
        """The lines beyond a contact, `most` at most; 0 is as many as a slice holds."""
        most = most or SLICE
        with self.db.read() as connection:
            found = audience.lines(connection, self.plan.audience, self.broadcast_id, after=after, most=most)
            named = audience.people(connection, self.plan.audience, found) if self._names_people else {}
        through = found[-1].contact_id if found else after
        excluded: Counter[str] = Counter()
        listening = [line for line in found if not line.opted_out]
        excluded[OPTED_OUT] += len(found) - len(listening)
        excluded[SAME_LINE] += sum(line.people - 1 for line in listening)
        said = [self._recipient(line, named.get(line.contact_id, [])) for line in listening]
        recipients = tuple(one for one in said if one.text)
        excluded[NO_TEXT] += len(said) - len(recipients)
        return Slice(recipients, +excluded, through, last=len(found) < most)

    @property
    def _names_people(self) -> bool:
        return bool(self.words.own & {NAME, CODE}) and not self.plan.audience.spreadsheet

    def all(self, after: int = 0) -> Iterator[Slice]:
        """Every slice beyond a contact, one in memory at a time."""
        last = False
        while not last:
            some = self.slice(after)
            yield some
            after, last = some.through, some.last

    def _recipient(self, line: Line, people: Sequence[Person]) -> Recipient:
        language = self.words.language(line.language)
        own = self._own(line, people, language) if self.words.own else {}
        channel = self.plan.channel or line.channel
        leaves_by = channel if channel in self.channels else self.channels[0]
        return Recipient(line.contact_id, language, leaves_by, line.network, self.words.say(language, own))

    def _own(self, line: Line, people: Sequence[Person], language: str) -> Mapping[str, str]:
        if line.fields is not None:
            columns: dict[str, str] = json.loads(self.vault.open_text(line.fields, sealing.FIELDS))
            return columns
        own = {CODE: ", ".join(dict.fromkeys(one.code for one in people))}
        if NAME in self.words.own:
            names = [self.vault.open_text(one.name, sealing.NAME) for one in people if one.name is not None]
            own[NAME] = texts.joined(names, language)
        return own
