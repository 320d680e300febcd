"""What an expression is made of. Chains of one precedence are one node, so that depth means nesting only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}`: the answer of another question."""

    name: str


@dataclass(frozen=True, slots=True)
class Current:
    """`.`: the answer being judged."""


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word: a column of the choice in a `choice_filter`; elsewhere the path of nothing, hence always empty."""

    name: str


@dataclass(frozen=True, slots=True)
class ChoiceName:
    """`jr:choice-name(value, '${question}')`: the label of a choice of `question`."""

    value: "Node"
    question: str


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Negative:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Junction:
    """Terms joined by `and`, or by `or`."""

    operator: str
    terms: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Chain:
    """`first` then operators of one precedence with their right-hand sides, applied from the left."""

    first: "Node"
    rest: "tuple[tuple[str, Node], ...]"


Node: TypeAlias = Literal | Reference | Current | Word | ChoiceName | Call | Negative | Junction | Chain


def walk(root: Node) -> Iterator[Node]:
    """`root` and everything below it, in no order one may count on."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(_children(node))


def _children(node: Node) -> "tuple[Node, ...]":
    match node:
        case Call():
            return node.arguments
        case Junction():
            return node.terms
        case Chain():
            return (node.first, *(right for _, right in node.rest))
        case Negative():
            return (node.operand,)
        case ChoiceName():
            return (node.value,)
        case _:
            return ()
