"""What the counts of a version say, question by question, for whoever reads them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flows.effects import BREAKOFF, COMPLETED, FAILED
from flows.model import Flow, Step
from flows.steps import QUESTIONS, Kind, words
from jamakan.store.survey_counts import Counts
from jamakan.surveys.buckets import EXACT, median_number, median_time, width
from jamakan.surveys.counted import ANSWERED, CHOSEN, FINISHED, SKIPPED, STANDS, STARTED, TIME

LEFT = frozenset({"started", "partial", "expired", BREAKOFF, FAILED})  # outcomes of who did not come to the end
NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.CALCULATE})
MOST_BARS = 12
MOST_DAYS = 60
YEAR = 4  # characters of 2026-11


@dataclass(frozen=True, slots=True)
class Bar:
    """An answer, or the numbers or the month it stands for, and how many gave it."""

    label: str
    people: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `left`: who stands there and did not come to the end. `median`: about, in seconds."""

    number: int
    name: str
    kind: str
    label: str
    personal: bool
    answered: int
    skipped: int
    left: int
    bars: tuple[Bar, ...]
    median: float | None
    middle: tuple[int, int] | None

    @property
    def reached(self) -> int:
        """Who came to it."""
        return self.answered + self.skipped + self.left


@dataclass(frozen=True, slots=True)
class Day:
    """What began and what was completed on a day."""

    day: date
    begun: int
    completed: int


@dataclass(frozen=True, slots=True)
class Results:
    """All of a version, or of its dialogues in one language or channel."""

    begun: int
    completed: int
    left: int
    outcomes: Mapping[str, int]
    questions: tuple[Question, ...]
    calculated: tuple[Question, ...]
    days: tuple[Day, ...]

    @property
    def drop_off(self) -> Question | None:
        """The question where most people stopped."""
        asked = [question for question in self.questions if question.left]
        return max(asked, key=lambda question: question.left, default=None)


def results(flow: Flow, counts: Counts, language: str) -> Results:
    """The results, in the words of a language."""
    outcomes: Counter[str] = Counter()
    for values in counts.steps(STANDS).values():
        outcomes.update(values)
    asked = [step for step in flow.steps if step.kind in QUESTIONS]
    calculated = [step for step in flow.steps if step.kind is Kind.CALCULATE and counts.people(CHOSEN, step.name)]
    return Results(
        begun=outcomes.total(),
        completed=outcomes[COMPLETED],
        left=sum(outcomes[outcome] for outcome in LEFT),
        outcomes=outcomes,
        questions=tuple(_question(number, step, counts, language) for number, step in enumerate(asked, 1)),
        calculated=tuple(_question(number, step, counts, language) for number, step in enumerate(calculated, 1)),
        days=_days(counts),
    )


def _question(number: int, step: Step, counts: Counts, language: str) -> Question:
    chosen = counts.values(CHOSEN, step.name)
    return Question(
        number=number,
        name=step.name,
        kind=step.kind.value,
        label=words(step.label, language) or step.name,
        personal=step.personal,
        answered=counts.people(ANSWERED, step.name),
        skipped=counts.people(SKIPPED, step.name),
        left=sum(people for outcome, people in counts.values(STANDS, step.name).items() if outcome in LEFT),
        bars=_bars(step, chosen, language),
        median=median_time(counts.values(TIME, step.name)),
        middle=median_number(chosen) if step.kind in NUMERIC else None,
    )


def _bars(step: Step, chosen: Counter[str], language: str) -> tuple[Bar, ...]:
    if step.kind in NUMERIC:
        return _numbers(chosen)
    if step.kind is Kind.DATE:
        return _months(chosen)
    labels = {choice.name: words(choice.label, language) for choice in step.choices}
    others = [Bar(value, people) for value, people in chosen.most_common() if value not in labels]
    return (*(Bar(label or name, chosen[name]) for name, label in labels.items()), *others)


def _numbers(boxes: Counter[str]) -> tuple[Bar, ...]:
    """Bars of one width, as wide as the widest usual box and as it takes for few of them."""
    size = 1 if all(width(int(box)) == 1 for box in boxes) else EXACT // 2
    while len({int(box) // size for box in boxes}) > MOST_BARS:
        size *= 10
    merged: Counter[int] = Counter()
    for box, people in boxes.items():
        merged[int(box) // size * size] += people
    return tuple(_number_bar(first, people, size) for first, people in sorted(merged.items()))


def _number_bar(first: int, people: int, size: int) -> Bar:
    last = first + max(size, width(first) if first >= 0 else 1) - 1
    return Bar(str(first) if last == first else f"{first}–{last}", people)


def _months(chosen: Counter[str]) -> tuple[Bar, ...]:
    """By month, or by year when they are many."""
    if len(chosen) > MOST_BARS:
        years: Counter[str] = Counter()
        for month, people in chosen.items():
            years[month[:YEAR]] += people
        chosen = years
    return tuple(Bar(month, people) for month, people in sorted(chosen.items()))


def _days(counts: Counts) -> tuple[Day, ...]:
    """From the first day to the last on which something happened, at most so many, days without anything too."""
    begun, completed = counts.values(STARTED), counts.values(FINISHED)
    if not begun:
        return ()
    last = date.fromisoformat(max({*begun, *completed}))
    first = max(date.fromisoformat(min(begun)), last - timedelta(days=MOST_DAYS - 1))
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(Day(day, begun[day.isoformat()], completed[day.isoformat()]) for day in days)
