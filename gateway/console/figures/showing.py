"""The indicators, theme by theme, as the latest snapshot has them."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.figures.tiles import TileMap, tile_map
from gateway.console.gate import needs
from gateway.console.words import gettext, language
from jamakan.figures import snapshots, words
from jamakan.figures.indicators import INDICATORS, THEMES, of_theme
from jamakan.figures.leaving import Shown, least, shown
from jamakan.figures.report import Report
from jamakan.staff.roles import May
from jamakan.store.results import keeping

MAPPED = ("region", "place")
FIRST = ("reached", "registered", "present", "both_days", "response", "satisfied", "cases_answered", "promises_kept")


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator on a theme's page: its total, one split, and the map where that is by region."""

    all: Shown
    split: Shown | None
    map: TileMap | None


@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The programme in a few figures, women's share first."""
    report = snapshots.latest(core())
    if report is None:
        return render_template("figures/none.html")
    with core().db.read() as connection:
        aims = keeping.targets(connection)
    by_sex = (
        report.table("present", "sex") if report.value("present").numerator else report.table("registered", "sex")
    )
    return render_template(
        "figures/index.html",
        report=report,
        by_sex=by_sex,
        came=bool(report.value("present").numerator),
        firsts=[shown(report, key, "", aims, inside=True) for key in FIRST],
        map=tile_map(shown(report, "registered", "region", aims, inside=True).lines, 1, language()),
        regions=shown(report, "registered", "region", aims, inside=True),
        **said(report),
    )


@needs(May.VIEW)
def theme(theme: str) -> ResponseReturnValue:
    """The indicators of a theme, each by the dimension asked for where it can be."""
    if theme not in THEMES or not of_theme(theme):
        abort(404)
    report = snapshots.latest(core())
    if report is None:
        return render_template("figures/none.html")
    splits = list(dict.fromkeys(name for one in of_theme(theme) for name in one.splits))
    by = request.args.get("by", "")
    if by and by not in splits:
        abort(404)
    return render_template(
        "figures/theme.html",
        report=report,
        theme=theme,
        by=by,
        splits=splits,
        parts=_parts(report, theme, by),
        **said(report),
    )


@needs(May.EXPORT)
def count() -> ResponseReturnValue:
    """Have everything counted anew."""
    snapshots.want(core())
    flash(gettext("Les chiffres sont recomptés ; rechargez la page dans un instant."))
    return redirect(url_for("console.figures.index"), 303)


def themes() -> dict[str, str]:
    """The pages of themes."""
    return {name: words.THEMES[name][language()] for name in THEMES if of_theme(name)}


def said(report: Report) -> dict[str, object]:
    """What templates say figures with."""
    return {
        "themes": themes(),
        "dimension": lambda name: words.DIMENSIONS[name][language()],
        "label": lambda dimension, value: words.label(dimension, value, language(), report.names),
        "mark": lambda line, table: words.mark(line.mark, least(table.indicator, table.dimension), language()),
        "indicators": INDICATORS,
    }


def _parts(report: Report, theme: str, by: str) -> list[Part]:
    with core().db.read() as connection:
        aims = keeping.targets(connection)
    parts = []
    for one in of_theme(theme):
        split = shown(report, one.key, by, aims, inside=True) if by in one.splits else None
        mapped = tile_map(split.lines, 1, language()) if split is not None and by in MAPPED else None
        parts.append(Part(shown(report, one.key, "", aims, inside=True), split, mapped))
    return parts
