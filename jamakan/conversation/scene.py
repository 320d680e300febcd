"""All that is known before a turn is played."""

from dataclasses import dataclass, replace

from flows.model import Flow
from flows.world import Surface, World
from jamakan.config import Settings
from jamakan.conversation import knowledge, seats, surroundings
from jamakan.conversation.book import FlowBook
from jamakan.conversation.contact import ContactState
from jamakan.conversation.knowledge import Due
from jamakan.conversation.play import Play
from jamakan.conversation.programme import DAY_CODE, Programme
from jamakan.conversation.turn import Turn
from jamakan.events import TurnHead
from jamakan.profile import Profile

CODES = 900_000  # registration codes are six digits, easy to read aloud: 100000–999999


@dataclass(frozen=True, slots=True)
class Scene:
    """The turn, the person and the open activities. `contact` and `session` are keyed references."""

    settings: Settings
    book: FlowBook
    turn: Turn
    contact: str
    session: str
    profile: Profile
    profile_known: bool  # false while SQL cannot say and Redis does not know
    programme: Programme
    surface: Surface

    @property
    def turn_key(self) -> str:
        return self.settings.vault.ref("turn", self.turn.identity)

    @property
    def handled(self) -> str:
        """Where the answer to this turn is kept: by session for USSD, by message for SMS."""
        return self.session or self.turn_key

    @property
    def language(self) -> str:
        return self.profile.language or self.settings.languages[0]

    def current(self, name: str) -> Flow:
        """The flow of this name that new dialogues start on: an open survey, or one of the library."""
        survey = self.programme.survey(name)
        return self.book.version(survey.version) if survey else self.book.current(name)

    def inputs(self, profile: Profile) -> dict[str, str]:
        """What flows may be told of this person."""
        return surroundings.inputs(profile, self.programme, profile.language or self.language, self.turn.at)

    def play(self, state: ContactState) -> Play:
        """A play of this turn from where the contact stands."""
        vault = self.settings.vault
        turn_key = self.turn_key
        tests = knowledge.due(self.profile, self.programme, self.turn.at)
        return Play(
            self.book,
            self.current,
            self._world(tests),
            state,
            self.profile,
            kind=self.turn.kind,
            default_language=self.settings.languages[0],
            inputs=self.inputs,
            tests=tests,
            new_dialogue=lambda flow: vault.ref("dialogue", f"{turn_key}|{flow}"),
            day_code=lambda typed: self.programme.day_code(vault.ref(DAY_CODE, typed), self.turn.at),
            code=lambda dialogue: str(100_000 + int(vault.ref("code", dialogue), 16) % CODES),
        )

    def _world(self, tests: tuple[Due, ...]) -> World:
        world = surroundings.world(
            self.programme, self.profile, self.settings.values, self.surface, self.turn.at, self.settings.zone
        )
        vault, lists = self.settings.vault, dict(world.lists)
        if tests:
            lists["tests"] = knowledge.options(tests, vault)
        if self.programme.codes:
            lists["seats"] = seats.options(self.profile, vault)
        return replace(world, lists=lists)

    def head(self, version: int) -> TurnHead:
        """The turn as the store records it."""
        return TurnHead(
            key=self.turn_key,
            kind=self.turn.kind,
            channel=self.turn.channel,
            contact=self.contact,
            phone=self.turn.phone,
            service=self.turn.service,
            network=self.turn.network,
            session=self.session,
            at=self.turn.at,
            v=version,
        )
