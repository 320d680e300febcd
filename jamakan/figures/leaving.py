"""An indicator as it is shown: to staff as it is, to whoever is outside with its small numbers hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

from jamakan.figures.disclosure import SHARES_FROM, suppressed, threshold
from jamakan.figures.indicators import INDICATORS, INSTITUTIONS, MEAN, SENSITIVE, Indicator
from jamakan.figures.report import Report, Value
from jamakan.figures.tables import MASKED, SHOWN, SMALL, Row, sensitive
from jamakan.store.results.keeping import ACTIVITY, PROGRAMME, REGION, SERIES, Aim

PLACES = {"activity": ACTIVITY, "region": REGION, "place": REGION, "series": SERIES, "": PROGRAMME}
"""The scope of targets that the values of a dimension are of."""


@dataclass(frozen=True, slots=True)
class Line:
    """One number. `mark`: shown, small (under the threshold) or masked; then `number` is None.

    `whole` is the denominator, None for a count. `ratio` is None where there are too few to speak of a share.
    """

    value: str
    mark: str
    number: int | None
    whole: int | None
    ratio: float | None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator by one dimension; `all` is its total."""

    indicator: Indicator
    dimension: str
    all: Line
    lines: tuple[Line, ...]

    @property
    def hidden(self) -> bool:
        """Whether something of it is not shown."""
        return any(line.mark != SHOWN for line in (self.all, *self.lines))


def shown(report: Report, key: str, dimension: str, aims: Mapping[Aim, int], *, inside: bool = False) -> Shown:
    """An indicator by a dimension (by none: only its total). `inside`: for staff, nothing is hidden."""
    indicator = INDICATORS[key]
    table = report.table(key, dimension) if dimension else {}
    marks = dict.fromkeys(table, SHOWN) if inside else _marks(report, indicator, dimension)
    whole = report.value(key)
    mark = SHOWN if inside or not sensitive(_row(indicator, whole), least(indicator, dimension)) else SMALL
    return Shown(
        indicator,
        dimension,
        _line("", mark, whole, indicator, aims.get((key, PROGRAMME, ""))),
        tuple(
            _line(value, marks[value], number, indicator, aims.get((key, PLACES.get(dimension, "-"), value)))
            for value, number in table.items()
        ),
    )


def least(indicator: Indicator, dimension: str) -> int:
    """The threshold of an indicator by a dimension; 1 hides nothing."""
    return 1 if indicator.threshold == INSTITUTIONS else threshold(dimension, indicator.threshold == SENSITIVE)


def _marks(report: Report, indicator: Indicator, dimension: str) -> Mapping[str, str]:
    """What becomes of each row. One that another indicator of these people hides is hidden here, too."""
    marks = _own_marks(report, indicator, dimension)
    for other in INDICATORS.values():
        if other.population == indicator.population and dimension in other.splits:
            theirs = _own_marks(report, other, dimension)
            marks = {name: MASKED if mark == SHOWN != theirs[name] else mark for name, mark in marks.items()}
    return marks


def _own_marks(report: Report, indicator: Indicator, dimension: str) -> dict[str, str]:
    rows = {value: _row(indicator, number) for value, number in report.table(indicator.key, dimension).items()}
    table = suppressed(rows, least(indicator, dimension))
    return dict(table.marks) if table is not None else dict.fromkeys(rows, MASKED)


def _row(indicator: Indicator, value: Value) -> Row:
    """A number as people in disjoint columns: those who are not, and those who are."""
    if value.people is not None:
        return (value.people,)
    if value.denominator is None:
        return (value.numerator,)
    if indicator.unit == MEAN or value.numerator > value.denominator:
        return (value.denominator, value.numerator) if indicator.unit != MEAN else (value.denominator,)
    return (value.denominator - value.numerator, value.numerator)


def _line(name: str, mark: str, value: Value, indicator: Indicator, target: int | None) -> Line:
    if mark != SHOWN:
        return Line(name, mark, None, None, None, target)
    people = value.denominator if value.people is None else value.people
    few = (people or 0) < SHARES_FROM and indicator.threshold != INSTITUTIONS
    return Line(name, mark, value.numerator, value.denominator, None if few else value.ratio, target)
