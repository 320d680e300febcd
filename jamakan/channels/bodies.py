"""Reading what a carrier posts, strictly: forms and JSON.

Werkzeug turns a form body with raw non-UTF-8 bytes into an empty form and says nothing: an answer would vanish. Here
such a body is an error that carries what could be read, and the caller decides.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

MAX_BODY = 64 * 1024  # bytes; ten joined SMS, percent-encoded, take some 10 KB
MAX_FIELDS = 50
FORM_TYPE = "application/x-www-form-urlencoded"


class BodyError(ValueError):
    """A body that cannot be read. `readable`: what it says in Latin-1, when only the bytes are at fault."""

    def __init__(self, reason: str, readable: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.readable = readable


def read_form(body: bytes, content_type: str) -> dict[str, str]:
    """The fields of a posted form, blank ones included, the last of a repeated one.

    Raises BodyError: another content type, too many fields, bytes that are not UTF-8.
    """
    if content_type.partition(";")[0].strip().lower() != FORM_TYPE:
        raise BodyError(f"expected {FORM_TYPE}, not {content_type[:60]!r}")
    try:
        # Latin-1 gives each byte one character and loses none; what the bytes mean is decided below.
        text = body.decode("latin-1")
        pairs = parse_qsl(text, keep_blank_values=True, encoding="latin-1", max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise BodyError(f"more than {MAX_FIELDS} fields") from error
    try:
        return {_utf8(name): clean(_utf8(value)) for name, value in pairs}
    except UnicodeDecodeError as error:
        raise BodyError("the text is not UTF-8", {name: clean(value) for name, value in pairs}) from error


def read_json(body: bytes) -> dict[str, Any]:
    """The JSON object that was posted; its texts are not cleaned yet.

    Raises BodyError: no JSON, no object, nested too deep, bytes that are not UTF-8.
    """
    try:
        return _object(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BodyError("the text is not UTF-8", _object(body.decode("latin-1"))) from error


def clean(text: str) -> str:
    """Text that SQL and Redis can hold.

    NUL, which PostgreSQL refuses, and other control characters become spaces; halves of surrogate pairs, which
    nothing can write, the sign for what cannot be read.
    """
    return text if text.isprintable() else "".join(map(_writable, text))


def _writable(character: str) -> str:
    if character < " " and character not in "\n\r\t":
        return " "
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BodyError("expected JSON") from error
    if not isinstance(told, dict):
        raise BodyError("expected a JSON object")
    return told


def _utf8(latin: str) -> str:
    return latin.encode("latin-1").decode("utf-8")
