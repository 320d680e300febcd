"""The public page: which results may be on it, the next edition, and publishing it. Off until staff publish one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from jamakan.core import Core
from jamakan.figures import snapshots
from jamakan.figures.disclosure import Tables, published, threshold
from jamakan.figures.indicators import Words
from jamakan.figures.report import Report
from jamakan.figures.tables import SHOWN, Row, Rows, Table
from jamakan.store.results import keeping
from jamakan.store.results.keeping import Edition
from jamakan.store.staff import trail

ALL = ""
NEW, STANDS, NOTHING = "new", "stands", "nothing"


@dataclass(frozen=True, slots=True)
class PublicResult:
    """People, and those of them of whom something is true: both numbers and their share, by one dimension at a time.

    `measures`: all, and the part, of `population`. `dimensions`: those that may be published.
    """

    key: str
    population: str
    measures: tuple[str, str]
    dimensions: tuple[str, ...]
    sensitive: bool
    title: Words
    whole: Words
    part: Words

    def threshold(self, dimension: str) -> int:
        """The k of one of its tables."""
        return threshold(dimension, self.sensitive)


RESULTS: Mapping[str, PublicResult] = {
    one.key: one
    for one in (
        PublicResult(
            *("participation", "seats", ("registered", "present")),
            ("sex", "region", "age", "group", "activity", "disability", "displacement"),
            sensitive=False,
            title={"fr": "Participation aux activités", "en": "Taking part in activities"},
            whole={"fr": "Inscriptions", "en": "Registrations"},
            part={"fr": "Présences", "en": "Present"},
        ),
        PublicResult(
            *("surveys", "surveys", ("begun", "completed"), ("survey", "channel", "language")),
            sensitive=False,
            title={"fr": "Réponses aux enquêtes", "en": "Answers to surveys"},
            whole={"fr": "Commencées", "en": "Begun"},
            part={"fr": "Terminées", "en": "Completed"},
        ),
        PublicResult(
            *("satisfaction", "satisfaction", ("scores", "satisfied"), ("activity", "language")),
            sensitive=False,
            title={"fr": "Satisfaction", "en": "Satisfaction"},
            whole={"fr": "Notes données", "en": "Scores given"},
            part={"fr": "Notes 4 ou 5 sur 5", "en": "Scores 4 or 5 of 5"},
        ),
        PublicResult(
            *("cases", "cases", ("received", "closed"), ("kind", "region")),
            sensitive=True,
            title={"fr": "Questions, difficultés et propositions", "en": "Questions, challenges and proposals"},
            whole={"fr": "Dossiers reçus", "en": "Cases received"},
            part={"fr": "Dossiers clos", "en": "Cases closed"},
        ),
    )
}
Choice = tuple[str, str]
"""A result and a dimension."""
CHOICES: tuple[Choice, ...] = tuple((one.key, name) for one in RESULTS.values() for name in one.dimensions)


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of one result: shown anew, standing as before, or not at all; `tables` with the marks of rows.

    `withheld`: chosen dimensions of which nothing may be shown now.
    """

    result: PublicResult
    state: str
    tables: Tables
    withheld: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """The next edition as it would be. `digest` names it: what staff saw is what is published."""

    number: int
    as_of: datetime
    standings: tuple[Standing, ...]
    shown: Mapping[str, Any]
    counted: Mapping[str, Any]

    @property
    def digest(self) -> str:
        both = json.dumps([self.number, self.shown, self.counted], sort_keys=True)
        return sha256(both.encode()).hexdigest()[:32]


class Moved(Exception):
    """The figures, or the editions, are no longer those that staff looked at."""


def draft(report: Report, chosen: Sequence[Choice], editions: Sequence[Edition]) -> Draft:
    """What an edition of these figures would show, after all earlier ones."""
    last = editions[-1] if editions else None
    shown: list[Any] = []
    counted: dict[str, Any] = {}
    standings = []
    for result in RESULTS.values():
        wanted = [name for key, name in chosen if key == result.key]
        if not wanted:
            continue
        before = [_opened(edition.counted[result.key]) for edition in editions if result.key in edition.counted]
        standing = _standing(result, report, wanted, before)
        standings.append(standing)
        if standing.state == NEW:
            counted[result.key] = _closed(standing.tables)
            shown += [_shown(result, name, table, report) for name, table in standing.tables.items()]
        elif standing.state == STANDS:
            shown += [table for table in _shown_before(editions, result) if table["dimension"] in (ALL, *wanted)]
    names = {name: _named(report, name, shown) for name in sorted({table["dimension"] for table in shown})}
    return Draft(
        last.number + 1 if last else 1, report.as_of, tuple(standings), {"tables": shown, "names": names}, counted
    )


