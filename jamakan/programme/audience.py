"""Whom a broadcast is for: a filter over the people of the programme, or the lines of a spreadsheet, as data."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from jamakan.programme.broadcasts import BroadcastError

WITH_A_SEAT = ("registered", "confirmed")
FACTS = ("age", "sex", "region", "group", "displacement")  # what a registration asks of everybody
LISTS = (*FACTS, "registration", "language", "answered", "not_answered")
EVERYBODY = "everybody who registered"
NOBODY = "nobody yet"

Word = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[tuple[Word, ...], Field(max_length=100)]  # a list becomes one SQL condition


class AudienceError(BroadcastError):
    """An audience that cannot be used, with every reason, a line each."""


@dataclass(frozen=True, slots=True)
class Question:
    """A step of a flow that people answered. `values`: the answers there are, None when they are free."""

    values: frozenset[str] | None
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What a filter may name: activities, the values of each fact, languages, and the questions of each flow."""

    activities: Collection[str]
    facts: Mapping[str, Collection[str]]
    languages: Collection[str]
    questions: Mapping[str, Mapping[str, Question]]


class Sheet(BaseModel):
    """Recipients kept with their broadcast: how many lines, and the columns that texts may name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: int
    columns: tuple[str, ...] = ()


class Audience(BaseModel):
    """All conditions hold together; in one list, any value will do. Empty means no condition.

    `registration` counts at `activity`, or at any when there is none. `answers`: "flow:step" → answers, those that
    stand. `cases`: the lines behind these cases, but for sensitive ones. `everybody`: all who ever registered, which
    has to be said: an empty filter means nobody. `nobody`: of a draft whose author has not said yet whom it is for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    activity: str = ""
    registration: tuple[Literal["registered", "confirmed", "waitlisted", "cancelled"], ...] = ()
    age: Words = ()
    sex: Words = ()
    region: Words = ()
    group: Words = ()
    displacement: Words = ()
    language: Words = ()
    answered: Words = ()
    not_answered: Words = ()
    answers: Mapping[Word, Annotated[Words, Field(min_length=1)]] = {}
    cases: Annotated[tuple[int, ...], Field(max_length=500)] = ()
    everybody: bool = False
    nobody: bool = False
    spreadsheet: Sheet | None = None

    @model_validator(mode="after")
    def _means_somebody(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("nobody is meant: give a condition, or say that everybody who registered is")
        if self.nobody and self.model_fields_set > {"nobody"}:
            raise ValueError("nobody is meant, and a condition is given: which of the two?")
        if self.spreadsheet and self.model_fields_set > {"spreadsheet"}:
            raise ValueError("a spreadsheet names its recipients: no other condition goes with it")
        return self

    @property
    def facts(self) -> dict[str, tuple[str, ...]]:
        """The conditions on what people told of themselves."""
        return {name: values for name in FACTS if (values := getattr(self, name))}

    @property
    def seats(self) -> tuple[str, ...]:
        """The states of registration asked for: those with a seat when only the activity was said."""
        return self.registration or (WITH_A_SEAT if self.activity else ())

    @property
    def of_people(self) -> bool:
        """Whether it asks something of a person, and not of their line alone."""
        return bool(self.seats or self.facts)

    def to_json(self) -> dict[str, Any]:
        """As it is stored: only what was said."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Raises AudienceError with everything that is not as it should be."""
        try:
            return cls.model_validate(_said(data))
        except ValidationError as error:
            raise AudienceError("\n".join(_explained(error))) from error

    def __str__(self) -> str:
        if self.nobody:
            return NOBODY
        if self.spreadsheet:
            return f"{self.spreadsheet.lines} line(s) of a spreadsheet"
        said = self.to_json()
        words = [f"{question} = {' or '.join(values)}" for question, values in said.pop("answers", {}).items()]
        words += [f"{name.replace('_', ' ')} {' or '.join(values)}" for name, values in said.items() if name in LISTS]
        words += [f"case {' or '.join(map(str, self.cases))}"] if self.cases else []
        return ", ".join(([f"activity {self.activity}"] if self.activity else []) + words) or EVERYBODY


def unknown(audience: Audience, known: Known) -> Iterator[str]:
    """Every value of a filter that names nothing, and what there is instead."""
    if audience.activity and audience.activity not in known.activities:
        yield f"there is no activity {audience.activity!r}: 'python3 run.py activities' lists them"
    yield from _missing("language", audience.language, known.languages)
    for name, values in audience.facts.items():
        yield from _missing(name, values, known.facts[name])
    yield from _missing("survey", (*audience.answered, *audience.not_answered), known.questions)
    for question, values in audience.answers.items():
        yield from _unknown_answers(question, values, known)


def _said(data: object) -> object:
    """Conditions without a value are none at all."""
    return {name: value for name, value in data.items() if value} if isinstance(data, Mapping) else data


def _explained(error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"])
        reason = problem["msg"].removeprefix("Value error, ")
        yield f"{where}: {reason}" if where else reason


def _unknown_answers(question: str, values: tuple[str, ...], known: Known) -> Iterator[str]:
    flow, _, step = question.partition(":")
    there = known.questions.get(flow, {})
    found = there.get(step)
    if found is None:
        asked = sorted(f"{flow}:{name}" for name, one in there.items() if not one.personal)
        yield from _missing("answer", (question,), asked)
    elif found.personal:
        yield f"{question}: it asks for a name or a number, which rest encrypted: nobody is chosen by them"
    elif found.values is not None:
        yield from _missing(question, values, found.values)


def _missing(what: str, values: Collection[str], there: Collection[str]) -> Iterator[str]:
    for value in values:
        if value not in there:
            yield f"{what}: there is no {value!r}; there are {', '.join(sorted(there)) or 'none'}"
