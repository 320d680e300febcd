"""The words for tests: when they are open, what they are split by, figures with their decimals."""

from babel.numbers import format_decimal

from flows.steps import words
from gateway.console import facts
from gateway.console.formats import locale
from gateway.console.surveys.naming import SURFACES, TONGUES, name
from gateway.console.words import gettext, language, mark
from jamakan.core import Core
from jamakan.learning.composing import COUNTS_ONLY, SECRET
from jamakan.programme.activities import label
from jamakan.store.activities import find

OPENED = {
    "dates": mark("selon les dates"),
    "before": mark("test d’entrée ouvert"),
    "after": mark("test de sortie ouvert"),
    "closed": mark("fermé"),
}
DIMENSIONS = {
    "sex": mark("Sexe"),
    "age": mark("Tranche d’âge"),
    "disability": mark("Difficultés fonctionnelles"),
    "displacement": mark("Déplacement"),
    "group": mark("Groupe"),
    "region": mark("Région"),
    "activity": mark("Activité"),
    "language": mark("Langue du test"),
    "kind": mark("Par USSD ou SMS"),
    "channel": mark("Canal"),
}
REFUSALS = {
    "begun": mark("Des personnes ont déjà répondu à ce test : il reste le même avant et après."),
    "unknown": mark("Ce test ou cette activité n’existe plus. Rien n’a changé."),
}
FEW = mark("moins de %(n)d")


def value(core: Core, by: str, said: str) -> str:
    """What a value of a dimension is called."""
    if by == "activity":
        with core.db.read() as connection:
            activity = find(connection, said)
        return label(activity, language()) if activity is not None else said
    if not said:
        return gettext("Sans réponse")
    tables = {"language": TONGUES, "kind": SURFACES}
    if by in tables:
        return name(tables[by], said).capitalize() if by == "language" else name(tables[by], said)
    return facts.label(by, said)


def count(people: int | None) -> str:
    """A number of people; of very few, only that they are few."""
    return gettext(FEW) % {"n": SECRET} if people is None else format_decimal(people, locale=locale())


def points(figure: float | None, *, signed: bool = False) -> str:
    """A percentage or a difference of percentages, with one decimal; a dash when there are too few people."""
    if figure is None:
        return "–"
    rounded = round(figure, 1) + 0.0
    return format_decimal(rounded, "+0.0;-0.0" if signed and rounded else "0.0", locale=locale())


def chance(p: float | None) -> str:
    """A p value with three decimals."""
    if p is None:
        return "–"
    return gettext("< %(p)s") % {"p": points_of(0.001)} if p < 0.001 else points_of(p)


def points_of(p: float) -> str:
    """A number with three decimals."""
    return format_decimal(p, "0.000", locale=locale())


def ratio(figure: float | None) -> str:
    """A gain, with two decimals."""
    return "–" if figure is None else format_decimal(round(figure, 2) + 0.0, "0.00", locale=locale())


def title(text: dict[str, str]) -> str:
    """A title in the reader's language."""
    return words(text, language())


__all__ = ["COUNTS_ONLY", "DIMENSIONS", "OPENED", "REFUSALS", "SECRET"]
