"""What states, kinds and events of the inbox are called."""

from gateway.console.saying import say
from gateway.console.words import gettext, mark
from jamakan import answering
from jamakan.broadcasts import failures
from jamakan.programme import cases, inbox, votes
from jamakan.store import messages

ITEMS = {
    inbox.OPEN: mark("à traiter"),
    inbox.ANSWERED: mark("répondu"),
    inbox.ASIDE: mark("sans suite"),
    inbox.IN_CASE: mark("dans un dossier"),
}
KINDS = {cases.QUESTION: mark("Question"), cases.CHALLENGE: mark("Problème"), cases.PROPOSAL: mark("Proposition")}
STATES = {
    cases.RECEIVED: mark("reçu"),
    cases.READ: mark("lu"),
    cases.TRANSMITTED: mark("transmis"),
    cases.REJECTED: mark("rejeté"),
    cases.SATISFIED: mark("satisfait"),
}
MOVES = {
    cases.TAKE_NOTE: mark("Marquer comme lu"),
    cases.TRANSMIT: mark("Transmettre à une institution"),
    cases.REJECT: mark("Rejeter, avec la raison"),
    cases.SATISFY: mark("Clore : la personne est satisfaite"),
    cases.REOPEN: mark("Rouvrir"),
}
TRUSTED_MOVES = {
    cases.TAKE_NOTE: mark("J’ai appelé"),
    cases.REJECT: mark("Clore sans suite, avec la raison"),
    cases.SATISFY: mark("Clore : c’est traité"),
    cases.REOPEN: mark("Rouvrir"),
}
WHENS = {
    "morning": mark("le matin"),
    "afternoon": mark("l’après-midi"),
    "evening": mark("le soir"),
    "any_time": mark("à tout moment"),
}
JUDGEMENTS = {
    cases.YES: mark("La personne est satisfaite"),
    cases.NO: mark("La personne n’est pas satisfaite"),
    cases.NOT_YET: mark("La personne n’est pas encore satisfaite"),
}
EVENTS = {
    cases.OPENED: mark("a ouvert le dossier"),
    cases.ANSWER: mark("a répondu"),
    cases.NOTE: mark("a noté"),
    cases.SETTLED: mark("a noté : la personne a eu sa réponse"),
    cases.CHANGED: mark("a modifié la fiche du dossier"),
    cases.HELD: mark("a confié le dossier à"),
    cases.TAKE_NOTE: mark("a lu le dossier"),
    cases.TRANSMIT: mark("a transmis le dossier"),
    cases.REJECT: mark("a rejeté le dossier"),
    cases.SATISFY: mark("a clos le dossier, satisfait"),
    cases.REOPEN: mark("a rouvert le dossier"),
    cases.CONTEST: mark("n’est pas satisfaite : le dossier est rouvert"),
    cases.JUDGED: mark("a dit ce qu’elle pense de la suite"),
}
VOTES = {
    votes.DRAFT: mark("en préparation"),
    votes.OPEN: mark("ouvert"),
    votes.CLOSED: mark("clos"),
    votes.TOLD: mark("clos, résultat communiqué"),
}
SMS = {
    messages.QUEUED: mark("en attente d’envoi"),
    messages.SENDING: mark("en cours d’envoi"),
    messages.SENT: mark("envoyé"),
    messages.DELIVERED: mark("arrivé"),
    messages.FAILED: mark("échec"),
    messages.UNCERTAIN: mark("incertain"),
    messages.SKIPPED: mark("non envoyé"),
    messages.EXPIRED: mark("trop tard, non envoyé"),
    messages.UNREPORTED: mark("envoyé, sans nouvelle"),
    messages.REROUTED: mark("repris par un autre canal"),
}
REFUSALS = {
    answering.EMPTY: mark("Écrivez la réponse."),
    answering.TOO_LONG: mark("Trop long : 4 SMS au plus. Raccourcissez, ou appelez."),
    answering.STOPPED: mark("Cette personne vient d’arrêter les messages : on ne peut plus lui écrire."),
    answering.NOBODY: mark("Cette ligne n’existe plus."),
}
STALE = mark("Quelqu’un a agi entre-temps. Relisez ce qui a changé, puis recommencez ; votre texte est gardé.")


def why(state: str, reason: str) -> str:
    """Why an SMS did not arrive, or may not have; nothing when it did, or still may."""
    return say(failures.meaning(state, reason).meaning) if state in failures.OF_STATES else ""


def named(table: dict[str, str], word: str) -> str:
    """The word's name in the reader's language; one of a newer version stands for itself."""
    return gettext(table[word]) if word in table else word


def names(table: dict[str, str]) -> dict[str, str]:
    """All of a table in the reader's language."""
    return {word: gettext(name) for word, name in table.items()}
