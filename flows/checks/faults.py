"""Why some steps make no flow. One check a function, listed in a table at the end."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import NoReturn

from flows.calculations import circle
from flows.checks.found import Found
from flows.effects import OUTCOMES
from flows.expressions import Expression
from flows.limits import MAX_CHOICES
from flows.reading import Accepted, Reading, read
from flows.steps import BACK, LANGUAGE_ACTION, LISTS, NUMBERS, QUESTIONS, RESERVED_KEYS, Kind, Step


@dataclass(frozen=True, slots=True)
class _Whole:
    """What a check of one step needs to know of the flow around it."""

    steps: tuple[Step, ...]
    languages: tuple[str, ...]
    inputs: Set[str]
    named: Set[str]
    places: Mapping[str, int]


Check = Callable[[Step, _Whole], Iterator[str]]


def faults(
    steps: tuple[Step, ...], languages: tuple[str, ...], inputs: tuple[str, ...], named: Set[str] = frozenset()
) -> Iterator[Found]:
    """Why these steps make no flow. `named`: names of steps that exist but could not be read."""
    places = {step.name: place for place, step in reversed(tuple(enumerate(steps)))}
    whole = _Whole(steps, languages, frozenset(inputs), named | places.keys(), places)
    for step in steps:
        for field, check in _CHECKS:
            for reason in check(step, whole):
                yield Found(step.line, f"step {step.name}{', ' if field else ''}{field}", reason)
    if round_trip := circle(steps):
        first = steps[places[round_trip[0]]]
        yield Found(first.line, f"step {first.name}", f"calculates in a circle: {' → '.join(round_trip)}")


def _name(step: Step, whole: _Whole) -> Iterator[str]:
    if step is not whole.steps[whole.places[step.name]]:
        yield "another step has this name"
    if step.name in whole.inputs:
        yield "an input has this name"


# Which fields make sense for which kinds; the others take none of them.
_FIELDS_OF: Mapping[str, frozenset[Kind]] = {
    "choices": LISTS,
    "choices_from": LISTS,
    "choice_filter": LISTS,
    "flag_next": frozenset({Kind.SELECT_ONE, Kind.MENU}),
    "empty": LISTS,
    "calculation": frozenset({Kind.CALCULATE}),
    "constraint": QUESTIONS,
    "skip": QUESTIONS,
    "default": QUESTIONS,
    "personal": QUESTIONS | {Kind.CALCULATE},
    "minimum": NUMBERS,
    "maximum": NUMBERS,
    "ends": frozenset({Kind.NOTE}),
    "hint": frozenset(Kind) - {Kind.CALCULATE},
    "label": frozenset(Kind),
}

_WRITTEN = {"minimum": "min", "maximum": "max"}


def _fields(step: Step, whole: _Whole) -> Iterator[str]:
    for field, kinds in _FIELDS_OF.items():
        if getattr(step, field) not in (None, (), {}, False) and step.kind not in kinds:
            yield f"'{_WRITTEN.get(field, field)}' means nothing for {step.kind}"
    if step.kind is Kind.CALCULATE and step.calculation is None:
        yield "'calculation' is missing"
    if step.kind is not Kind.CALCULATE and not step.label:
        yield "'label' is missing"
    if step.constraint_message and not step.constraint:
        yield "'constraint_message' without 'constraint' is never shown"
    if step.goto and step.next:
        yield "'goto' and 'next' cannot both be followed: keep one"


def _ways(step: Step, whole: _Whole) -> Iterator[str]:
    targets = [("next", step.next), ("empty", step.empty)]
    targets += [(f"flag_next {flag}", name) for flag, name in step.flag_next.items()]
    targets += [(f"choice {choice.name}, next", choice.next) for choice in step.choices]
    for field, target in targets:
        if target and target not in whole.named:
            yield f"{field}: there is no step '{target}'"


def _end(step: Step, whole: _Whole) -> Iterator[str]:
    if step.ends and step.ends not in OUTCOMES:
        yield f"'{step.ends}' is not an outcome: use one of {', '.join(sorted(OUTCOMES))}"
    if step.ends and (step.next or step.goto):
        yield "nothing follows a step that ends the dialogue: take 'next' and 'goto' away"


def _choices(step: Step, whole: _Whole) -> Iterator[str]:
    if step.kind in LISTS and not step.choices and not step.choices_from:
        yield "a list needs choices"
    if len(step.choices) > MAX_CHOICES:
        yield f"{len(step.choices)} choices: at most {MAX_CHOICES} are allowed"
    for name in _doubles(choice.name for choice in step.choices if choice.relevant is None):
        yield f"two choices are named '{name}'"
    if step.kind is Kind.SELECT_MULTIPLE and any(choice.next or choice.goto for choice in step.choices):
        yield "several choices may be taken, so none of them can lead elsewhere"
    for choice in step.choices:
        if choice.next and choice.goto:
            yield f"choice {choice.name}: 'goto' and 'next' cannot both be followed: keep one"


def _keys(step: Step, whole: _Whole) -> Iterator[str]:
    for key in _doubles(choice.key for choice in step.choices if choice.key and choice.relevant is None):
        yield f"two choices have the key {key}"
    allowed = {BACK} if step.kind is Kind.MENU else set()
    for choice in step.choices:
        if choice.key in RESERVED_KEYS - allowed:
            yield f"choice {choice.name}: the key {choice.key} is reserved for moving about"
        if choice.key and choice.key == step.skip:
            yield f"choice {choice.name}: its key {choice.key} is also the one that skips"
    if step.skip in RESERVED_KEYS:
        yield f"skip: the key {step.skip} is reserved for moving about"
    if step.skip and step.kind in NUMBERS and isinstance(_read_blind(step, step.skip), Accepted):
        yield f"skip: {step.skip} is also an answer: use a key that is no number, such as *"


def _default(step: Step, whole: _Whole) -> Iterator[str]:
    if step.default is None or step.kind not in QUESTIONS:
        return
    if step.kind in {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE}:
        wanted = step.default.split() if step.kind is Kind.SELECT_MULTIPLE else [step.default]
        missing = set(wanted) - {choice.name for choice in step.choices}
        if missing:
            yield f"default: there is no choice '{sorted(missing)[0]}'"
    elif _read_blind(step, step.default) != Accepted(step.default):
        yield f"default: '{step.default}' is not how an answer of this step is stored"


def _read_blind(step: Step, typed: str) -> Reading:
    """What `typed` reads as, nothing else known: without constraint, skip or default."""
    bare = Step(step.name, step.kind, minimum=step.minimum, maximum=step.maximum)
    return read(bare, typed, (), _no_environment)


def _no_environment(value: str) -> NoReturn:
    raise AssertionError("a step without constraint asks for no environment")


def _language(step: Step, whole: _Whole) -> Iterator[str]:
    if step.does != LANGUAGE_ACTION:
        return
    if step.kind is not Kind.SELECT_ONE or step.choices_from:
        yield "a language is chosen by a select_one with written choices"
    for choice in step.choices:
        if choice.name not in whole.languages:
            yield f"choice {choice.name}: not among the languages of the flow"


def _references(step: Step, whole: _Whole) -> Iterator[str]:
    known = whole.named | whole.inputs
    for field, expression in _expressions(step):
        for name in sorted(expression.references - known):
            yield f"{field}: there is no question or input '{name}'"
    for name in sorted(step.relevant.references if step.relevant else ()):
        place = whole.places.get(name)
        if name == step.name:
            yield "relevant: it cannot depend on its own answer"
        elif place is not None and place > whole.places[step.name] and not _is_calculate(name, whole):
            yield f"relevant: '{name}' is asked later"
    own_call = step.calculation and step.name in step.calculation.references
    if own_call:
        yield "calculation: it cannot depend on itself (once() keeps the first value)"


def _columns(step: Step, whole: _Whole) -> Iterator[str]:
    """A bare word is a column in a choice filter; anywhere else ODK reads it as something that is always empty."""
    known = {"name", "flag"}.union(*(choice.columns for choice in step.choices))
    for field, expression in _expressions(step):
        columns = known if field.startswith("choice") else set()
        for word in sorted(expression.bare_words - columns):
            yield f"{field}: '{word}' is neither ${{question}} nor 'text': write one of them"


def _expressions(step: Step) -> Iterator[tuple[str, Expression]]:
    own = (
        ("relevant", step.relevant),
        ("constraint", step.constraint),
        ("calculation", step.calculation),
        ("choice_filter", step.choice_filter),
    )
    of_choices = ((f"choice {choice.name}, relevant", choice.relevant) for choice in step.choices)
    for field, expression in (*own, *of_choices):
        if expression:
            yield field, expression


def _is_calculate(name: str, whole: _Whole) -> bool:
    return whole.steps[whole.places[name]].kind is Kind.CALCULATE


def _doubles(values: Iterable[str]) -> list[str]:
    return sorted(value for value, times in Counter(values).items() if times > 1)


_CHECKS: tuple[tuple[str, Check], ...] = (
    ("name", _name),
    ("", _fields),
    ("", _ways),
    ("ends", _end),
    ("choices", _choices),
    ("", _keys),
    ("", _default),
    ("", _language),
    ("", _references),
    ("", _columns),
)
