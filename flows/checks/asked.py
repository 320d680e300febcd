"""Whether what expressions, labels and choices ask for or lead to exists, and is known by then."""

from collections.abc import Iterator, Set

from flows.checks.found import Found
from flows.checks.whole import Whole
from flows.expressions import Expression
from flows.placeholders import names
from flows.steps import Group, Kind, Step


def ways(step: Step, whole: Whole) -> Iterator[str]:
    targets = [("next", step.next), ("empty", step.empty)]
    targets += [(f"flag_next {flag}", name) for flag, name in step.flag_next.items()]
    targets += [(f"choice {choice.name}, next", choice.next) for choice in step.choices]
    for field, target in targets:
        if target and target not in whole.named:
            yield f"{field}: there is no step '{target}'"


def references(step: Step, whole: Whole) -> Iterator[str]:
    for field, expression in _expressions(step):
        yield from _unknown(field, expression, whole)
    if step.relevant:
        if step.name in step.relevant.references:
            yield "relevant: it cannot depend on its own answer"
        yield from _too_early(step.relevant, whole.places[step.name] + 1, whole)
    if step.calculation and step.name in step.calculation.references:
        yield "calculation: it cannot depend on itself (once() keeps the first value)"


def columns(step: Step, whole: Whole) -> Iterator[str]:
    """A bare word is a column in a choice filter; anywhere else ODK reads it as something that is always empty."""
    known = {"name", "flag"}.union(*(choice.columns for choice in step.choices))
    for field, expression in _expressions(step):
        yield from _words(field, expression, known if field.startswith("choice") else frozenset())


def placeholders(step: Step, whole: Whole) -> Iterator[str]:
    for field, text in step.texts:
        for language, said in text.items():
            for name in sorted(names(said) - whole.values):
                yield f"{field}, {language}: there is no question or value {{{name}}}"


def groups(whole: Whole) -> Iterator[Found]:
    """What is wrong with the groups: with their names, and with the conditions their steps share."""
    taken = {(_identity(one.step.groups), one.step.name) for one in whole.written}
    for path, place in _groups(whole):
        group, around = path[-1], _identity(path[:-1])
        where = f"group {group.name}"
        if (around, group.name) in taken:
            yield Found(group.line, where, "a step or a group beside it has this name: rename one")
        taken.add((around, group.name))
        if group.relevant:
            reasons = [*_unknown("relevant", group.relevant, whole), *_too_early(group.relevant, place, whole)]
            for reason in (*reasons, *_words("relevant", group.relevant, frozenset())):
                yield Found(group.line, where, reason)


def _groups(whole: Whole) -> Iterator[tuple[tuple[Group, ...], int]]:
    """Each group once, the groups around it before it, with the place of its first step."""
    seen: set[int] = set()
    for place, one in enumerate(whole.written):
        for depth, group in enumerate(one.step.groups, start=1):
            if id(group) not in seen:
                seen.add(id(group))
                yield one.step.groups[:depth], place


def _identity(path: tuple[Group, ...]) -> int:
    """Which group it is: two may say the same."""
    return id(path[-1]) if path else 0


def _unknown(field: str, expression: Expression, whole: Whole) -> Iterator[str]:
    for name in sorted(expression.references - whole.known):
        yield f"{field}: there is no question or input '{name}'"


def _too_early(relevant: Expression, place: int, whole: Whole) -> Iterator[str]:
    """Names of steps from `place` on. A calculate is known wherever it stands."""
    for name in sorted(relevant.references & whole.named):
        later = whole.at(name)
        if whole.places[name] >= place and later.step.kind is not Kind.CALCULATE and "kind" not in later.unread:
            yield f"relevant: '{name}' is asked later"


def _words(field: str, expression: Expression, known: Set[str]) -> Iterator[str]:
    for word in sorted(expression.bare_words - known):
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
