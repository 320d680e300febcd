"""One turn from request to reply: load in one round trip, play, commit in one script."""

import json
import time
from collections.abc import Callable
from dataclasses import replace

import structlog
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from flows.screens import Screen
from flows.text.folding import fold
from flows.texts import say
from flows.world import SMS, USSD
from jamakan.config import Settings
from jamakan.conversation import presence, transcript
from jamakan.conversation.book import FlowBook
from jamakan.conversation.contact import ContactState, Handled, Heard, encode
from jamakan.conversation.play import Play
from jamakan.conversation.programme import Programme, ProgrammeReader
from jamakan.conversation.scene import Scene
from jamakan.conversation.sms import keep_sms, play_sms, stands_alone
from jamakan.conversation.transcript import Relation
from jamakan.conversation.turn import Turn
from jamakan.events import TurnEntry, seal_entry
from jamakan.profile import Profile
from jamakan.state.records import Change, Loaded, Record, Records

log = structlog.get_logger()

COMMIT_TRIES = 8  # lost compares in a row: the same phone would have to send as many turns at one instant
REDIS_TRIES = 3
REDIS_PAUSE = 0.1  # seconds; a restarted server answers again within a few of these

MARK = 12  # hex digits that stand for the words of an SMS, among the few a phone wrote lately

SURFACES = {"ussd": USSD, "sms": SMS}

ProfileSource = Callable[[str], Profile | None]
"""Reads a contact's profile from SQL, an empty one when SQL does not know the contact, None when SQL is away."""


class Unavailable(Exception):
    """Redis does not answer: nothing was promised to anybody, the carrier is to ask again."""


