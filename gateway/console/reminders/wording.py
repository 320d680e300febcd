"""What the section calls states, kinds, moves and reasons. The core's own sentences: `sentences.py`."""

from textwrap import shorten

from babel import Locale

from flows.placeholders import fill
from gateway.console.current import core
from gateway.console.formats import locale
from gateway.console.settings.channels import NAMES
from gateway.console.words import gettext, mark
from jamakan.programme import broadcasts as life
from jamakan.programme.activities import Activity, placeholders
from jamakan.programme.plan import Broadcast
from jamakan.store import messages

TITLE = 60  # letters

STATES = {
    life.DRAFT: mark("brouillon"),
    life.WAITING: mark("à approuver"),
    life.SCHEDULED: mark("prévu"),
    life.SENDING: mark("en cours d’envoi"),
    life.PAUSED: mark("en pause"),
    life.DONE: mark("terminé"),
    life.STOPPED: mark("arrêté"),
}
KINDS = {
    "reminder": mark("Rappel d’une activité"),
    "invitation": mark("Invitation"),
    "answer": mark("« Vous avez dit, nous avons fait »"),
}
EVENTS = {
    life.EDIT: mark("modifié"),
    life.SUBMIT: mark("soumis"),
    life.APPROVE: mark("approuvé"),
    life.REJECT: mark("renvoyé à son auteur"),
    life.START: mark("envoi commencé"),
    life.PAUSE: mark("mis en pause"),
    life.RESUME: mark("repris"),
    life.FINISH: mark("terminé"),
    life.REOPEN: mark("liste parcourue de nouveau"),
    life.RESEND: mark("des messages renvoyés"),
    life.STOP: mark("arrêté"),
}
LEFT_OUT = {
    messages.OPTED_OUT: mark("ont demandé de ne plus recevoir de messages (ARRET)"),
    "same_line": mark("partagent le téléphone d’une autre personne de la liste : un seul message par téléphone"),
    "no_text": mark("n’auraient rien à lire : le texte est vide pour eux"),
    "too_late": mark("l’heure limite est passée avant leur tour"),
    "already_written_to": mark("ont déjà reçu ce message"),
    "too many messages that day": mark("avaient déjà assez de messages ce jour-là"),
    "stopped": mark("l’envoi a été arrêté avant leur tour"),
}
FATES = {
    messages.DELIVERED: mark("arrivés"),
    messages.SENT: mark("remis à l’opérateur, réponse attendue"),
    messages.SENDING: mark("en train de partir"),
    messages.QUEUED: mark("pas encore partis"),
    messages.FAILED: mark("échoués"),
    messages.UNCERTAIN: mark("au sort inconnu"),
    messages.UNREPORTED: mark("partis, sans nouvelle de l’opérateur"),
    messages.EXPIRED: mark("restés là : trop tard"),
    messages.SKIPPED: mark("non envoyés"),
}
SEATS = {
    "registered": mark("Inscrits"),
    "confirmed": mark("Ont confirmé"),
    "waitlisted": mark("Sur la liste d’attente"),
    "cancelled": mark("Ont annulé"),
}
HOUSE_REASONS = (  # what the house writes down when it pauses or stops by itself, by a word of it
    ("a second person has to approve", mark("la liste ou la dépense a grandi : une seconde personne doit approuver")),
    ("its own cap", mark("le plafond de cet envoi est atteint")),
    ("the cap of", mark("le plafond du mois est atteint")),
    ("too late", mark("il était trop tard pour qu’il serve")),
    ("within what needs no second person", mark("personne d’autre n’a besoin d’approuver")),
    ("needs", mark("une seconde personne doit approuver")),
    ("lines, more than", mark("il va à beaucoup de monde")),
    ("past the warning line", mark("le budget du mois approche de son plafond")),
    ("its cap is", mark("avec un autre plafond")),
)


def channel(name: str) -> str:
    """What a channel is called."""
    return NAMES.get(name, name)


def state(word: str) -> str:
    """The name of a state."""
    return gettext(STATES[word])


def reason(broadcast: Broadcast) -> str:
    """Why it is paused or stopped, or was sent back."""
    return why(broadcast.reason)


def why(written: str) -> str:
    """A reason of the house's in the reader's language; a person's as they wrote it."""
    return next((gettext(words) for part, words in HOUSE_REASONS if part in written), written)


def left_out(word: str) -> str:
    """Why lines are left out."""
    return gettext(LEFT_OUT[word]) if word in LEFT_OUT else word


def tongue(code: str) -> str:
    """The name of a language."""
    return str(Locale.parse(locale()).languages.get(code, code))


def title(broadcast: Broadcast, activity: Activity | None) -> str:
    """What a reminder is called: its name, else its first words, about its activity."""
    values = {**core().settings.values, **(placeholders(activity, "fr") if activity else {})}
    said = fill(broadcast.plan.texts.get("fr", ""), lambda name: values.get(name, "…"))
    return broadcast.plan.name or shorten(said, TITLE, placeholder="…")
