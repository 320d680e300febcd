"""An expression of a form: a text of the ODK XPath subset, ready to be evaluated."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from flows.expressions.compiler import Evaluate, compiled_node
from flows.expressions.environment import Environment
from flows.expressions.limits import EXPRESSION_TEXT
from flows.expressions.nodes import Call, ChoiceName, Node, Reference, Word, walk
from flows.expressions.parser import CHOICE_NAME, parse_nodes
from flows.expressions.values import Value, text, truth


@dataclass(frozen=True, slots=True)
class Expression:
    """Compiled once, evaluated for every answer. Evaluating never raises and never changes anything.

    references: the questions it names. functions: the functions it calls. bare_words: the columns a `choice_filter`
    names; anywhere else (FALSE, yes…) they are always empty, as in ODK, and nearly always a mistake of the author.
    """

    source: str
    references: frozenset[str]
    functions: frozenset[str]
    bare_words: frozenset[str]
    _evaluate: Evaluate = field(repr=False, compare=False)

    def evaluate(self, env: Environment) -> Value:
        """A text, a number or a truth value; a date comes out as ISO text, now() with its time."""
        value = self._evaluate(env)
        if isinstance(value, str):
            return value[:EXPRESSION_TEXT]
        return value.isoformat() if isinstance(value, date) else value

    def truth(self, env: Environment) -> bool:
        return truth(self._evaluate(env))

    def text(self, env: Environment) -> str:
        """The value written out: 1.0 is "1", no number is "NaN"."""
        return text(self.evaluate(env))

    def allows(self, env: Environment) -> bool:
        """As a constraint on `env.current`. A blank answer is never judged: that is what `required` is for."""
        return env.current == "" or self.truth(env)


@lru_cache(maxsize=4096)
def parse(source: str) -> Expression:
    """The expression `source`, compiled; the same text gives the same object.

    Raises:
        ExpressionError: with the position and the reason, when it is not of the subset or over a limit.
    """
    root = parse_nodes(source)
    nodes = tuple(walk(root))
    return Expression(
        source=source,
        references=frozenset(_references(nodes)),
        functions=frozenset(_functions(nodes)),
        bare_words=frozenset(node.name for node in nodes if isinstance(node, Word)),
        _evaluate=compiled_node(root),
    )


def _references(nodes: Iterable[Node]) -> Iterable[str]:
    for node in nodes:
        if isinstance(node, Reference):
            yield node.name
        elif isinstance(node, ChoiceName):
            yield node.question


def _functions(nodes: Iterable[Node]) -> Iterable[str]:
    for node in nodes:
        if isinstance(node, Call):
            yield node.name
        elif isinstance(node, ChoiceName):
            yield CHOICE_NAME
