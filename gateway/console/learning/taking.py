"""The report of a test as an Excel workbook: one sheet for everybody, one a question, one a group."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import xlsxwriter
from flask import Blueprint, Response

from flows.model import Flow
from flows.steps import words
from gateway.console.current import core, visitor
from gateway.console.gate import needs
from gateway.console.learning import naming
from gateway.console.learning.showing import report_or_404
from gateway.console.words import gettext, language
from jamakan.learning import marking
from jamakan.learning.composing import Group, Report, Share
from jamakan.learning.report import flow_of
from jamakan.learning.taking import note
from jamakan.staff.roles import May

pages = Blueprint("taking", __name__)

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | float | int | None
Rows = list[list[Cell]]


@pages.get("/of/<version>/workbook.xlsx")
@needs(May.EXPORT)
def workbook(version: str) -> Response:
    """The same figures as the page, under the same rules for few people. Nobody is named in it."""
    made, flow = report_or_404(version), flow_of(core(), version)
    note(core(), version, visitor().account.id)
    name = f"test-{flow.name}-{made.as_of:%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(_written(_sheets(made, flow)), content_type=TYPE, headers=headers)


def _sheets(made: Report, flow: Flow) -> Iterator[tuple[str, Rows]]:
    yield gettext("Ensemble"), [*_about(made, flow), [], [gettext("Groupe"), *_headers()], _row(made.whole, "")]
    yield gettext("Questions"), [_item_headers(), *_items(made, flow)]
    if made.by:
        rows = [_row(group, naming.value(core(), made.by, group.value)) for group in made.groups]
        yield gettext(naming.DIMENSIONS[made.by]), [[gettext("Groupe"), *_headers()], *rows]


def _about(made: Report, flow: Flow) -> Rows:
    where = naming.value(core(), "activity", made.activity) if made.activity else gettext("Toutes")
    return [
        [words(flow.title, language())],
        [gettext("Version"), made.version],
        [gettext("Activité"), where],
        [gettext("Compté le"), made.as_of.isoformat(timespec="minutes")],
        [gettext("Seuil de réussite en pour cent"), made.pass_mark],
    ]


def _headers() -> list[Cell]:
    return [
        gettext("Places"),
        gettext("Venues"),
        gettext("Entrée"),
        gettext("Sortie"),
        gettext("Les deux"),
        *(gettext("Part juste, entrée"), gettext("Part juste, sortie"), gettext("Évolution")),
        *(gettext("Intervalle, de"), gettext("Intervalle, à"), gettext("Gain de Hake")),
        *(gettext("Plus"), gettext("Autant"), gettext("Moins")),
        *(
            gettext("Au seuil avant"),
            gettext("Au seuil après"),
            gettext("Gagné"),
            gettext("Perdu"),
            gettext("p exact"),
        ),
    ]


def _row(group: Group, name: str) -> list[Cell]:
    change = group.change
    interval = change.interval if change else None
    passed = group.passed
    return [
        name,
        *(group.registered, group.present, group.before, group.after, group.paired),
        *((change.before, change.after, change.difference) if change else (None, None, None)),
        *((interval.low, interval.high) if interval else (None, None)),
        change.gain if change else None,
        *(_people(share) for share in (group.improved, group.same, group.worse)),
        *((_people(passed.before), _people(passed.after)) if passed else (None, None)),
        *((passed.gained, passed.lost, passed.p) if passed else (None, None, None)),
    ]


def _item_headers() -> list[Cell]:
    return [
        *("N°", gettext("Question"), gettext("Bonne réponse"), gettext("Juste avant"), gettext("Juste après")),
        *(gettext("Les deux"), gettext("Gagné"), gettext("Perdu"), gettext("p exact")),
    ]


def _items(made: Report, flow: Flow) -> Iterator[list[Cell]]:
    for item, step in zip(made.items, flow.items, strict=False):
        found = item.right
        yield [
            *(item.number, words(step.label, language()), marking.right_words(step, language())),
            *(found.before.people, found.after.people, found.before.whole, found.gained, found.lost, found.p),
        ]


def _people(share: Share | None) -> int | None:
    return share.people if share else None


def _written(sheets: Iterator[tuple[str, Rows]]) -> bytes:
    output = BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets:
            sheet = book.add_worksheet(name[:31])
            for number, row in enumerate(rows):
                _write(sheet, number, row, bold)
            sheet.autofit()
    return output.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: Sequence[Cell], bold: object) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, place, cell, bold if number == 0 else None)
        elif cell is not None:
            sheet.write_number(number, place, cell)
