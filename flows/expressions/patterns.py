"""Regular expressions of form authors, run by RE2: time grows with the text only, whatever the pattern."""

from functools import lru_cache
from typing import Protocol, cast

import re2

from flows.expressions.limits import EXPRESSION_REGEX_CACHE, EXPRESSION_REGEX_MEMORY


class Pattern(Protocol):
    def fullmatch(self, text: str) -> object | None: ...


class PatternError(ValueError):
    """A pattern RE2 refuses: wrong, too big, or made of look-ahead or back-references."""


def whole_match(pattern: str, text: str) -> bool:
    """Whether all of `text` matches, as Java's `matches` does. A pattern that cannot be used matches nothing."""
    try:
        return compiled(pattern).fullmatch(_without_surrogates(text)) is not None
    except PatternError:
        return False


@lru_cache(maxsize=EXPRESSION_REGEX_CACHE)
def compiled(pattern: str) -> Pattern:
    """Raises PatternError, in RE2's words."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = EXPRESSION_REGEX_MEMORY
    try:
        return cast(Pattern, re2.compile(_without_surrogates(pattern), options))
    except re2.error as error:
        raise PatternError(_words(error)) from error


def _words(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _without_surrogates(text: str) -> str:
    """RE2 takes UTF-8, which has no lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")
