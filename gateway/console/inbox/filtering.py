"""Narrowing the list of cases down: by kind, theme, region, institution."""

from collections.abc import Mapping

from gateway.console.current import core
from gateway.console.inbox.naming import KINDS, names
from gateway.console.words import gettext, language
from jamakan.house_rules.reading import in_force
from jamakan.programme.regions import REGIONS

LONGEST = 120


def asked(typed: Mapping[str, str]) -> dict[str, str]:
    """The columns a list is narrowed down by, with what each must be."""
    fields = ("kind", "theme", "region", "institution")
    return {name: value for name in fields if (value := typed.get(name, "").strip()[:LONGEST])}


def offered() -> dict[str, dict[str, str]]:
    """What there is to choose from in each list."""
    return {
        "kind": names(KINDS),
        "theme": themes(),
        "region": {slug: region.name for slug, region in REGIONS.items()},
    }


def themes() -> dict[str, str]:
    """The themes people choose from, in the reader's language."""
    known = {name: words[language()] for name, words in in_force(core()).themes.items()}
    return known | {"other": gettext("Autre chose")}
