"""The list of tests, and the report of one."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from flows.problems import FlowError
from gateway.console.current import core
from gateway.console.gate import needs
from gateway.console.learning import naming
from gateway.console.words import language
from jamakan.learning import marking
from jamakan.learning.report import DIMENSIONS, Report, flow_of, report
from jamakan.staff.roles import May
from jamakan.store.activities import by_ids, find, row_ids
from jamakan.store.learning import pairs

pages = Blueprint("showing", __name__)


@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The tests that activities have or that somebody took, with how many took them."""
    with core().db.read() as connection:
        found = pairs.versions(connection)
    rows = [(one, flow_of(core(), one.version)) for one in found]
    return render_template("learning/index.html", rows=rows, naming=naming)


@pages.get("/of/<version>")
@needs(May.VIEW)
def show(version: str) -> ResponseReturnValue:
    """What changed: of all, or of `?activity=`; split by `?by=`."""
    made = report_or_404(version)
    flow = flow_of(core(), version)
    with core().db.read() as connection:
        slugs = pairs.activities(connection, version)
        held = by_ids(connection, row_ids(connection, slugs).values())
    return render_template(
        "learning/show.html",
        flow=flow,
        report=made,
        steps={step.name: step for step in flow.items},
        activities=sorted(held.values(), key=lambda one: one.starts_at),
        core=core(),
        naming=naming,
        marking=marking,
        spoken=language(),
    )


def report_or_404(version: str) -> Report:
    """The report this address asks for."""
    activity, by = request.args.get("activity", ""), request.args.get("by", "")
    with core().db.read() as connection:
        if activity and find(connection, activity) is None:
            abort(404)
    if by not in ("", *DIMENSIONS):
        abort(404)
    try:
        if flow_of(core(), version).pass_mark is None:
            abort(404)
        return report(core(), version, activity, by)
    except (LookupError, FlowError):
        abort(404)
