"""Every message of the console as it stands in templates and code."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

CONSOLE = Path(__file__).parents[2] / "gateway" / "console"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "mark": None, "ngettext": (1, 2)}
OPTIONS = {"templates/**.html": {"trimmed": "false", "silent": "false"}}

Message = str | tuple[str, ...]


def messages() -> Iterator[tuple[str, int, Message]]:
    """File, line, message; a pair for singular and plural."""
    for file, line, message, _comments, _context in extract_from_dir(
        CONSOLE,
        METHODS,
        OPTIONS,
        keywords=KEYWORDS,  # type: ignore[arg-type]
    ):
        yield file, line, message
