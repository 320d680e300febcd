"""Made-up people: they read what their phone shows and pick by the words, never by a known number."""

import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from jamakan.house.carrier import Carrier, Hop

CHOICE = re.compile(r"^(\d+) (.+)$", re.MULTILINE)
MORE = "98"
PAGES = 8  # of one choice list, at most
SMS_SECONDS = 30.0
POLL_SECONDS = 0.05


class Lost(Exception):
    """The phone does not show what the person was told to expect."""


@dataclass(frozen=True, slots=True)
class Reply:
    """On a screen with the words `when`: pick the choice that begins with `pick`, or type `text`."""

    when: str
    pick: str = ""
    text: str = ""


class Person:
    """Somebody with a phone. `tell` is given everything the phone shows and all that is typed."""

    def __init__(self, name: str, phone: str, carrier: Carrier, tell: Callable[[str, str], None]) -> None:
        self.name = name
        self.phone = phone
        self._carrier = carrier
        self._tell = tell

    def call(self, code: str, *replies: Reply) -> str:
        """Dial, answer screen after screen, and give the last screen. Raises Lost."""
        hop = self.begin(code, *replies)
        if hop.open:
            raise Lost(f"the call goes on after the last answer:\n{hop.text}")
        return hop.text

    def begin(self, code: str, *replies: Reply) -> Hop:
        """Dial, answer some screens, and stop there. Raises Lost."""
        self._tell(self.name, f"compose · dials {code}")
        hop = self._seen(self._carrier.dial(self.phone, code))
        for reply in replies:
            hop = self._typed(hop, reply)
        return hop

    def text(self, to: str, word: str, *replies: Reply) -> str:
        """Send an SMS, answer message after message, and give the last one. Raises Lost."""
        message = self._exchange(to, word)
        for reply in replies:
            message = self._exchange(to, answer_to(message, reply))
        return message

    def wait_for(self, words: str, seconds: float = SMS_SECONDS) -> str:
        """The first SMS with these words, waited for. Raises Lost."""
        return self._arrived(lambda text: plain(words) in plain(text), 0, seconds, words)

    def _typed(self, hop: Hop, reply: Reply) -> Hop:
        for _ in range(PAGES):
            typed = answer_to(hop.text, reply)
            self._tell(self.name, f"> {typed}")
            hop = self._seen(self._carrier.answer(hop.session, typed))
            if typed != MORE:
                return hop
        raise Lost(f"no choice {reply.pick!r} on {PAGES} pages")

    def _seen(self, hop: Hop) -> Hop:
        self._tell(self.name, hop.text)
        if hop.problem:
            raise Lost(f"the call broke off: {hop.problem}")
        return hop

    def _exchange(self, to: str, text: str) -> str:
        before = len(self._carrier.inbox(self.phone))
        self._tell(self.name, f"SMS > {text}")
        self._carrier.text(self.phone, to, text)
        return self._arrived(lambda _: True, before, SMS_SECONDS, f"an answer to {text!r}")

    def _arrived(self, wanted: Callable[[str], bool], after: int, seconds: float, what: str) -> str:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for text in self._carrier.inbox(self.phone)[after:]:
                if wanted(text):
                    self._tell(self.name, f"SMS < {text}")
                    return text
            time.sleep(POLL_SECONDS)
        raise Lost(f"no SMS for {self.name} within {seconds:.0f} s: {what}")


def plain(text: str) -> str:
    """Without accents and case: what a phone shows may be folded to the letters it has."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def answer_to(shown: str, reply: Reply) -> str:
    """What to type for `reply`; 98 when the choice must be on another page. Raises Lost."""
    choices = {plain(match[2]): match[1] for match in CHOICE.finditer(shown)}
    if reply.pick:
        wanted = plain(reply.pick)
        if wanted in choices:
            return str(choices[wanted])
        for label, number in choices.items():
            if label.startswith(wanted):
                return str(number)
        if MORE in choices.values():
            return MORE
        raise Lost(f"no choice {reply.pick!r} on:\n{shown}")
    if plain(reply.when) not in plain(shown):
        raise Lost(f"expected {reply.when!r}, but the phone shows:\n{shown}")
    return reply.text
