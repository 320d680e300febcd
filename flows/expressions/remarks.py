"""What is allowed in an expression and yet nearly always a mistake."""

import re
from collections.abc import Iterator

from flows.expressions.nodes import Chain, Literal, Word, walk
from flows.expressions.parser import parse_nodes

_ORDERS = frozenset({"<", "<=", ">", ">="})
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def remarks(source: str, *, words_are_columns: bool = False) -> tuple[str, ...]:
    """What the author should look at again, in words. `source` parses.

    words_are_columns: it is a `choice_filter`, where bare words have a meaning.
    """
    found: dict[str, None] = {}
    for node in walk(parse_nodes(source)):
        if isinstance(node, Word) and not words_are_columns:
            found[_about_word(node.name)] = None
        elif isinstance(node, Chain):
            found.update(dict.fromkeys(_about_dates(node)))
    return tuple(found)


def _about_word(word: str) -> str:
    if word.lower() in {"true", "false"}:
        return f"{word} is always empty: write {word.lower()}()"
    if word.lower() in {"null", "none", "nan"}:
        return f"{word} is always empty: write ''"
    return f"{word} is always empty: write '{word}' for a text, ${{{word}}} for a question"


def _about_dates(chain: Chain) -> Iterator[str]:
    """Comparing by order makes numbers of both sides, and a date in quotes is none."""
    if not _ORDERS.isdisjoint(operator for operator, _ in chain.rest):
        for node in (chain.first, *(right for _, right in chain.rest)):
            if isinstance(node, Literal) and isinstance(node.value, str) and _ISO_DATE.fullmatch(node.value):
                yield f"a comparison with '{node.value}' is never true: write date('{node.value}')"
