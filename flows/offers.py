"""The choices somebody has now: written ones and those of the world, filtered and numbered."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, count

from flows.expressions import Environment, Expression
from flows.steps import RESERVED_KEYS, Choice, Step, Text
from flows.text.matching import digits, normal
from flows.world import Option

_ENDING = re.compile(r"\((\w{1,3})\)")  # of the feminine or the plural


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice with the key that is typed for it. flag and values come with options of the world."""

    key: str
    name: str
    label: Text
    next: str | None = None
    goto: str | None = None
    flag: str = ""
    values: Mapping[str, Text] = field(default_factory=dict)


# What an expression is told when the row of a choice is judged, its columns given.
RowEnvironment = Callable[[Mapping[str, str]], Environment]


def open_options(step: Step, options: Iterable[Option], env: RowEnvironment) -> tuple[str, ...]:
    """The names of the options of the world that the step offers."""
    return tuple(option.name for option in options if _passes(step.choice_filter, env, _option_row(option)))


def offers(step: Step, options: Iterable[Option], listed: Iterable[str], env: RowEnvironment) -> tuple[Offer, ...]:
    """In the order they are shown, options first. Numbers skip reserved keys and keys given by hand.

    `listed`: the options when the list was first shown. One that is gone since leaves its number unused.
    """
    here = {option.name: option for option in options}
    choices = [choice for choice in step.choices if _offered(step, choice, env)]
    taken = RESERVED_KEYS | {choice.key for choice in choices} | {step.leave_key}
    free = (str(number) for number in count(1) if str(number) not in taken)
    numbered = [(name, next(free)) for name in listed]
    return tuple(
        chain(
            (_from_option(here[name], key, step) for name, key in numbered if name in here),
            (_from_choice(choice, choice.key or next(free)) for choice in choices),
        )
    )


def chosen(found: Iterable[Offer], typed: str) -> Offer | None:
    """The offer somebody means by its key, its name or its label in any language; None when none or several fit."""
    found = tuple(found)
    key = digits(typed.strip()).rstrip(".) ")
    for offer in found:
        if offer.key == key or offer.key == key.lstrip("0"):
            return offer
    if not (wanted := normal(typed)):
        return None
    named = [offer for offer in found if wanted in _words_of(offer)]
    return named[0] if len(named) == 1 else None


def _words_of(offer: Offer) -> frozenset[str]:
    """All that may be typed for it: "Satisfait(e)" is also `satisfait` and `satisfaite`."""
    words = (offer.name, *offer.label.values())
    forms = (form for word in words for form in (word, _ENDING.sub("", word), _ENDING.sub(r"\1", word)))
    return frozenset(map(normal, forms))


def _offered(step: Step, choice: Choice, env: RowEnvironment) -> bool:
    if choice.relevant is None and step.choice_filter is None:
        return True
    row = {**choice.columns, "name": choice.name}
    return _passes(step.choice_filter, env, row) and _passes(choice.relevant, env, row)


def _passes(expression: Expression | None, env: RowEnvironment, row: Mapping[str, str]) -> bool:
    return expression is None or expression.truth(env(row))


def _option_row(option: Option) -> Mapping[str, str]:
    return {"name": option.name, "flag": option.flag}


def _from_option(option: Option, key: str, step: Step) -> Offer:
    leads = step.flag_next.get(option.flag) if option.flag else None
    return Offer(key, option.name, option.label, leads, option.goto or None, option.flag, option.values)


def _from_choice(choice: Choice, key: str) -> Offer:
    return Offer(key, choice.name, choice.label, choice.next, choice.goto)
