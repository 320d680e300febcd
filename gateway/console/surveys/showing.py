"""The list of surveys, and one survey with its results."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from flows.steps import words
from gateway.console.current import core, may
from gateway.console.gate import needs
from gateway.console.surveys import naming
from gateway.console.surveys.finding import ALWAYS, found_or_404, own_keyword, version_or_404
from gateway.console.words import language
from jamakan.conversation.play import NAVIGATION
from jamakan.staff.roles import May
from jamakan.store import survey_counts, survey_uploads, surveys
from jamakan.store.staff import accounts, trail
from jamakan.store.survey_counts import Standing
from jamakan.surveys.results import results

pages = Blueprint("showing", __name__)

FILES = 20
TRAIL = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A survey in the list."""

    flow: str
    title: str
    state: str
    keyword: str
    standing: Standing


@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The surveys and how they stand, those of the house last; files that wait for somebody."""
    book = core().book
    ours = [name for name in book.names if name not in NAVIGATION]
    with core().db.read() as connection:
        published = surveys.published(connection)
        counts = survey_counts.standing(connection, [*(survey.flow for survey in published), *ours])
        files = survey_uploads.waiting(connection, FILES)
        names = accounts.names(connection, core().settings.vault, {one.uploaded_by for one in files})
    rows = [
        Row(one.flow, words(one.title, language()), one.state, one.keyword, counts[one.flow])
        for one in reversed(published)
    ]
    rows.sort(key=lambda row: list(naming.STATES).index(row.state))
    always = [
        Row(name, words(book.current(name).title, language()), ALWAYS, own_keyword(name), counts[name])
        for name in ours
    ]
    return render_template("surveys/index.html", rows=rows, always=always, files=files, names=names, naming=naming)


@pages.get("/of/<flow>")
@needs(May.VIEW)
def show(flow: str) -> ResponseReturnValue:
    """Results of `?version=`, else of the current one; of all, or of `?language=` and `?kind=`."""
    found = found_or_404(flow)
    played = version_or_404(found, request.args.get("version", ""))
    spoken, kind = request.args.get("language", ""), request.args.get("kind", "")
    with core().db.read() as connection:
        counts = survey_counts.of_version(connection, played.version, spoken, kind)
        told = trail.of_subject(connection, f"survey:{flow}", TRAIL) if may(May.AUDIT) else []
        names = accounts.names(connection, core().settings.vault, {entry.account_id for entry in told})
    return render_template(
        "surveys/show.html",
        found=found,
        played=played,
        results=results(played, counts, language()),
        origins=counts.origins,
        spoken=spoken,
        kind=kind,
        told=told,
        names=names,
        naming=naming,
    )
