"""The words an SMS may begin with. Case and accents do not matter; stop words count only as the whole message."""

import re
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
    CONFIRM = "confirm"


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
    "confirmer": (Command.CONFIRM, "fr"),
    "confirm": (Command.CONFIRM, "en"),
}
# They confirm a seat only when no question waits for an answer, which may well be "oui".
AGREEMENT: dict[str, tuple[Command, str]] = {
    "oui": (Command.CONFIRM, "fr"),
    "yes": (Command.CONFIRM, "en"),
}
CODE = re.compile(r"\d{3} ?\d{3}")
# What may follow: AVIS 4 1 3 les repas, ANNULER 482913. The other keywords stand alone.
RESTS = {Command.FEEDBACK: re.compile(r"\d.*", re.DOTALL), Command.CANCEL: CODE, Command.CONFIRM: CODE}
CODED = frozenset({Command.CANCEL, Command.CONFIRM})
FIRST_WORD = re.compile(r"\W*(\w+)[^\w]*(.*)", re.DOTALL)


def word_of(command: Command, language: str) -> str:
    """The first word that asks for this, in a language."""
    return next(word for word, known in WORDS.items() if known == (command, language))


def is_stop(text: str) -> bool:
    """Whether the whole message asks us to stop, on SMS and inside USSD alike."""
    return normal(text) in STOP_WORDS


def order(text: str, *, agreeing: bool = False) -> Order | None:
    """The keyword order in an SMS, or None when it is an answer or a sentence.

    `agreeing`: a seat waits to be confirmed and no question for an answer, so that OUI is an order too.
    """
    if is_stop(text):
        return Order(Command.STOP, "")
    if text.strip() == "?":
        return Order(Command.HELP, "")
    word, rest = first_word(text)
    words = WORDS | AGREEMENT if agreeing else WORDS
    if word not in words:
        return None
    command, language = words[word]
    if rest and not (command in RESTS and RESTS[command].fullmatch(rest)):
        return None
    return Order(command, language, rest.replace(" ", "") if command in CODED else rest)


def first_word(text: str) -> tuple[str, str]:
    """The first word, in the form keywords are compared in, and what follows it: `AVIS:4 1` is `avis` and `4 1`."""
    found = FIRST_WORD.fullmatch(text.strip())
    return (normal(found[1]), found[2].strip()) if found else ("", "")
