"""The keyed names people are recognised and found by."""

from collections.abc import Iterable

from flows.text.matching import normal
from jamakan.privacy.vault import Vault

NAMELESS = ""


def person_ref(vault: Vault, name: str, facts: Iterable[str]) -> str:
    """Who registers twice on one line: by the name, or by what else they said when they withheld it."""
    return vault.ref("person", normal(name) or "|".join(facts))


def name_ref(vault: Vault, name: str) -> str:
    """What a name is looked up by: accents, case and the order of its words do not count."""
    words = sorted(normal(name).split())
    return vault.ref("name", " ".join(words)) if words else NAMELESS
