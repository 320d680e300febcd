"""What one dialogue adds to the counts of its version: the one definition, for keeping and for counting again.

measure    step              value
stands     where it stands   outcome; a completed dialogue stands nowhere
started    –                 the day (UTC, which is Bamako's)
completed  –                 the day
answered   the question      –
skipped    the question      –
chosen     the question      a choice, the box of a number, the month of a date
time       the question      the box of the seconds it took to answer, where that is known
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flows.effects import COMPLETED, REFUSED
from jamakan.surveys.buckets import number_box, time_box

STANDS, STARTED, FINISHED = "stands", "started", "completed"
ANSWERED, SKIPPED, CHOSEN, TIME = "answered", "skipped", "chosen", "time"
CALCULATED = "calculate"
NUMBERS = frozenset({"integer", "decimal", CALCULATED})
MONTH = 7  # characters of 2026-11
LONGEST = 200  # characters of a value, as its column

Fact = tuple[str, str, str]  # measure, step, value
Key = tuple[str, str, str, str, str, str]  # version, measure, step, value, language, kind


@dataclass(frozen=True, slots=True)
class Way:
    """One dialogue as it rests."""

    version: str
    language: str
    kind: str
    position: str
    outcome: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """A standing answer. `value` is empty when it was left unanswered, or when it is `personal`.

    waited: seconds since it was asked; 0 is not known.
    """

    step: str
    kind: str
    value: str
    personal: bool
    waited: int


def counted(way: Way, answers: Iterable[Said]) -> Iterator[Key]:
    """What the dialogue and these standing answers of it add one to.

    Of one whose beginning is not known yet, nothing is counted.
    """
    if not way.version:
        return
    for measure, step, value in (*_of_way(way), *(() if way.outcome == REFUSED else _of_answers(answers))):
        yield way.version, measure, step, value[:LONGEST], way.language, way.kind


def _of_way(way: Way) -> Iterator[Fact]:
    yield STANDS, "" if way.outcome == COMPLETED else way.position, way.outcome
    yield STARTED, "", way.started_at.date().isoformat()
    if way.outcome == COMPLETED and way.ended_at is not None:
        yield FINISHED, "", way.ended_at.date().isoformat()


def _of_answers(answers: Iterable[Said]) -> Iterator[Fact]:
    for said in answers:
        yield from _chosen(said)
        if said.kind == CALCULATED:
            continue
        yield (ANSWERED if said.value or said.personal else SKIPPED), said.step, ""
        if said.waited:
            yield TIME, said.step, time_box(said.waited)


def _chosen(said: Said) -> Iterator[Fact]:
    if not said.value or said.personal:
        return
    match said.kind:
        case "select_one":
            yield CHOSEN, said.step, said.value
        case "select_multiple":
            for choice in dict.fromkeys(said.value.split()):
                yield CHOSEN, said.step, choice
        case "date":
            yield CHOSEN, said.step, said.value[:MONTH]
        case kind if kind in NUMBERS and (box := number_box(said.value)):
            yield CHOSEN, said.step, box
