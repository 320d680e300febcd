"""Why some steps make no flow. One check a function, listed in a table at the end."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import NoReturn, TypeAlias

from flows.calculations import circle
from flows.checks import asked
from flows.checks.found import Found
from flows.checks.whole import Whole, Written
from flows.effects import OUTCOMES
from flows.limits import MAX_CHOICES
from flows.placeholders import BROUGHT
from flows.reading import Accepted, Reading, Refused, read
from flows.steps import BACK, LANGUAGE_ACTION, LISTS, NUMBERS, QUESTIONS, RESERVED_KEYS, Kind, Step

Check: TypeAlias = Callable[[Step, Whole], Iterator[str]]


def faults(written: Sequence[Written], languages: tuple[str, ...], inputs: Iterable[str]) -> Iterator[Found]:
    """Why these steps make no flow, but for what made some of their fields unreadable."""
    whole = Whole(tuple(written), languages, frozenset(inputs))
    for one in written:
        for field, check, needed in _CHECKS:
            for reason in () if one.unread & needed else check(one.step, whole):
                yield Found(one.step.line, f"step {one.step.name}{', ' if field else ''}{field}", reason)
    yield from asked.groups(whole)
    if round_trip := circle(one.step for one in written):
        first = whole.at(round_trip[0]).step
        yield Found(first.line, f"step {first.name}", f"calculates in a circle: {' → '.join(round_trip)}")


def _name(step: Step, whole: Whole) -> Iterator[str]:
    if step is not whole.at(step.name).step:
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
    "right": frozenset({Kind.SELECT_ONE}),
    "minimum": NUMBERS,
    "maximum": NUMBERS,
    "ends": frozenset({Kind.NOTE}),
    "hint": frozenset(Kind) - {Kind.CALCULATE},
    "label": frozenset(Kind),
}

_WRITTEN = {"minimum": "min", "maximum": "max"}


def _fields(step: Step, whole: Whole) -> Iterator[str]:
    for field, kinds in _FIELDS_OF.items():
        if getattr(step, field) not in (None, (), {}, False) and step.kind not in kinds:
            yield f"'{_WRITTEN.get(field, field)}' means nothing for {step.kind}"


def _calculation(step: Step, whole: Whole) -> Iterator[str]:
    if step.kind is Kind.CALCULATE and step.calculation is None:
        yield "'calculation' is missing"


def _label(step: Step, whole: Whole) -> Iterator[str]:
    if step.kind is not Kind.CALCULATE and not step.label:
        yield "'label' is missing"


def _message(step: Step, whole: Whole) -> Iterator[str]:
    if step.constraint_message and not step.constraint:
        yield "'constraint_message' without 'constraint' is never shown"


def _one_way(step: Step, whole: Whole) -> Iterator[str]:
    if step.goto and step.next:
        yield "'goto' and 'next' cannot both be followed: keep one"


def _list(step: Step, whole: Whole) -> Iterator[str]:
    if step.choices_from and step.choices_from not in BROUGHT:
        yield f"the service has no list '{step.choices_from}': use {', '.join(BROUGHT)}"


def _end(step: Step, whole: Whole) -> Iterator[str]:
    if step.ends and step.ends not in OUTCOMES:
        yield f"'{step.ends}' is not an outcome: use one of {', '.join(sorted(OUTCOMES))}"
    if step.ends and (step.next or step.goto):
        yield "nothing follows a step that ends the dialogue: take 'next' and 'goto' away"


def _choices(step: Step, whole: Whole) -> Iterator[str]:
    if step.kind in LISTS and not step.choices and not step.choices_from:
        yield "a list needs choices"
    if len(step.choices) > MAX_CHOICES:
        yield f"{len(step.choices)} choices: at most {MAX_CHOICES} are allowed"
    for name in _doubles(choice.name for choice in step.choices if choice.relevant is None and choice.name):
        yield f"two choices are named '{name}'"
    for choice in step.choices if step.kind is Kind.SELECT_MULTIPLE else ():
        if " " in choice.name:
            yield f"choice {choice.name}: a space separates the answers of a select_multiple: write _ instead"
    if step.kind is Kind.SELECT_MULTIPLE and any(choice.next or choice.goto for choice in step.choices):
        yield "several choices may be taken, so none of them can lead elsewhere"
    for choice in step.choices:
        if choice.next and choice.goto:
            yield f"choice {choice.name}: 'goto' and 'next' cannot both be followed: keep one"


def _keys(step: Step, whole: Whole) -> Iterator[str]:
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


def _default(step: Step, whole: Whole) -> Iterator[str]:
    if step.default is None or step.kind not in QUESTIONS:
        return
    if step.kind in LISTS:
        missing = set(step.named(step.default)) - {choice.name for choice in step.choices}
        if missing:
            yield f"there is no choice '{sorted(missing)[0]}'"
    elif isinstance(reading := _read_blind(step, step.default), Refused) and step.kind in NUMBERS | {Kind.TEXT}:
        yield f"'{step.default}' is not an answer this step accepts"
    elif reading != Accepted(step.default):
        yield f"'{step.default}' is not how an answer of this step is stored"


def _right(step: Step, whole: Whole) -> Iterator[str]:
    if step.right is None or step.kind is not Kind.SELECT_ONE:
        return
    if step.choices_from:
        yield "the right answer is one of written choices: write them out"
    elif step.right not in {choice.name for choice in step.choices}:
        yield f"there is no choice '{step.right}'"
    if step.conditions:
        yield "a question of a test is asked of everybody, before and after: take 'relevant' away"


def _read_blind(step: Step, typed: str) -> Reading:
    """What `typed` reads as, nothing else known: without constraint, skip or default."""
    bare = Step(step.name, step.kind, minimum=step.minimum, maximum=step.maximum)
    return read(bare, typed, (), _no_environment)


def _no_environment(value: str) -> NoReturn:
    raise AssertionError("a step without constraint asks for no environment")


def _language(step: Step, whole: Whole) -> Iterator[str]:
    if step.does != LANGUAGE_ACTION:
        return
    if step.kind is not Kind.SELECT_ONE or step.choices_from:
        yield "a language is chosen by a select_one with written choices"
    for choice in step.choices if whole.languages else ():
        if choice.name not in whole.languages:
            yield f"choice {choice.name}: not among the languages of the flow"


def _doubles(values: Iterable[str]) -> list[str]:
    return sorted(value for value, times in Counter(values).items() if times > 1)


# Where the problem is, what finds it, and the fields it needs to have been read.
_CHECKS: tuple[tuple[str, Check, Set[str]], ...] = (
    ("name", _name, {"name"}),
    ("", _fields, {"kind"}),
    ("", _calculation, {"kind", "calculation"}),
    ("", _label, {"kind", "label"}),
    ("", _message, {"constraint"}),
    ("", _one_way, frozenset()),
    ("", asked.ways, frozenset()),
    ("ends", _end, frozenset()),
    ("choices_from", _list, frozenset()),
    ("choices", _choices, {"kind", "choices", "choices_from"}),
    ("", _keys, {"kind"}),
    ("default", _default, {"kind", "default", "choices", "min", "max"}),
    ("right", _right, {"kind", "choices"}),
    ("", _language, {"kind"}),
    ("", asked.references, frozenset()),
    ("", asked.columns, frozenset()),
    ("", asked.placeholders, frozenset()),
)