def prepared(core: Core, chosen: Sequence[Choice]) -> Draft | None:
    """The draft over the latest snapshot; None while there is none."""
    report = snapshots.latest(core)
    if report is None:
        return None
    with core.db.read() as connection:
        return draft(report, chosen, keeping.editions(connection))


def publish(core: Core, chosen: Sequence[Choice], digest: str, by: int | None) -> int:
    """Publish the draft of this digest, with its line in the trail; its number. Raises Moved."""
    report, now = snapshots.latest(core), datetime.now(UTC)
    if report is None:
        raise Moved("the figures were never counted: wait for the clock, or ask for them")
    with core.db.begin(lock="public") as connection:
        one = draft(report, chosen, keeping.editions(connection))
        if one.digest != digest:
            raise Moved("the figures or the editions changed since the page was opened: look at it again")
        keeping.publish(connection, one.number, one.as_of, one.shown, one.counted, by, now)
        told = ", ".join(sorted({f"{key}.{name}" for key, name in chosen}))
        vault = core.settings.vault
        trail.append(connection, vault, now, by, "public.published", f"edition:{one.number}", results=told)
    return one.number


def withdraw(core: Core, number: int, by: int | None) -> bool:
    """Take an edition off the page: nothing is shown until the next one. False: it was."""
    now = datetime.now(UTC)
    with core.db.begin(lock="public") as connection:
        done = keeping.withdraw(connection, number, by, now)
        if done:
            trail.append(connection, core.settings.vault, now, by, "public.withdrawn", f"edition:{number}")
    return done


def _standing(result: PublicResult, report: Report, wanted: Sequence[str], before: Sequence[Tables]) -> Standing:
    rows = {name: _rows(result, report, name) for name in (ALL, *wanted)}
    tables = published(before, rows, {name: result.threshold(name) for name in rows})
    if tables is None:
        return Standing(result, STANDS, before[-1], ())
    if ALL not in tables:
        return Standing(result, NOTHING, {}, tuple(wanted))
    return Standing(result, NEW, tables, tuple(name for name in wanted if name not in tables))


def _rows(result: PublicResult, report: Report, dimension: str) -> Rows:
    """Those who are not, and those who are: disjoint."""
    whole, part = result.measures
    counts = report.counts.get(result.population, {}).get(dimension, {})
    return {value: (row[whole] - row[part], row[part]) for value, row in counts.items()}


def _shown_before(editions: Sequence[Edition], result: PublicResult) -> list[Any]:
    """The tables of a result in the last edition that had it."""
    every = ([table for table in one.shown["tables"] if table["result"] == result.key] for one in reversed(editions))
    return next((tables for tables in every if tables), [])


def _shown(result: PublicResult, dimension: str, table: Table, report: Report) -> dict[str, Any]:
    """A table as it leaves the house: no number of a row that is not shown."""
    return {
        "result": result.key,
        "dimension": dimension,
        "as_of": report.as_of.isoformat(),
        "k": result.threshold(dimension),
        "rows": [
            {"value": value, "mark": table.marks[value]} | (_numbers(row) if table.marks[value] == SHOWN else {})
            for value, row in table.rows.items()
        ],
    }


def _numbers(row: Row) -> dict[str, int]:
    return {"whole": sum(row), "part": row[1]}


def _named(report: Report, dimension: str, tables: Sequence[Mapping[str, Any]]) -> dict[str, Words]:
    """What the values of a dimension that are published are called."""
    values = {row["value"] for table in tables if table["dimension"] == dimension for row in table["rows"]}
    return {value: words for value, words in report.names.get(dimension, {}).items() if value in values}


def _closed(tables: Tables) -> dict[str, Any]:
    return {
        name: {"rows": {value: list(row) for value, row in table.rows.items()}, "marks": dict(table.marks)}
        for name, table in tables.items()
    }


def _opened(kept: Mapping[str, Any]) -> dict[str, Table]:
    return {
        name: Table({value: tuple(row) for value, row in table["rows"].items()}, table["marks"])
        for name, table in kept.items()
    }
