"""The form of a file, and the files asked for lately."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.catalog import load_library
from gateway.console.current import core, may, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext, language, mark
from jamakan import exports
from jamakan.exports import ExportRefused, Order
from jamakan.exports.kinds import KINDS
from jamakan.exports.layout import FORMATS
from jamakan.programme import activities as wording
from jamakan.staff.roles import May
from jamakan.store import flow_versions, surveys
from jamakan.store.activities import all_activities
from jamakan.store.exports import records
from jamakan.store.exports.filters import Filters
from jamakan.store.exports.records import Record
from jamakan.store.staff import accounts

PAGE = 20
KIND_NAMES = {
    "people": mark("Personnes"),
    "answers": mark("Réponses"),
    "messages": mark("Messages"),
    "attendance": mark("Présences"),
    "figures": mark("Rapport des résultats"),
    "commitments": mark("Engagements"),
}
KIND_MEANS = {
    "people": mark("Une ligne par personne."),
    "answers": mark("Une ligne par dialogue, une colonne par question."),
    "messages": mark("Une ligne par SMS reçu ou envoyé, avec son sort et son coût."),
    "attendance": mark("Une ligne par inscription, une colonne par jour."),
    "figures": mark("Tous les indicateurs, une feuille chacun, petits nombres masqués. Excel seulement."),
    "commitments": mark("Une ligne par engagement d’une institution, avec son état."),
}
FORMAT_NAMES = {"xlsx": mark("Excel (XLSX)"), "csv": mark("CSV")}
REFUSALS = {
    ("version", "needed"): mark("Choisissez une enquête."),
    ("until", "order"): mark("Le dernier jour est avant le premier."),
    ("since", "day"): mark("Il faut une date JJ/MM/AAAA. Exemple : 17/12/2026"),
    ("until", "day"): mark("Il faut une date JJ/MM/AAAA. Exemple : 17/12/2026"),
}


@needs(May.EXPORT)
def index() -> ResponseReturnValue:
    """The form, narrowed as the link that led here says, and the list."""
    typed = {name: request.args.get(name, "") for name in ("kind", "activity", "version", "since", "until")}
    typed["version"] = typed["version"] or _current(request.args.get("survey", ""))
    return _page(Form({"kind": "people", "format": "xlsx"} | {name: value for name, value in typed.items() if value}))


@needs(May.EXPORT)
def ask() -> ResponseReturnValue:
    """A file, built by a job."""
    form = Form(request.form)
    whole = form.value("identified") == "yes"
    if whole and not may(May.EXPORT_NUMBERS):
        return abort(403)
    kind, how = form.choice("kind", KINDS), form.choice("format", FORMATS)
    filters = Filters(
        activity=form.value("activity")[:200],
        version=form.value("version")[:200],
        since=_day(form, "since"),
        until=_day(form, "until"),
    )
    if form.problems:
        return _page(form), 422
    try:
        number = exports.ask(core(), Order(kind, how, filters, whole), visitor().account.id)
    except ExportRefused as refused:
        words = REFUSALS.get((refused.field, refused.reason), mark("Choisissez dans la liste."))
        form.problems[refused.field] = gettext(words)
        return _page(form), 422
    return redirect(url_for("console.exports.show", number=number), 303)


def title(record: Record) -> str:
    """`Réponses, feedback`."""
    name = gettext(KIND_NAMES.get(record.kind, record.kind))
    return f"{name}, {record.filters.flow}" if record.filters.flow else name


def _page(form: Form) -> str:
    before = request.args.get("before", type=int)
    with core().db.read() as connection:
        latest = records.latest(connection, PAGE, before)
        names = accounts.names(connection, core().settings.vault, {record.asked_by for record in latest})
        known = all_activities(connection)
    return render_template(
        "exports/index.html",
        form=form,
        kinds={kind: (gettext(KIND_NAMES[kind]), gettext(KIND_MEANS[kind])) for kind in KINDS},
        formats={how: gettext(name) for how, name in FORMAT_NAMES.items()},
        activities={one.slug: wording.label(one, language()) for one in known},
        versions=_versions(),
        latest=latest,
        more=latest[-1].id if len(latest) == PAGE else None,
        names=names,
        title=title,
    )


def _versions() -> dict[str, str]:
    """Every version somebody began, the latest first, as staff know it."""
    with core().db.read() as connection:
        answered = flow_versions.answered(connection)
        titles = {survey.flow: survey.title for survey in surveys.published(connection)}
    library = load_library()
    titles |= {name: library.flow(name).title for name in library.names}
    zone = core().settings.zone
    return {
        version: f"{titles.get(flow, {}).get(language()) or flow} ({at.astimezone(zone):%d/%m/%Y})"
        for flow, version, at in answered
    }


def _current(survey: str) -> str:
    """The version of a survey that people answer now."""
    if not survey:
        return ""
    with core().db.read() as connection:
        return next((version for flow, version, _ in flow_versions.answered(connection) if flow == survey), "")


def _day(form: Form, field: str) -> str:
    return form.day(field).isoformat() if form.value(field).strip() else ""
