"""Nodes to Python closures, once for each expression: evaluating walks no tree and looks up no name."""

import math
from collections.abc import Callable, Mapping
from typing import TypeAlias

from flows.expressions.environment import Environment
from flows.expressions.functions import FUNCTIONS
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
from flows.expressions.values import NAN, Atom, answer, blank, equal, number, text, truth

Evaluate: TypeAlias = Callable[[Environment], Atom]


def compiled_node(node: Node) -> Evaluate:
    match node:
        case Literal(value):
            return lambda _env: value
        case Reference(name):
            return lambda env: answer(env.answers.get(name, ""))
        case Current():
            return lambda env: answer(env.current)
        case Word(name):
            return lambda env: answer(env.columns.get(name, ""))
        case Negative(operand):
            return _negative(compiled_node(operand))
        case Junction():
            return _junction(node)
        case Chain():
            return _chain(node)
        case ChoiceName():
            return _choice_name(node)
        case Call():
            return _call(node)


def _negative(operand: Evaluate) -> Evaluate:
    return lambda env: -number(operand(env))


def _junction(node: Junction) -> Evaluate:
    """Stops at the first term that decides, as JavaRosa does."""
    terms = tuple(compiled_node(term) for term in node.terms)
    decisive = node.operator == "or"

    def evaluate(env: Environment) -> Atom:
        for term in terms:
            if truth(term(env)) is decisive:
                return decisive
        return not decisive

    return evaluate


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    if math.isnan(left) or left == 0:
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    """The sign is that of the left side: -7 mod 2 is -1."""
    if right == 0 or not math.isfinite(left):
        return NAN
    return math.fmod(left, right)


_OPERATORS: Mapping[str, Callable[[Atom, Atom], Atom]] = {
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": lambda left, right: number(left) < number(right),
    "<=": lambda left, right: number(left) <= number(right),
    ">": lambda left, right: number(left) > number(right),
    ">=": lambda left, right: number(left) >= number(right),
    "+": lambda left, right: number(left) + number(right),
    "-": lambda left, right: number(left) - number(right),
    "*": lambda left, right: number(left) * number(right),
    "div": lambda left, right: _divide(number(left), number(right)),
    "mod": lambda left, right: _remainder(number(left), number(right)),
}


def _chain(node: Chain) -> Evaluate:
    first = compiled_node(node.first)
    rest = tuple((_OPERATORS[operator], compiled_node(right)) for operator, right in node.rest)
    if len(rest) == 1:  # nearly all of them, and worth half the time
        ((apply, right),) = rest
        return lambda env: apply(first(env), right(env))

    def evaluate(env: Environment) -> Atom:
        value = first(env)
        for apply, right in rest:
            value = apply(value, right(env))
        return value

    return evaluate


def _choice_name(node: ChoiceName) -> Evaluate:
    value, question = compiled_node(node.value), node.question
    return lambda env: env.choices.get(question, {}).get(text(value(env)), "")


def _call(node: Call) -> Evaluate:
    arguments = tuple(compiled_node(argument) for argument in node.arguments)
    if lazy := _LAZY.get(node.name):
        return lazy(*arguments)
    call = FUNCTIONS[node.name].call
    return lambda env: call(env, *(argument(env) for argument in arguments))


def _if(condition: Evaluate, then: Evaluate, otherwise: Evaluate) -> Evaluate:
    return lambda env: then(env) if truth(condition(env)) else otherwise(env)


def _coalesce(first: Evaluate, second: Evaluate) -> Evaluate:
    def evaluate(env: Environment) -> Atom:
        value = first(env)
        return second(env) if blank(value) else value

    return evaluate


_LAZY: Mapping[str, Callable[..., Evaluate]] = {"if": _if, "coalesce": _coalesce}
