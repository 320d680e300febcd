"""What the forms of a score card hold: the words that start each side's flow, and the criteria."""

from gateway.console.accountability.finding import line
from gateway.console.forms import Form
from gateway.console.words import gettext
from jamakan.accountability.scoring import LONGEST_CRITERION, LONGEST_SERVICE
from jamakan.programme.score_cards import MOST_CRITERIA, SIDES
from jamakan.store.accountability.cards import Criterion, Round

LETTERS = {
    "service": LONGEST_SERVICE,
    "criterion": LONGEST_CRITERION,
    "institution": 60,
    "word": 20,
    "criteria": MOST_CRITERIA,
}


def words(form: Form) -> dict[str, str]:
    """By side. Whether they may be used is said when the round opens."""
    found = {side: line(form, f"word-{side}", LETTERS["word"]) for side in SIDES}
    if len({word.casefold() for word in found.values()}) < len(SIDES):
        form.problems[f"word-{SIDES[1]}"] = gettext("Il faut deux mots différents : on sait ainsi qui note.")
    return found


def criteria(form: Form) -> list[Criterion]:
    """Those that are filled in, in their order."""
    found = []
    for place in range(1, MOST_CRITERIA + 1):
        french = line(form, f"criterion-fr-{place}", LONGEST_CRITERION, needed=False)
        english = line(form, f"criterion-en-{place}", LONGEST_CRITERION, needed=False)
        if french:
            found.append(Criterion(french, english))
        elif english:
            form.problems[f"criterion-fr-{place}"] = gettext("Écrivez d’abord ce critère en français.")
    if not found:
        form.problems["criterion-fr-1"] = gettext("Il faut au moins un critère.")
    elif len({one.fr for one in found}) < len(found):
        form.problems["criterion-fr-1"] = gettext("Deux critères sont les mêmes.")
    return found


def typed(found: Round) -> dict[str, str]:
    """A round as somebody would have typed it."""
    said = {f"word-{side}": word for side, word in found.words.items()} | {"version": str(found.version)}
    for place, one in enumerate(found.criteria, 1):
        said |= {f"criterion-fr-{place}": one.fr, f"criterion-en-{place}": one.en}
    return said
