"""A published edition as tables to read, and as open data."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jamakan.cells import harmless
from jamakan.figures import words
from jamakan.figures.disclosure import SHARES_FROM
from jamakan.figures.leaving import Line
from jamakan.figures.public import RESULTS
from jamakan.figures.tables import SHOWN
from jamakan.store.results.keeping import Edition

LANGUAGES = ("fr", "en")
COLUMNS: Mapping[str, tuple[str, str]] = {
    "edition": ("numéro de l’édition", "number of the edition"),
    "as_of": ("moment où les chiffres ont été comptés (UTC)", "moment the figures were counted (UTC)"),
    "result": ("résultat", "result"),
    "dimension": ("répartition ; vide : ensemble", "split by; empty: all"),
    "value": ("code de la ligne", "code of the row"),
    "label_fr": ("ligne, en français", "row, in French"),
    "label_en": ("ligne, en anglais", "row, in English"),
    "mark": (
        "shown : montrée ; small : moins de k personnes, mais pas zéro ; masked : masquée, sinon un total la dirait",
        "shown; small: fewer than k people, but not none; masked: hidden, a total would give it away",
    ),
    "k": ("seuil du tableau", "threshold of the table"),
    "all": ("personnes (vide si masqué)", "people (empty when hidden)"),
    "part": ("celles dont le résultat parle (vide si masqué)", "those the result is about (empty when hidden)"),
    "percent": (
        f"100 × part / all, à partir de {SHARES_FROM} personnes",
        f"100 × part / all, of {SHARES_FROM} people or more",
    ),
}


@dataclass(frozen=True, slots=True)
class Read:
    """A row: what stands in it, and its share where there are enough people."""

    label: str
    mark: str
    whole: int | None
    part: int | None

    @property
    def share(self) -> bool:
        return self.whole is not None and self.whole >= SHARES_FROM


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of one result; `first` of its result carries the title."""

    title: str
    dimension: str
    by: str
    whole: str
    part: str
    as_of: datetime
    k: int
    rows: tuple[Read, ...]


def sheets(shown: Mapping[str, Any], language: str) -> list[Sheet]:
    """The tables of what an edition shows."""
    return [_sheet(table, shown["names"], language) for table in shown["tables"]]


def by_region(shown: Mapping[str, Any]) -> tuple[int, tuple[Line, ...]]:
    """The registrations by region, with their threshold, for the map; none where they are not published."""
    for table in shown["tables"]:
        if (table["result"], table["dimension"]) == ("participation", "region"):
            lines = (Line(row["value"], row["mark"], row.get("whole"), None, None) for row in table["rows"])
            return table["k"], tuple(lines)
    return 0, ()


def data(edition: Edition) -> str:
    """Open data: a row a number, as CSV."""
    return _csv([list(COLUMNS), *_data(edition)])


def dictionary() -> str:
    """What its columns and results mean."""
    rows = [["name", "fr", "en"], *([name, *said] for name, said in COLUMNS.items())]
    for one in RESULTS.values():
        parts = [f"{one.title[by]} : all = {one.whole[by]} ; part = {one.part[by]}" for by in LANGUAGES]
        rows.append([one.key, *parts])
    return _csv([*rows, *([name or "(all)", said["fr"], said["en"]] for name, said in words.DIMENSIONS.items())])


def _sheet(table: Mapping[str, Any], names: Mapping[str, Any], language: str) -> Sheet:
    result, dimension = RESULTS[table["result"]], table["dimension"]
    rows = tuple(
        Read(
            words.label(dimension, row["value"], language, names) if dimension else words.DIMENSIONS[""][language],
            "" if row["mark"] == SHOWN else words.mark(row["mark"], table["k"], language),
            row.get("whole"),
            row.get("part"),
        )
        for row in table["rows"]
    )
    said = (result.title[language], dimension, words.DIMENSIONS[dimension][language], result.whole[language])
    return Sheet(*said, result.part[language], datetime.fromisoformat(table["as_of"]), table["k"], rows)


def _data(edition: Edition) -> Iterator[list[Any]]:
    names = edition.shown["names"]
    for table in edition.shown["tables"]:
        dimension = table["dimension"]
        for row in table["rows"]:
            whole, part = row.get("whole"), row.get("part")
            percent = round(100 * part / whole, 1) if whole is not None and whole >= SHARES_FROM else None
            labels = [words.label(dimension, row["value"], by, names) if dimension else "" for by in LANGUAGES]
            where = (edition.number, table["as_of"], table["result"], dimension, row["value"])
            yield [*where, *labels, row["mark"], table["k"], whole, part, percent]


def _csv(rows: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()
