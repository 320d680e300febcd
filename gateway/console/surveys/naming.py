"""The words for what surveys are made of and what becomes of them."""

from datetime import date

from gateway.console.formats import day
from gateway.console.words import gettext, mark

STATES = {
    "open": mark("ouverte"),
    "paused": mark("en pause"),
    "closed": mark("fermée"),
    "always": mark("toujours ouverte"),
}
OUTCOMES = {
    "completed": mark("Allés jusqu’au bout"),
    "started": mark("Commencé, rien répondu"),
    "partial": mark("Arrêtés en chemin"),
    "expired": mark("Arrêtés en chemin, il y a plus d’une semaine"),
    "breakoff": mark("Ont choisi d’arrêter"),
    "refused": mark("N’ont pas accepté"),
    "ineligible": mark("Non concernés"),
    "failed": mark("Interrompus par une erreur du formulaire"),
}
KINDS = {
    "select_one": mark("Un choix"),
    "select_multiple": mark("Plusieurs choix"),
    "text": mark("Texte libre"),
    "integer": mark("Nombre"),
    "decimal": mark("Nombre à virgule"),
    "date": mark("Date"),
    "note": mark("Message"),
    "menu": mark("Menu"),
    "calculate": mark("Calcul"),
}
SURFACES = {"ussd": mark("USSD"), "sms": mark("SMS")}
TONGUES = {"fr": mark("français"), "en": mark("anglais"), "bm": mark("bambara")}
KEYWORD_PROBLEMS = {
    "word": mark("Il faut un seul mot, avec au moins une lettre."),
    "meaning": mark("Ce mot a déjà un sens (comme STOP ou AIDE) : choisissez-en un autre."),
    "taken": mark("Une autre enquête a déjà ce mot : choisissez-en un autre."),
}
MINUTE, HOUR, DAY = 60, 3600, 86_400


def name(table: dict[str, str], word: str) -> str:
    """What a word of ours is called; an unknown one stands for itself."""
    return gettext(table[word]) if word in table else word


def period(said: str) -> str:
    """`mars 2024` of 2024-03; a year stands for itself."""
    year, _, month = said.partition("-")
    return day(date(int(year), int(month), 1), "MMMM y") if month else year


def lasting(seconds: float) -> str:
    """A time one takes: 18 s, 2 min, 3 h."""
    if seconds < MINUTE * 1.5:
        return gettext("%(n)d s") % {"n": max(1, round(seconds))}
    if seconds < HOUR * 1.5:
        return gettext("%(n)d min") % {"n": round(seconds / MINUTE)}
    if seconds < DAY * 1.5:
        return gettext("%(n)d h") % {"n": round(seconds / HOUR)}
    return gettext("%(n)d jours") % {"n": round(seconds / DAY)}
