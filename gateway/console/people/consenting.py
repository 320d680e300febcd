"""The agreements people gave: which text, how many, and the very words of it."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from flows.loader import parse_flow
from flows.problems import FlowError
from gateway.console.current import core
from gateway.console.gate import needs
from gateway.console.reminders.wording import tongue
from gateway.console.words import language
from jamakan.programme.consent import shown
from jamakan.staff.roles import May
from jamakan.store import flow_versions
from jamakan.store.privacy import consents

pages = Blueprint("consenting", __name__)


@pages.get("/consents")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """Every text somebody agreed to, the latest first."""
    with core().db.read() as connection:
        given = consents.by_text(connection)
    return render_template("people/consents.html", given=given, tongue=tongue)


@pages.get("/consents/<version>/<tag>")
@needs(May.VIEW)
def text(version: str, tag: str) -> ResponseReturnValue:
    """The words of one version in one language, as the phone showed them."""
    with core().db.read() as connection:
        source = flow_versions.source(connection, version)
    if source is None:
        abort(404)
    try:
        flow = parse_flow(source, version)
    except FlowError:
        abort(404)
    if tag not in flow.languages:
        abort(404)
    screens = shown(flow, tag, core().settings.values)
    title = flow.title.get(language()) or flow.title["fr"]
    return render_template(
        "people/consent.html", title=title, screens=screens, tag=tag, version=version, tongue=tongue
    )
