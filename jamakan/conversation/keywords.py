"""The words an SMS may begin with. Case and accents do not matter; stop words count only as the whole message."""

from dataclasses import dataclass
from enum import Enum

from flows.text.matching import normal


class Command(Enum):
    """What a keyword asks for."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    REGISTER = "registration"
    FEEDBACK = "feedback"
    LANGUAGE = "language"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Order:
    """A keyword found: the command, the language of the word ("" when it is both), and what followed it."""

    command: Command
    language: str
    rest: str = ""


# Custom rather than law: "stop" inside a sentence goes to a person.
STOP_WORDS = frozenset({"stop", "arret", "arreter", "fin", "desabonner", "quitter", "unsubscribe"})

WORDS: dict[str, tuple[Command, str]] = {
    "inscrire": (Command.REGISTER, "fr"),
    "inscription": (Command.REGISTER, "fr"),
    "register": (Command.REGISTER, "en"),
    "join": (Command.REGISTER, "en"),
    "avis": (Command.FEEDBACK, "fr"),
    "feedback": (Command.FEEDBACK, "en"),
    "aide": (Command.HELP, "fr"),
    "help": (Command.HELP, "en"),
    "reprendre": (Command.START, "fr"),
    "start": (Command.START, "en"),
    "langue": (Command.LANGUAGE, "fr"),
    "language": (Command.LANGUAGE, "en"),
    "annuler": (Command.CANCEL, "fr"),
    "cancel": (Command.CANCEL, "en"),
}
WITH_REST = frozenset({Command.CANCEL, Command.FEEDBACK})  # CANCEL 123456, AVIS 4 1 3: the others stand alone


def is_stop(text: str) -> bool:
    """Whether the whole message asks us to stop, on SMS and inside USSD alike."""
    return _words(text) in {(word,) for word in STOP_WORDS}


def order(text: str) -> Order | None:
    """The keyword order in an SMS, or None when it is an answer or a sentence."""
    if is_stop(text):
        return Order(Command.STOP, "")
    if text.strip() == "?":
        return Order(Command.HELP, "")
    words = _words(text)
    if not words or words[0] not in WORDS:
        return None
    command, language = WORDS[words[0]]
    if len(words) > 1 and command not in WITH_REST:
        return None
    return Order(command, language, text.strip().partition(" ")[2].strip())


def _words(text: str) -> tuple[str, ...]:
    return tuple(normal(text).split())
