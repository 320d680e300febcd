"""What the acts of the year work with, and the house's own work between them."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from jamakan import broadcasts, storing
from jamakan.core import Core
from jamakan.demo_data.clock import Clock
from jamakan.demo_data.ledger import Ledger
from jamakan.demo_data.mobile import Mobile
from jamakan.demo_data.pocket import Pocket
from jamakan.demo_data.villagers import Villager
from jamakan.followups import work as followups
from jamakan.house.people import Lost, Reply
from jamakan.sending.desk import Desk
from jamakan.sending.gate import BULK, SINGLE
from jamakan.state import stream
from jamakan.store.broadcasts import states

FIRST_LANGUAGE = "fr"
OFFERS = {"seat": "other", "test": "later"}  # what the menu asks first, of who calls for something else


@dataclass(frozen=True)
class Scene:
    """One year being played. `staff`: the account that decides; `sharing`: phones of several people."""

    core: Core
    clock: Clock
    chance: Random
    pocket: Pocket
    mobile: Mobile
    staff: int
    sharing: Set[str]
    ledger: Ledger = field(default_factory=Ledger)

    def shared(self, who: Villager) -> bool:
        """Whether others register by the same phone."""
        return who.phone in self.sharing

    def calls(self, who: Villager, suffix: str = "", **flows: Mapping[str, str]) -> bool:
        """They dial and answer, flow by flow. False, and noted, when a screen came that nobody foresaw."""
        replies = list(self._replies(who, flows))
        try:
            self.mobile.call(who.phone, replies, suffix)
        except Lost as error:
            self.ledger.lost.append(f"{datetime.now(UTC):%Y-%m-%d %H:%M}, {', '.join(flows)}: {error}")
            return False
        return True

    def writes(self, who: Villager, words: str) -> None:
        """They send an SMS."""
        self.pocket.text(who.phone, self.core.settings.short_code, words)

    def settle(self) -> None:
        """Let the house do what it does within the hour: store, send, hear from the carrier."""
        self._store()
        self._send()
        self.pocket.report()
        self._store()

    def look_after(self) -> None:
        """Let it do what it does daily: show what is open, begin broadcasts, follow people up."""
        self._store()
        storing.refresh(self.core)
        broadcasts.start_due(self.core)
        broadcasts.prepare(self.core)
        followups.follow_up(self.core)
        self.settle()

    def _store(self) -> None:
        """As the store worker does, without waiting for more."""
        while rows := stream.read(self.core.redis, storing.BATCH):
            storing.store(self.core, rows)

    def _send(self) -> None:
        desk = Desk(self.core, {self.pocket.route.name: self.pocket.route}, self.pocket.route)
        while (served := desk.serve((SINGLE, BULK))) and served.messages:
            pass
        states.finish_done(self.core.db, datetime.now(UTC))

    def _replies(self, who: Villager, flows: Mapping[str, Mapping[str, str]]) -> Iterator[Reply]:
        yield from self.mobile.replies("language", FIRST_LANGUAGE, {"language": who.language})  # nobody chose yet
        for flow, answers in {"main": {}, **flows}.items():
            passed = {**OFFERS, **answers} if flow == "main" else answers
            yield from self.mobile.replies(flow, who.language, passed)
