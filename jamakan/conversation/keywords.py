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
    NETWORK = "network"
    DATA = "mydata"
    ERASE = "erasing"
    WITHDRAW = "withdrawal"
    HEARD = "being_heard"
    FOLLOW = "my_cases"
    VOTE = "vote"
    TEST = "knowledge"
    COMMITMENTS = "commitments"
    PRESENT = "present"
    RELAY = "relay"


@dataclass(frozen=True, slots=True)
class Order:
    """A keyword found: the command, the language of the word ("" when it is both), and what followed it.

    `kind`: of the case that what followed is, told in one SMS.
    """

    command: Command
    language: str
    rest: str = ""
    kind: str = ""


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
    "reseau": (Command.NETWORK, "fr"),
    "network": (Command.NETWORK, "en"),
    "donnees": (Command.DATA, "fr"),
    "mes": (Command.DATA, "fr"),
    "data": (Command.DATA, "en"),
    "my": (Command.DATA, "en"),
    "effacer": (Command.ERASE, "fr"),
    "erase": (Command.ERASE, "en"),
    "retrait": (Command.WITHDRAW, "fr"),
    "withdraw": (Command.WITHDRAW, "en"),
    "souci": (Command.HEARD, "fr"),
    "plainte": (Command.HEARD, "fr"),
    "probleme": (Command.HEARD, "fr"),
    "proposition": (Command.HEARD, "fr"),
    "question": (Command.HEARD, ""),
    "concern": (Command.HEARD, "en"),
    "complaint": (Command.HEARD, "en"),
    "problem": (Command.HEARD, "en"),
    "proposal": (Command.HEARD, "en"),
    "suivi": (Command.FOLLOW, "fr"),
    "follow": (Command.FOLLOW, "en"),
    "engagements": (Command.COMMITMENTS, "fr"),
    "engagement": (Command.COMMITMENTS, "fr"),
    "commitments": (Command.COMMITMENTS, "en"),
    "vote": (Command.VOTE, ""),
    "test": (Command.TEST, ""),
    "voter": (Command.VOTE, "fr"),
    "present": (Command.PRESENT, ""),
    "presente": (Command.PRESENT, "fr"),
    "relais": (Command.RELAY, "fr"),
    "relay": (Command.RELAY, "en"),
}
# Of what follows PROBLEME and the like, which is said as it comes: SOUCI le forage est en panne.
KINDS = {"question": "question", "proposition": "proposal", "proposal": "proposal"}
# They confirm a seat only when no question waits for an answer, which may well be "oui".
AGREEMENT: dict[str, tuple[Command, str]] = {
    "oui": (Command.CONFIRM, "fr"),
    "yes": (Command.CONFIRM, "en"),
}
CODE = re.compile(r"\d{3} ?\d{3}")
# What may follow: AVIS 4 1 3 les repas, ANNULER 482913. The other keywords stand alone.
RESTS = {
    Command.FEEDBACK: re.compile(r"\d.*", re.DOTALL),
    Command.CANCEL: CODE,
    Command.CONFIRM: CODE,
    Command.DATA: re.compile("donn[eé]es|data", re.IGNORECASE),
    Command.FOLLOW: re.compile(r"\D{0,4}\d{1,9}"),
    Command.HEARD: re.compile(r"[\d\s]+"),
    Command.PRESENT: re.compile(r"[\d ]{1,9}"),
}
CODED = frozenset({Command.CANCEL, Command.CONFIRM, Command.PRESENT})
FIRST_WORD = re.compile(r"\W*(\w+)[^\w]*(.*)", re.DOTALL)


def word_of(command: Command, language: str) -> str:
    """The first word that asks for this, in a language."""
    return next(word for word, known in WORDS.items() if known == (command, language))


def is_stop(text: str) -> bool:
    """Whether the whole message asks us to stop, on SMS and inside USSD alike."""
    return normal(text) in STOP_WORDS


def order(text: str, *, agreeing: bool = False, telling: bool = False) -> Order | None:
    """The keyword order in an SMS, or None when it is an answer or a sentence.

    `agreeing`: a seat waits to be confirmed and no question for an answer, so that OUI is an order too. `telling`: no
    question waits, so that what follows SOUCI is told, and not an answer that happens to begin so.
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
        told = telling and command is Command.HEARD
        return Order(command, language, rest, KINDS.get(word, "challenge")) if told else None
    return Order(command, language, rest.replace(" ", "") if command in CODED else rest)


def first_word(text: str) -> tuple[str, str]:
    """The first word, in the form keywords are compared in, and what follows it: `AVIS:4 1` is `avis` and `4 1`."""
    found = FIRST_WORD.fullmatch(text.strip())
    return (normal(found[1]), found[2].strip()) if found else ("", "")