class Conversation:
    """Plays turns. One object a process, shared by its threads."""

    def __init__(
        self,
        settings: Settings,
        records: Records,
        book: FlowBook,
        profile_source: ProfileSource,
        wake_store: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._records = records
        self._book = book
        self._profile_source = profile_source
        self._wake_store = wake_store
        self._programme = ProgrammeReader()

    def ussd(self, turn: Turn) -> Screen:
        """The screen a USSD hop is answered with. The same hop again gets the same bytes. Raises Unavailable."""
        return self._until_committed(turn, self._ussd_once)

    def sms(self, turn: Turn) -> None:
        """Take an incoming SMS; its reply leaves through the outbox. Raises Unavailable."""
        self._until_committed(turn, self._posted_once)

    def fetched(self, turn: Turn, *, answer: bool) -> None:
        """Take an SMS we asked for, unless its callback came. `answer` false: only keep it. Raises Unavailable."""
        self._until_committed(turn, self._fetched_once if answer else self._kept_once)

    def pending(self, turn: Turn, dialogue: str) -> str:
        """The question a dialogue waits with, as SMS would show it; "" when it waits no more. Changes nothing.

        `turn` says whose line it is and what time it is. Raises Unavailable.
        """
        try:
            return self._pending(turn, dialogue)[-1].screen.body
        except RedisError as error:
            raise Unavailable("Redis does not answer") from error

    def ask_again(self, turn: Turn, dialogue: str, idle: float) -> str:
        """The same, and from now on an SMS answers it. "" too when the line spoke `idle` seconds ago or less.

        Raises Unavailable.
        """
        return self._until_committed(turn, lambda turn: self._ask_once(turn, dialogue, idle)).body

    def ask(self, turn: Turn, flow: str, idle: float) -> str:
        """Begin a flow that asks something of a line by SMS; its question, which an SMS answers from now on.

        What the person was in the middle of is kept for later. "" when the line spoke `idle` seconds ago or less.
        `flow` is one whose dialogues are not stored. Raises Unavailable.
        """
        return self._until_committed(turn, lambda turn: self._begin_once(turn, flow, idle)).body

    def _begin_once(self, turn: Turn, flow: str, idle: float) -> Screen | None:
        contact = self._settings.vault.ref("phone", turn.phone)
        loaded = self._records.load(contact, self._settings.vault.ref("turn", turn.identity))
        scene = self._scene(turn, contact, "", loaded)
        state = _state(loaded.contact)
        if turn.at - state.at < idle:
            return Screen("", ends=True)
        play = scene.play(state)
        play.begin_turn()
        play.begin(flow)
        play.state = replace(play.state, at=turn.at)  # else the answer would come to a question of a year ago
        return play.screen if self._commit(scene, loaded, play, None, silent=True) else None

    def _ask_once(self, turn: Turn, dialogue: str, idle: float) -> Screen | None:
        scene, loaded, play = self._pending(turn, dialogue)
        if not play.screen.body or turn.at - play.state.at < idle:
            return Screen("", ends=True)
        return play.screen if self._commit(scene, loaded, play, None, silent=True) else None

    def _pending(self, turn: Turn, dialogue: str) -> tuple[Scene, Loaded, Play]:
        contact = self._settings.vault.ref("phone", turn.phone)
        loaded = self._records.load(contact, self._settings.vault.ref("turn", turn.identity))
        scene = self._scene(turn, contact, "", loaded)
        play = scene.play(_state(loaded.contact))
        play.show_again(dialogue)
        return scene, loaded, play

    def _until_committed(self, turn: Turn, once: Callable[[Turn], Screen | None]) -> Screen:
        failures = 0
        for _ in range(COMMIT_TRIES):
            try:
                screen = once(turn)
            except (RedisConnectionError, RedisTimeoutError) as error:
                failures += 1
                if failures == REDIS_TRIES:
                    raise Unavailable("Redis does not answer") from error
                time.sleep(REDIS_PAUSE)
                continue
            except RedisError as error:  # disk full, out of memory, read-only replica
                raise Unavailable("Redis refuses to write") from error
            if screen is not None:
                return screen
        raise Unavailable("too many turns of one contact at once")

    def _ussd_once(self, turn: Turn) -> Screen | None:
        vault = self._settings.vault
        contact = vault.ref("phone", turn.phone)
        session = vault.ref("session", turn.session)
        loaded = self._records.load(contact, session)
        last = Handled.from_json(json.loads(loaded.handled)) if loaded.handled else None
        how = transcript.relation(last.text if last else None, turn.text)
        state = _state(loaded.contact)
        scene = self._scene(turn, contact, session, loaded)

        if last is not None and how in (Relation.REPEAT, Relation.STALE):
            log.info("ussd hop repeated", session=session, relation=how.value)
            return Screen(last.body, last.ends)
        if how is Relation.CONFLICT or (last is not None and (last.ends or state.session != session)):
            log.warning("ussd hop out of place", session=session, relation=how.value)
            return Screen(fold(say("session.over", scene.language, scene.settings.values)), ends=True)

        play = scene.play(state)
        play.begin_turn()
        typed = transcript.inputs(last.text if last else None, turn.text)
        if last is None and presence.dialled(typed):
            presence.claim(play, typed[0], turn.at)
            typed = ()
        elif last is None:
            play.open(fresh=bool(typed))
        for text in typed:
            if play.screen.ends and play.screen.body:
                break  # dialled further than the dialogue goes
            play.type(text)
        handled = Handled(turn.text, play.screen.body, play.screen.ends)
        return play.screen if self._commit(scene, loaded, play, handled) else None

    def _posted_once(self, turn: Turn) -> Screen | None:
        return self._sms_once(turn, play_sms, asked=False)

    def _fetched_once(self, turn: Turn) -> Screen | None:
        return self._sms_once(turn, _play_if_timely, asked=True)

    def _kept_once(self, turn: Turn) -> Screen | None:
        return self._sms_once(turn, keep_sms, asked=True)

    def _sms_once(self, turn: Turn, take: Callable[[Play, Turn, Programme], None], *, asked: bool) -> Screen | None:
        vault = self._settings.vault
        contact = vault.ref("phone", turn.phone)
        message = vault.ref("turn", turn.identity)
        loaded = self._records.load(contact, message)
        if loaded.handled is not None:
            log.info("sms repeated", message=message)
            return Screen("", ends=True)
        scene = self._scene(turn, contact, "", loaded)
        state = _state(loaded.contact)
        heard = Heard(vault.ref("sms", " ".join(turn.text.split()))[:MARK], turn.said_at or turn.at, asked)
        play = scene.play(state.hears(heard))
        if twin := state.twin(heard):
            log.info("sms came two ways", message=message, apart=round(heard.at - twin.at))
        else:
            take(play, turn, scene.programme)
        return play.screen if self._commit(scene, loaded, play, Handled(), silent=twin is not None) else None

    def _scene(self, turn: Turn, contact: str, session: str, loaded: Loaded) -> Scene:
        profile = self._profile(contact, loaded.profile)
        return Scene(
            settings=self._settings,
            book=self._book,
            turn=turn,
            contact=contact,
            session=session,
            profile=profile or Profile(),
            profile_known=profile is not None,
            programme=self._programme.read(loaded.programme, turn.at),
            surface=SURFACES[turn.kind],
        )

    def _profile(self, contact: str, record: Record | None) -> Profile | None:
        if record is not None:
            return Profile.from_json(json.loads(record.body))
        return self._profile_source(contact)

    def _commit(
        self, scene: Scene, loaded: Loaded, play: Play, handled: Handled | None, *, silent: bool = False
    ) -> bool:
        """Write the turn; a `silent` one, in which the person said nothing new, tells the store nothing.

        False: another turn of this contact came first, play again on what it left.
        """
        stored = loaded.contact.number if loaded.contact else 0
        # Milliseconds: should Redis ever lose a contact, what is said next still ranks after all that SQL holds.
        version = max(stored, scene.profile.rev, int(scene.turn.at * 1000)) + 1
        at = play.state.at if silent else max(play.state.at, scene.turn.at)
        state = replace(play.state, session=_session(scene, loaded, play), at=at)
        profile = play.profile.at(version)
        entry = TurnEntry(scene.head(version), tuple(play.events))
        committed = self._records.commit(
            Change(
                contact=scene.contact,
                handled=scene.handled,
                turn=scene.turn_key,
                expected=loaded.contact.version if loaded.contact else "",
                version=version,
                contact_body=encode(state),
                handled_body=encode(handled) if handled else None,
                profile_body=None if silent else _changed(profile, scene, loaded.profile),
                entry=b"" if silent else seal_entry(entry, self._settings.vault),
            )
        )
        if committed.wake:
            self._wake_store()
        return committed.done


def _play_if_timely(play: Play, turn: Turn, programme: Programme) -> None:
    """An answer overtaken by another turn might answer another question: a person reads it. An order stands alone."""
    late = play.state.at > turn.at and not stands_alone(turn.text, programme)
    (keep_sms if late else play_sms)(play, turn, programme)


def _session(scene: Scene, loaded: Loaded, play: Play) -> str:
    """The USSD session that may go on: an SMS that moved nothing leaves a call in progress alone."""
    before = _state(loaded.contact)
    return before.session if scene.turn.kind == "sms" and play.state.dialogue == before.dialogue else scene.session


def _state(record: Record | None) -> ContactState:
    return ContactState.from_json(json.loads(record.body)) if record else ContactState()


def _changed(after: Profile, scene: Scene, stored: Record | None) -> bytes | None:
    """The profile to write, or None when the stored one says the same or nobody knows what it should say."""
    settled = stored is not None or not scene.profile_known
    if settled and after.at(0) == scene.profile.at(0):
        return None
    return json.dumps(after.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
