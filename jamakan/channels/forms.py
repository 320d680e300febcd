"""Reading what a carrier posts, strictly.

Werkzeug turns a form body with raw non-UTF-8 bytes into an empty form and says nothing: an answer would vanish. Here
such a body is an error that carries what could be read, and the caller decides.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl

MAX_BODY = 64 * 1024  # bytes; ten joined SMS, percent-encoded, take some 10 KB
MAX_FIELDS = 50
FORM_TYPE = "application/x-www-form-urlencoded"


class FormError(ValueError):
    """A body that is no form. `readable`: its fields in the nearest reading (Latin-1) when the bytes are at fault."""

    def __init__(self, reason: str, readable: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.readable = readable


def read_form(body: bytes, content_type: str) -> dict[str, str]:
    """The fields of a posted form, blank ones included, the last of a repeated one.

    Raises FormError: another content type, too many fields, bytes that are not UTF-8.
    """
    if content_type.partition(";")[0].strip().lower() != FORM_TYPE:
        raise FormError(f"expected {FORM_TYPE}, not {content_type[:60]!r}")
    try:
        # Latin-1 gives each byte one character and loses none; what the bytes mean is decided below.
        text = body.decode("latin-1")
        pairs = parse_qsl(text, keep_blank_values=True, encoding="latin-1", max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise FormError(f"more than {MAX_FIELDS} fields") from error
    try:
        return {_utf8(name): clean(_utf8(value)) for name, value in pairs}
    except UnicodeDecodeError as error:
        raise FormError("the text is not UTF-8", {name: clean(value) for name, value in pairs}) from error


def clean(text: str) -> str:
    """Text that SQL and Redis can hold: NUL and other control characters become spaces (PostgreSQL refuses NUL)."""
    if text.isprintable():
        return text
    return "".join(" " if character < " " and character not in "\n\r\t" else character for character in text)


def _utf8(latin: str) -> str:
    return latin.encode("latin-1").decode("utf-8")
