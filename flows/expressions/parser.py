"""Tokens to nodes, by recursive descent. Whatever can be known to be wrong is refused here, with its position."""

import re
from collections.abc import Callable, Mapping

from flows.expressions.dates import unknown_escape
from flows.expressions.errors import ExpressionError
from flows.expressions.functions import FUNCTIONS, MANY, REFUSED
from flows.expressions.limits import EXPRESSION_DEPTH, EXPRESSION_NODES
from flows.expressions.nodes import (
    Call,
    Chain,
    ChoiceName,
    Current,
    Junction,
    Literal,
    Negative,
    Node,
    Reference,
    Word,
)
from flows.expressions.patterns import PatternError, compiled
from flows.expressions.tokens import NAME, Kind, Token, tokenize

# Loosest first; operators of one level are applied from the left.
_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)
_JUNCTIONS = 2  # the first two levels join truth values
CHOICE_NAME = "jr:choice-name"
_ARITY: Mapping[str, tuple[int, int]] = {
    "if": (3, 3),
    "coalesce": (2, 2),
    CHOICE_NAME: (2, 2),
    **{name: (function.least, function.most) for name, function in FUNCTIONS.items()},
}
_QUOTED_REFERENCE = re.compile(rf"\s*\$\{{\s*({NAME})\s*\}}\s*")


def parse_nodes(source: str) -> Node:
    """The tree of `source`.

    Raises:
        ExpressionError: empty, not of the subset, or over a limit.
    """
    return _Parser(tokenize(source)).whole()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self._nodes = 0

    def whole(self) -> Node:
        if self._peek().kind is Kind.END:
            raise ExpressionError(0, "the expression is empty")
        node = self._expression()
        if self._peek().kind is not Kind.END:
            raise self._unexpected("an operator or the end")
        return node

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _unexpected(self, wanted: str) -> ExpressionError:
        token = self._peek()
        if token.kind is Kind.WRONG:
            return ExpressionError(token.position, token.text)
        found = "the end" if token.kind is Kind.END else token.text
        return ExpressionError(token.position, f"expected {wanted}, found {found}")

    def _expression(self) -> Node:
        """What brackets, an argument or the whole expression hold."""
        self._depth += 1
        if self._depth > EXPRESSION_DEPTH:
            raise ExpressionError(self._peek().position, f"nested deeper than {EXPRESSION_DEPTH} levels")
        node = self._level(0)
        self._depth -= 1
        return node

    def _level(self, level: int) -> Node:
        """A chain of the operators of `level` over operands of the next one."""
        if level == len(_LEVELS):
            return self._operand()
        first = self._level(level + 1)
        rest: list[tuple[str, Node]] = []
        while self._peek().kind is Kind.OPERATOR and self._peek().text in _LEVELS[level]:
            operator = self._count(self._take()).text
            rest.append((operator, self._level(level + 1)))
        if not rest:
            return first
        if level < _JUNCTIONS:
            return Junction(rest[0][0], (first, *(term for _, term in rest)))
        return Chain(first, tuple(rest))

    def _operand(self) -> Node:
        """A primary after any number of minus signs. Even `--x` makes a number of `x`."""
        signs = 0
        while self._peek().kind is Kind.OPERATOR and self._peek().text == "-":
            self._count(self._take())
            signs += 1
        node = self._primary()
        if not signs:
            return node
        return Negative(node) if signs % 2 else Negative(Negative(node))

    def _primary(self) -> Node:
        if self._peek().kind not in _PRIMARIES:
            raise self._unexpected("a question, a text, a number or a function")
        token = self._count(self._take())
        return _PRIMARIES[token.kind](self, token)

    def _bracket(self, _open: Token) -> Node:
        node = self._expression()
        self._close()
        return node

    def _close(self) -> None:
        if self._peek().kind is not Kind.CLOSE:
            raise self._unexpected(") or an operator")
        self._take()

    def _name(self, name: Token) -> Node:
        if self._peek().kind is not Kind.OPEN:
            return Word(name.text)
        _check_known(name)
        self._take()
        starts, arguments = self._arguments()
        _check_count(name, len(arguments))
        if name.text == CHOICE_NAME:
            return ChoiceName(arguments[0], _quoted_question(arguments[1], starts[1]))
        check = _LITERAL_CHECKS.get(name.text)
        if check and (literal := _literal_text(arguments[1])) is not None:
            check(literal, starts[1])
        return Call(name.text, tuple(arguments))

    def _arguments(self) -> tuple[list[int], list[Node]]:
        """Where each argument starts, and what it is; up to and with the closing bracket."""
        starts: list[int] = []
        arguments: list[Node] = []
        if self._peek().kind is not Kind.CLOSE:
            while True:
                starts.append(self._peek().position)
                arguments.append(self._expression())
                if self._peek().kind is not Kind.COMMA:
                    break
                self._take()
        self._close()
        return starts, arguments

    def _count(self, token: Token) -> Token:
        self._nodes += 1
        if self._nodes > EXPRESSION_NODES:
            raise ExpressionError(token.position, f"more than {EXPRESSION_NODES} operands and operators")
        return token


_PRIMARIES: Mapping[Kind, Callable[[_Parser, Token], Node]] = {
    Kind.NUMBER: lambda _parser, token: Literal(float(token.text)),
    Kind.TEXT: lambda _parser, token: Literal(token.text),
    Kind.REFERENCE: lambda _parser, token: Reference(token.text),
    Kind.CURRENT: lambda _parser, _token: Current(),
    Kind.NAME: _Parser._name,
    Kind.OPEN: _Parser._bracket,
}


def _check_known(name: Token) -> None:
    if name.text not in _ARITY:
        reason = REFUSED.get(name.text, "it is not a function Jamakan knows")
        raise ExpressionError(name.position, f"{name.text}() is not supported: {reason}")


def _check_count(name: Token, count: int) -> None:
    least, most = _ARITY[name.text]
    if least <= count <= most:
        return
    wanted = str(least) if least == most else f"at least {least}" if most == MANY else f"{least} or {most}"
    raise ExpressionError(name.position, f"{name.text}() takes {wanted} arguments, not {count}")


def _quoted_question(argument: Node, position: int) -> str:
    match = _QUOTED_REFERENCE.fullmatch(_literal_text(argument) or "")
    if not match:
        raise ExpressionError(position, f"{CHOICE_NAME}() wants the question in quotes: '${{name}}'")
    return match[1]


def _literal_text(node: Node) -> str | None:
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


def _check_pattern(pattern: str, position: int) -> None:
    try:
        compiled(pattern)
    except PatternError as error:
        raise ExpressionError(position, f"this regular expression cannot be used: {error}") from error


def _check_date_format(pattern: str, position: int) -> None:
    if escape := unknown_escape(pattern):
        raise ExpressionError(position, f"format-date() does not know {escape}")


# Second arguments that are checked when they are written out.
_LITERAL_CHECKS: Mapping[str, Callable[[str, int], None]] = {
    "regex": _check_pattern,
    "format-date": _check_date_format,
    "format-date-time": _check_date_format,
}
