"""Which column of a spreadsheet of people is which, and what people write in each, in French or English."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from flows.catalog import load_library
from flows.text.matching import normal
from jamakan.programme.regions import REGIONS
from jamakan.sentences import said
from jamakan.spreadsheets import Problem
from jamakan.spreadsheets.headers import LANGUAGE, PHONE

REGISTRATION = "registration"  # the flow whose answers are what is known of people
PHONE_FIELD, NAME_FIELD, LANGUAGE_FIELD = "phone", "name", "language"
HEADERS: Mapping[str, frozenset[str]] = {
    PHONE_FIELD: PHONE,
    NAME_FIELD: frozenset(
        {"name", "full name", "nom", "nom complet", "prenom et nom", "nom et prenom", "nom prenom", "prenom nom"}
        | {"noms", "names", "participant", "participante", "personne", "person"}
    ),
    "first_name": frozenset({"first name", "firstname", "prenom", "prenoms", "given name"}),
    "age": frozenset({"age", "tranche d age", "tranche age", "age group", "tranche dage", "ans"}),
    "sex": frozenset({"sex", "gender", "sexe", "genre"}),
    "region": frozenset({"region", "regions"}),
    "group": frozenset({"group", "groupe", "categorie", "category", "profil"}),
    "displacement": frozenset({"displacement", "situation", "statut", "status", "deplacement", "idp"}),
    LANGUAGE_FIELD: LANGUAGE,
}
SHORT: Mapping[str, Mapping[str, str]] = {  # beside the words of the flow itself
    "sex": {"f": "female", "femme": "female", "fille": "female", "feminin": "female", "woman": "female"}
    | {"m": "male", "h": "male", "homme": "male", "masculin": "male", "man": "male"},
    "group": {"jeune": "youth", "jeunes": "youth", "femme": "women", "femmes": "women", "elu": "elected"}
    | {"elue": "elected", "mairie": "elected", "chef": "leader", "media": "media", "young": "youth"},
    "displacement": {"deplace": "displaced", "deplacee": "displaced", "pdi": "displaced", "idp": "displaced"}
    | {"resident": "resident", "residente": "resident", "retourne": "returned", "retournee": "returned"}
    | {"refugie": "refugee", "refugiee": "refugee"},
}
YEARS = ((18, "under_18"), (25, "18_24"), (36, "25_35"), (60, "36_59"), (121, "60_plus"))  # below so many
TOO_YOUNG = "under_18"
LONGEST_AGE = 3  # digits: Python refuses to read a number of thousands


def places(row: int, headers: Sequence[str]) -> dict[str, int] | list[Problem]:
    """Field → the place of its column, or what is wrong with the header."""
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for place, header in enumerate(headers):
        field = next((field for field, words in HEADERS.items() if normal(header) in words), None)
        if field in found:
            why = said("this column is the same as {other}: keep one of the two", other=headers[found[field]])
            problems.append(Problem(row, header, why))
        elif field is not None:
            found[field] = place
    return problems + list(_missing(row, headers, found)) or found


def value(field: str, written: str) -> str | None:
    """The answer these words stand for: of `age`, `sex`, `region`, `group` or `displacement`. None: of none."""
    word = normal(written)
    if field == "age" and word.isdecimal() and len(word) <= LONGEST_AGE:
        return next((group for below, group in YEARS if int(word) < below), None)
    return _words(field).get(word)


def _missing(row: int, headers: Sequence[str], found: Mapping[str, int]) -> Iterator[Problem]:
    if PHONE_FIELD not in found:
        why = said(
            "no column holds phone numbers: call it 'phone' or 'téléphone' (columns found: {found})",
            found=", ".join(filter(None, headers)),
        )
        yield Problem(row, "", why)


@cache
def _words(field: str) -> Mapping[str, str]:
    """What is written for each value: its own name, its labels, and what is short for it."""
    step = load_library().flow(REGISTRATION).step(field)
    labels = {
        normal(label): choice.name for choice in step.choices for label in (choice.name, *choice.label.values())
    }
    names = {normal(region.name): slug for slug, region in REGIONS.items()} if field == "region" else {}
    unsaid = {"": "", **dict.fromkeys(("", "sans reponse", "no answer"), "")}
    return {**labels, **names, **SHORT.get(field, {}), **unsaid}
