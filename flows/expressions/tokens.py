"""From the text of an expression to its tokens.

As in JavaRosa's lexer, a word such as `and` or `div` is an operator only where an operator can stand; elsewhere it is
a name.
"""

import re
from dataclasses import dataclass
from enum import Enum

from flows.expressions.errors import ExpressionError
from flows.expressions.limits import EXPRESSION_LENGTH


class Kind(Enum):
    NUMBER = "a number"
    TEXT = "a text"
    REFERENCE = "a question"
    NAME = "a name"
    CURRENT = "."
    OPERATOR = "an operator"
    OPEN = "("
    CLOSE = ")"
    COMMA = ","
    END = "the end"
    WRONG = "no token"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is the value without its dress: a string without quotes, a reference without `${}`; why it is WRONG."""

    kind: Kind
    text: str
    position: int


NAME = r"[^\W\d][\w.\-]*"

_TOKEN = re.compile(
    rf"""
      (?P<SPACE>\s+)
    | (?P<NUMBER>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<TEXT>"[^"]*"|'[^']*')
    | \$\{{\s*(?P<REFERENCE>{NAME})\s*\}}
    | (?P<NAME>{NAME}(?::{NAME})?)
    | (?P<OPERATOR>!=|<=|>=|[=<>+*-])
    | (?P<CURRENT>\.(?!\.))
    | (?P<OPEN>\() | (?P<CLOSE>\)) | (?P<COMMA>,)
    """,
    re.VERBOSE,
)
_WORD_OPERATOR = re.compile(r"(?:and|or|div|mod)(?![\w.\-:])")
_OPERANDS = frozenset({Kind.NUMBER, Kind.TEXT, Kind.REFERENCE, Kind.NAME, Kind.CURRENT})
_ENDS_OPERAND = _OPERANDS | {Kind.CLOSE}

# What form authors write that this subset has no use for, and what to do about it.
_REASONS = {
    "/": "paths are not supported: name a question as ${name}",
    "[": "predicates are not supported: name a question as ${name}",
    "@": "attributes are not supported",
    "|": "unions are not supported: compare each question on its own",
    "..": "paths are not supported: name a question as ${name}",
    "&": "unexpected &: write `and`, or concat() to join texts",
    "!": "unexpected !: write != or not(...)",
    ";": "arguments are separated by a comma, not a semicolon",
    "'": "this quote is never closed",
    '"': "this quote is never closed",
    "“": "curly quotes: use straight ones",
    "”": "curly quotes: use straight ones",
    "‘": "curly quotes: use straight ones",
    "’": "curly quotes: use straight ones",
    "«": "guillemets: use straight quotes",
    "≥": "write >=",
    "≤": "write <=",
    "≠": "write !=",
    "${last-saved": "answers of an earlier form are not kept: ${last-saved#…} is not supported",
    "${": "a question is named as ${name}, closed with }, and its name starts with a letter",
    "$": "a question is named as ${name}",
}


def tokenize(source: str) -> list[Token]:
    """Tokens of `source`, the last one of kind END, or WRONG where no token starts.

    Raises:
        ExpressionError: a source over EXPRESSION_LENGTH.
    """
    if len(source) > EXPRESSION_LENGTH:
        raise ExpressionError(EXPRESSION_LENGTH, f"longer than {EXPRESSION_LENGTH} characters")
    tokens: list[Token] = []
    position = 0
    while position < len(source):
        operand_before = bool(tokens) and tokens[-1].kind in _ENDS_OPERAND
        token, position = _next(source, position, operand_before)
        if token:
            tokens.append(token)
        if token and token.kind is Kind.WRONG:
            return tokens
    tokens.append(Token(Kind.END, "", len(source)))
    return tokens


def _next(source: str, position: int, operand_before: bool) -> tuple[Token | None, int]:
    """The token at `position` (None for white space) and where it ends."""
    if operand_before and (word := _WORD_OPERATOR.match(source, position)):
        return Token(Kind.OPERATOR, word.group(), position), word.end()
    match = _TOKEN.match(source, position)
    if not match or not match.lastgroup:
        return Token(Kind.WRONG, _reason(source[position:]), position), len(source)
    if match.lastgroup == "SPACE":
        return None, match.end()
    kind, text = Kind[match.lastgroup], match[match.lastgroup]
    if operand_before and kind in _OPERANDS:
        return Token(Kind.WRONG, _missing_operator(text), position), len(source)
    return Token(kind, text[1:-1] if kind is Kind.TEXT else text, position), match.end()


def _reason(rest: str) -> str:
    found = next((reason for start, reason in _REASONS.items() if rest.startswith(start)), None)
    return found or f"unexpected character {rest[0]!r}"


def _missing_operator(text: str) -> str:
    if text.lower() in {"and", "or", "div", "mod"}:
        return f"operators are in small letters: write {text.lower()}"
    return f"an operator is missing before {text}"
