"""A made-up year, played through the public doors, and the figures of its report computed a second time by hand."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from jamakan.core import Core
from jamakan.demo_data.ledger import Ledger, Spoken, Story
from jamakan.demo_data.year import play
from jamakan.figures.period import Period
from jamakan.figures.report import Report, report
from jamakan.programme import cases
from jamakan.programme.disability import standing, word
from jamakan.staff import accounts
from jamakan.staff.roles import ADMINISTRATOR

PEOPLE = 60
UNTIL = date(2026, 11, 24)

Figures = dict[tuple[str, str], dict[str, tuple[int, int | None]]]

SPLITS: Mapping[str, Callable[[Story], str]] = {
    "": lambda _: "",
    "activity": lambda story: story.activity,
    "region": lambda story: story.who.region,
    "sex": lambda story: story.who.sex,
    "age": lambda story: story.who.age,
    "group": lambda story: story.who.group,
    "displacement": lambda story: story.who.displacement,
    "pvh": lambda story: story.who.pvh,
    "disability": lambda story: word(standing(story.who.difficulties).standard),
    "language": lambda story: story.who.language,
}


def test_every_figure_of_a_year_is_what_people_did(core: Core) -> None:
    staff = accounts.add(core, "Coordination", "coordination@example.org", ADMINISTRATOR, "a long enough secret")
    ledger = play(core, PEOPLE, staff.id, until=UNTIL)

    assert ledger.lost == []
    assert len(ledger.stories) == PEOPLE
    counted = report(core, Period())
    assert _told(counted, _computed(ledger)) == _computed(ledger)


def _told(counted: Report, wanted: Figures) -> Figures:
    """What the report says of the same indicators and dimensions."""
    return {
        (key, dimension): {
            value: (found.numerator, found.denominator) for value, found in counted.table(key, dimension).items()
        }
        for key, dimension in wanted
    }


def _computed(ledger: Ledger) -> Figures:
    """Indicator and dimension → value → numerator, denominator; from what everybody did."""
    seated = [story for held in ledger.held for story in ledger.seated(held.slug)]
    return _of_seats(seated) | _of_opinions(ledger.stories) | _of_cases(ledger) | _of_promises(ledger)


def _of_seats(seated: Sequence[Story]) -> Figures:
    figures: Figures = {}
    for dimension, of in SPLITS.items():
        registered = Counter(map(of, seated))
        came = Counter(of(story) for story in seated if story.days)
        confirmed = Counter(of(story) for story in seated if story.confirmed)
        figures["registered", dimension] = {value: (number, None) for value, number in registered.items()}
        figures["present", dimension] = {value: (came[value], registered[value]) for value in registered}
        figures["confirmed", dimension] = {value: (confirmed[value], registered[value]) for value in registered}
    for dimension in ("", "activity", "sex"):
        first, both = (
            Counter(SPLITS[dimension](story) for story in seated if story.days[:days] == list(range(1, days + 1)))
            for days in (1, 2)
        )
        figures["both_days", dimension] = {value: (both[value], first[value]) for value in first}
    return figures


def _of_opinions(stories: Sequence[Story]) -> Figures:
    scores = [story.opinion for story in stories if story.opinion is not None]
    return {
        ("satisfaction", ""): {"": (sum(scores), len(scores))},
        ("satisfied", ""): {"": (sum(score >= 4 for score in scores), len(scores))},
    }


def _of_cases(ledger: Ledger) -> Figures:
    splits: Mapping[str, Callable[[Spoken], str]] = {
        "": lambda _: "",
        "kind": lambda case: case.kind,
        "theme": lambda case: case.theme,
        "region": lambda case: case.region,
    }
    figures: Figures = {
        ("cases_received", name): {value: (number, None) for value, number in Counter(map(of, ledger.spoken)).items()}
        for name, of in splits.items()
    }
    closed = sum(state in cases.ENDED for state in ledger.moved.values())
    judged = Counter(ledger.content.values())
    return figures | {
        ("cases_closed", ""): {"": (closed, len(ledger.spoken))},
        ("cases_satisfied", ""): {"": (judged["yes"], judged["yes"] + judged["no"])},
        ("cases_confidential", ""): {"": (0, ledger.confidential)},
    }


def _of_promises(ledger: Ledger) -> Figures:
    made, fates = len(ledger.promised), Counter(ledger.settled.values())
    return {
        ("promises_kept", ""): {"": (fates["keep"], made)},
        ("promises_dropped", ""): {"": (fates["drop"], made)},
        ("promises_dated", ""): {"": (made, made)},
        ("loop_closed", ""): {"": (len(ledger.closed), len(ledger.closed))},
    }
