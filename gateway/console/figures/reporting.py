"""The report as a donor receives it: on paper from this page, or as a workbook through the exports."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.figures.showing import said, themes
from gateway.console.figures.tiles import tile_map
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext, language
from jamakan import exports
from jamakan.exports import ExportRefused, Order
from jamakan.exports.kinds import FIGURES
from jamakan.exports.layout import XLSX
from jamakan.figures import snapshots, words
from jamakan.figures.disclosure import K
from jamakan.figures.indicators import INDICATORS
from jamakan.figures.leaving import shown
from jamakan.figures.period import Period
from jamakan.figures.report import Report, UnknownActivity
from jamakan.programme import activities as wording
from jamakan.staff.roles import May
from jamakan.store.activities import all_activities
from jamakan.store.exports.filters import Filters
from jamakan.store.results import keeping

YEARS = "2000", "2100"


@needs(May.EXPORT)
def show() -> ResponseReturnValue:
    """The report of a period, once it is counted; the form that asks for another."""
    form = Form({name: request.args.get(name, "") for name in ("since", "until", "activity")})
    try:
        period = Period.of(form.value("since"), form.value("until"), form.value("activity"))
    except ValueError:
        period = Period()
    return _page(form, period)


@needs(May.EXPORT)
def prepare() -> ResponseReturnValue:
    """Have the period counted, or the workbook made."""
    form = Form(request.form)
    since, until = (form.day(name).isoformat() if form.value(name).strip() else "" for name in ("since", "until"))
    for name, day in (("since", since), ("until", until)):
        if day and not YEARS[0] <= day[:4] <= YEARS[1]:
            form.problems[name] = gettext("Cette date est trop loin : vérifiez l’année.")
    if form.problems:
        return _page(form, Period()), 422
    period = Period.of(since, until, form.value("activity")[:200])
    try:
        if form.value("as") == XLSX:
            filters = Filters(activity=period.activity, since=since, until=until, language=language())
            number = exports.ask(core(), Order(FIGURES, XLSX, filters), visitor().account.id)
            return redirect(url_for("console.exports.show", number=number), 303)
        snapshots.want(core(), period)
    except (ExportRefused, UnknownActivity):
        form.problems["activity"] = gettext("Choisissez dans la liste.")
        return _page(form, Period()), 422
    flash(gettext("Le rapport se prépare ; rechargez la page dans un instant."))
    return redirect(url_for("console.figures.report", since=since, until=until, activity=period.activity), 303)


def _page(form: Form, period: Period) -> str:
    report = snapshots.latest(core(), period)
    with core().db.read() as connection:
        aims, known = keeping.targets(connection), all_activities(connection)
    return render_template(
        "figures/report.html",
        form=form,
        activities={one.slug: wording.label(one, language()) for one in known},
        report=report,
        period=period,
        **(_figures(report, aims) if report is not None else {"themes": themes()}),
    )


def _figures(report: Report, aims: dict[keeping.Aim, int]) -> dict[str, object]:
    """Everything with its small numbers hidden: it leaves the house."""
    regions = shown(report, "registered", "region", aims)
    return said(report) | {
        "women": shown(report, "present", "sex", aims),
        "map": tile_map(regions.lines, K, language()),
        "limits": [limit[language()] for limit in words.LIMITS],
        "tables": [[shown(report, key, name, aims) for name in ("", *one.splits)] for key, one in INDICATORS.items()],
    }
