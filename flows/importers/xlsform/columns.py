"""Headers of a form, under all the names ODK has given them, and the language behind `::`."""

from collections.abc import Mapping
from typing import NamedTuple


class Column(NamedTuple):
    """language: what follows `::`, as written; "" without it."""

    name: str
    language: str = ""


# Any of these, in any case and with spaces for underscores, is the column on the right.
_ALIASES: Mapping[str, str] = {
    "command": "type",
    "tag": "name",
    "value": "name",
    "caption": "label",
    "relevance": "relevant",
    "constraining_message": "constraint_message",
    "constraintmsg": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "calculate": "calculation",
    "readonly": "read_only",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
    "list name": "list_name",
}
_PREFIXES = frozenset({"bind", "control", "body", "media"})
TRANSLATED = frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message"})
MEDIA = frozenset({"image", "big-image", "audio", "video"})


def column(header: str, double_colons: bool) -> Column:
    """The column a header names. `double_colons`: the sheet uses `::`, so a single colon is part of a name."""
    separator = "::" if double_colons else ":"
    tokens = [token.strip() for token in header.split(separator)]
    if not double_colons and "jr" in tokens:  # jr:constraintMsg
        place = tokens.index("jr")
        tokens[place : place + 2] = [":".join(tokens[place : place + 2])]
    if _normal(tokens[0]) in _PREFIXES and len(tokens) > 1:
        tokens = tokens[1:]
    name = _normal(tokens[0])
    return Column(_ALIASES.get(name, name), separator.join(tokens[1:]))


def _normal(token: str) -> str:
    return "_".join(token.split()).lower()
