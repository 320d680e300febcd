"""Dialling, answering and hanging up: the carrier's side of every USSD session."""

from collections import OrderedDict
from threading import RLock
from uuid import uuid4

from emulator.callbacks import FORM, Courier
from emulator.clock import Clock
from emulator.exchange import Reply
from emulator.handsets import Handsets
from emulator.networks import network_code
from emulator.settings import Settings
from emulator.ussd.codes import read_code
from emulator.ussd.screen import Screen, screen_of
from emulator.ussd.session import Session

SESSIONS_KEPT = 5_000
METADATA = "at-ussd-hop-metadata"


class SessionError(Exception):
    """A session cannot do what was asked; the message says why."""


class UnknownSessionError(SessionError):
    """No such session."""


class Switchboard:
    """Every session, the last one of each phone among them. Hops are posted outside the lock: they may take 10 s."""

    def __init__(self, settings: Settings, clock: Clock, courier: Courier, handsets: Handsets, lock: RLock) -> None:
        self._settings = settings
        self._clock = clock
        self._courier = courier
        self._handsets = handsets
        self._lock = lock
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._last: dict[str, Session] = {}

    def get(self, session_id: str) -> Session:
        """Return a session; UnknownSessionError when there is none."""
        try:
            return self._sessions[session_id]
        except KeyError:
            raise UnknownSessionError(f"no USSD session {session_id!r}") from None

    def last_of(self, number: str) -> Session | None:
        """Return the session a phone shows, open or over."""
        return self._last.get(number)

    def dial(self, number: str, code: str) -> Session:
        """Dial a code; a session still open on this phone ends first. An unknown code is answered by the network."""
        dialled = read_code(code, self._settings.rules.service_codes)
        before = self._last.get(number)
        if before:
            self._end(before, "Incomplete", "left")
        session = self._register(number, dialled.service_code if dialled else code)
        if dialled is None:
            session.status, session.problem, session.ended = "Failed", "unknown_code", session.started
            return session
        session.inputs = list(dialled.inputs)
        self._clock.later(self._settings.rules.session_seconds, lambda: self._end(session, "Incomplete", "too_old"))
        return self._hop(session)

    def answer(self, session_id: str, text: str) -> Session:
        """Type an answer and send it."""
        session = self.get(session_id)
        with self._lock:
            if session.status or session.busy:
                raise SessionError("the session is over" if session.status else "the session waits for a reply")
            session.busy = True
            session.inputs.append(text)
        return self._hop(session)

    def repeat(self, session_id: str) -> Session:
        """Post the last request once more, as operators have been seen to do."""
        session = self.get(session_id)
        if session.status:
            raise SessionError("the session is over")
        self._show(session, self._post(session))
        return session

    def hang_up(self, session_id: str) -> Session:
        """Leave a session from the phone; leaving one that is over changes nothing."""
        session = self.get(session_id)
        self._end(session, "Incomplete", "left")
        return session

    def _register(self, number: str, service_code: str) -> Session:
        network = network_code(number, self._settings.rules.style)
        session = Session(f"ATUid_{uuid4().hex}", number, service_code, network, self._clock.now(), busy=True)
        with self._lock:
            self._sessions[session.id] = self._last[number] = session
            if len(self._sessions) > SESSIONS_KEPT:
                self._sessions.popitem(last=False)
            self._handsets.touch(number)
        return session

    def _hop(self, session: Session) -> Session:
        session.hops += 1
        self._handsets.touch(session.number)
        self._show(session, self._post(session))
        self._watch(session)
        return session

    def _post(self, session: Session) -> Reply:
        headers = {
            "User-Agent": "at-ussd-api/1.0",
            "Content-Type": f"{FORM}; charset=UTF-8",
            "Accept-Encoding": "gzip",
        }
        if session.metadata:
            headers[METADATA] = session.metadata[-1]
        return self._courier.post("ussd", session.request(), headers)

    def _show(self, session: Session, reply: Reply) -> None:
        rules = self._settings.rules
        screen = screen_of(reply, rules.screen_limit, rules.strict_screens)
        with self._lock:
            session.busy = False
            if session.status:  # the person hung up, or time was over, while the customer was thinking
                return
            session.screen, session.millis = screen, reply.millis
            session.last_reply = reply.body.decode("utf-8", "replace")
            session.note_metadata(reply.headers.get(METADATA, ""))
            self._handsets.touch(session.number)
        if not screen.open:
            self._end(session, "Failed" if screen.problem else "Success", screen.problem)

    def _watch(self, session: Session) -> None:
        """End the session if nobody types anything for too long."""
        hop = session.hops
        self._clock.later(self._settings.rules.inactivity_seconds, lambda: self._end_if_idle(session, hop))

    def _end_if_idle(self, session: Session, hop: int) -> None:
        if session.hops == hop:
            self._end(session, "Incomplete", "inactive")

    def _end(self, session: Session, status: str, problem: str) -> None:
        with self._lock:
            if session.status:
                return
            session.status, session.problem, session.ended = status, problem, self._clock.now()
            if problem:
                session.screen = Screen()
            self._handsets.touch(session.number)
        self._clock.later(0, lambda: self._courier.post("ussd_end", session.notification()))
