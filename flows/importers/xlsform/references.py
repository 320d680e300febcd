"""Whether what an expression asks for is known by the time it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from flows.importers.xlsform.drafts import Draft
from flows.importers.xlsform.form import Form
from flows.importers.xlsform.formulas import Formula
from flows.importers.xlsform.outline import Outline, places
from flows.steps import Kind


def check_order(drafts: Sequence[Draft], outline: Outline, form: Form) -> None:
    """Notes every reference to a later question, to itself or in a circle."""
    checker = _Checker(drafts, outline, form)
    for draft in drafts:
        checker.order(draft)
    checker.circles()


class _Checker:
    def __init__(self, drafts: Sequence[Draft], outline: Outline, form: Form) -> None:
        self._form = form
        self._places = places(outline.questions)
        self._rows = {question.name: question.row.number for question in outline.questions}
        self._calculates = {draft.name: draft for draft in drafts if draft.kind is Kind.CALCULATE}
        self._reached: dict[str, frozenset[str]] = {}

    def order(self, draft: Draft) -> None:
        for formula in draft.conditions:
            self._check_order(draft, formula, itself=False)
        if draft.constraint:
            self._check_order(draft, draft.constraint, itself=True)
        if draft.choice_filter:
            self._check_order(draft, draft.choice_filter, itself=False)

    def _check_order(self, draft: Draft, formula: Formula, *, itself: bool) -> None:
        own = self._places[draft.name]
        for name in sorted(formula.expression.references & self._places.keys()):
            for reached in sorted(self._reach(name)):
                if reached == draft.name and not itself:
                    self._form.offences.add(formula.problem(f"it looks at its own answer, {reached}"))
                elif self._places[reached] > own:
                    through = "" if reached == name else f", which {name} needs,"
                    why = f"{reached}{through} is asked later, in row {self._rows[reached]}: move one of the two"
                    self._form.offences.add(formula.problem(why))

    def _reach(self, name: str) -> frozenset[str]:
        """The questions that have to be answered before `name` is known: itself, or what a calculate is made of."""
        if name not in self._calculates:
            return frozenset({name})
        if name not in self._reached:
            self._reached[name] = frozenset()  # where a circle closes
            needed = _needs(self._calculates[name]) & self._places.keys()
            self._reached[name] = frozenset().union(*(self._reach(one) for one in needed))
        return self._reached[name]

    def circles(self) -> None:
        needs = {name: set(_needs(draft) & self._calculates.keys()) for name, draft in self._calculates.items()}
        for circle in _circles(needs):
            for formula in self._calculates[circle[0]].formulas():
                self._form.offences.add(formula.problem(f"calculates in a circle: {' → '.join(circle)}"))


def _needs(draft: Draft) -> frozenset[str]:
    return frozenset().union(*(formula.expression.references for formula in draft.formulas()))


def _circles(needs: Mapping[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """Circles, each once, until none is left."""
    while True:
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            circle = tuple(reversed(error.args[1]))
            yield circle
            needs[circle[0]].discard(circle[1])
        else:
            return
