"""What roles and states of accounts are called."""

from gateway.console.words import mark

ROLE_NAMES = {
    "viewer": mark("Lecture seule"),
    "operator": mark("Opérateur"),
    "trusted": mark("Personne de confiance"),
    "approver": mark("Approbateur"),
    "administrator": mark("Administrateur"),
}
ROLE_MEANS = {
    "viewer": mark("Voit le programme ; noms et numéros masqués."),
    "operator": mark("Organise les activités, pointe les présences, écrit aux personnes."),
    "trusted": mark("Comme l’opérateur, et rappelle les personnes qui signalent un abus."),
    "approver": mark("De plus, approuve les envois et lit le journal."),
    "administrator": mark("De plus, gère les comptes et les réglages."),
}
STATE_NAMES = {"invited": mark("invité"), "active": mark("actif"), "disabled": mark("fermé")}
