"""`{name}` in labels and texts, replaced by plain words. Never str.format: authors and citizens are strangers."""

import re
from collections.abc import Callable

_PLACEHOLDER = re.compile(r"(?P<space> ?)\{(?P<name>[A-Za-z_][\w.-]*)\}")

# What the service gives for every dialogue, beside the inputs, answers and chosen options of the flow itself.
GIVEN = frozenset({"org", "tel", "hours", "code", "kept_until"})

# The lists of the service, and what an option of each brings once it is chosen.
BROUGHT = {
    "activities": frozenset({"activity", "date", "place"}),
    "surveys": frozenset[str](),
    "themes": frozenset[str](),
    "regions": frozenset[str](),
    "seats": frozenset[str](),
    "cases": frozenset({"number", "state", "day"}),
    "proposals": frozenset[str](),
    "voters": frozenset[str](),
    "tests": frozenset[str](),
    "commitments": frozenset({"institution", "promise", "standing"}),
    "commitment_regions": frozenset[str](),
}


def fill(template: str, value: Callable[[str], str]) -> str:
    """`template` with every `{name}` replaced once by `value(name)`; an empty one takes the space before it along."""
    if "{" not in template:
        return template

    def replaced(match: re.Match[str]) -> str:
        found = value(match["name"])
        return match["space"] + found if found else ""

    return _PLACEHOLDER.sub(replaced, template)


def names(template: str) -> frozenset[str]:
    return frozenset(match["name"] for match in _PLACEHOLDER.finditer(template))
