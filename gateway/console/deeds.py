"""The words for what the trail tells of."""

from gateway.console.words import gettext, mark
from jamakan.staff.audit import Entry

DEEDS = {
    "account.added": mark("a ouvert un compte"),
    "account.disabled": mark("a fermé un compte"),
    "account.invited": mark("a invité quelqu’un"),
    "account.password_chosen": mark("a choisi son mot de passe"),
    "account.reset": mark("a réinitialisé un compte"),
    "account.role_changed": mark("a changé un rôle"),
    "account.second_factor": mark("a activé le second facteur"),
    "activity.added": mark("a créé une activité"),
    "activity.changed": mark("a modifié une activité"),
    "number.read": mark("a lu un numéro entier"),
    "presence": mark("a pointé une présence"),
    "refused": mark("a tenté ce que son rôle ne permet pas"),
    "registration.cancelled": mark("a annulé une inscription"),
    "registration.promoted": mark("a donné une place à quelqu’un de la liste d’attente"),
    "sign_in": mark("s’est connecté"),
    "sign_in.refused": mark("connexion refusée"),
    "sign_out": mark("s’est déconnecté"),
}


def deed(entry: Entry) -> str:
    """What was done, as words; an act of a newer version stands for itself."""
    return gettext(DEEDS[entry.action]) if entry.action in DEEDS else entry.action
