"""One file: how far it is, taking it, doing away with it."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, may, visitor
from gateway.console.exports.asking import FORMAT_NAMES, title
from gateway.console.gate import needs
from gateway.console.words import gettext, mark
from jamakan import exports
from jamakan.exports.fetching import filename
from jamakan.staff.roles import May
from jamakan.store.activities import find as find_activity
from jamakan.store.exports import records
from jamakan.store.exports.records import READY, Record
from jamakan.store.staff import accounts

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
UNKNOWN = mark("Une erreur de notre côté : elle est au journal technique.")
REASONS = {
    "too_many_rows": mark(
        "Il y a plus de lignes qu’une feuille Excel n’en tient : demandez un CSV, ou moins de jours."
    ),
    "VaultError": mark("Des lignes n’ont pas pu être ouvertes avec la clé de cette installation."),
    "OSError": mark("La place manque sur le disque."),
}


@needs(May.EXPORT)
def show(number: int) -> ResponseReturnValue:
    """The file's page."""
    record = _record(number)
    with core().db.read() as connection:
        names = accounts.names(connection, core().settings.vault, {record.asked_by})
        activity = find_activity(connection, record.filters.activity) if record.filters.activity else None
    return render_template(
        "exports/show.html",
        record=record,
        title=title(record),
        how=gettext(FORMAT_NAMES[record.format]),
        by=names.get(record.asked_by or 0),
        activity=activity,
        reason=_reason(record),
        may_take=_may_take(record),
    )


@needs(May.EXPORT)
def progress(number: int) -> ResponseReturnValue:
    """The part of the page that changes; it asks for itself again until the file is ready."""
    record = _record(number)
    return render_template("exports/progress.html", record=record, reason=_reason(record), may_take=_may_take(record))


@needs(May.EXPORT)
def take(number: int) -> ResponseReturnValue:
    """The file, a part at a time."""
    record = _record(number)
    if record.state != READY:
        return abort(404)
    if not _may_take(record):
        return abort(403)
    response = Response(exports.download(core(), record, visitor().account.id), content_type=KINDS[record.format])
    response.headers["Content-Disposition"] = f'attachment; filename="{filename(record)}"'
    response.headers["Content-Length"] = str(record.size)
    return response


@needs(May.EXPORT)
def remove(number: int) -> ResponseReturnValue:
    """Delete it now: one's own, or anybody's for those who keep the house."""
    record = _record(number)
    if record.asked_by != visitor().account.id and not may(May.STAFF):
        return abort(403)
    if exports.remove(core(), record, visitor().account.id):
        flash(gettext("Le fichier est effacé."))
    return redirect(url_for("console.exports.index"), 303)


def _record(number: int) -> Record:
    with core().db.read() as connection:
        record = records.find(connection, number)
    return record if record is not None else abort(404)


def _may_take(record: Record) -> bool:
    return may(May.EXPORT_NUMBERS) or not record.identified


def _reason(record: Record) -> str:
    return gettext(REASONS.get(record.reason, UNKNOWN))
