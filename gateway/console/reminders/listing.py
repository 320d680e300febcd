"""The list: newest first, by what stage they are at."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.gate import needs
from gateway.console.reminders import wording
from gateway.console.words import mark
from jamakan.programme import broadcasts as life
from jamakan.staff.roles import May
from jamakan.store.activities import all_activities
from jamakan.store.broadcasts import records
from jamakan.store.staff import signatures

PAGE = 50
STAGES = {
    "all": (mark("Tous"), ()),
    "drafts": (mark("Brouillons"), (life.DRAFT,)),
    "waiting": (mark("À approuver"), (life.WAITING,)),
    "under-way": (mark("En cours"), (life.SCHEDULED, life.SENDING, life.PAUSED)),
    "over": (mark("Terminés"), (life.DONE, life.STOPPED)),
}


@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The page; `?activity=` narrows it, and with `about=moved` a message about its new date or place is begun."""
    slug, stage = request.args.get("activity", ""), request.args.get("stage", "all")
    if slug and request.args.get("about"):
        return redirect(url_for("console.reminders.writing.new", activity=slug, about=request.args["about"]), 303)
    stage = stage if stage in STAGES else "all"
    before = request.args.get("before", type=int)
    with core().db.read() as connection:
        found = records.latest(connection, STAGES[stage][1], PAGE + 1, before=before, activity=slug)
        names = signatures.names(connection, core().settings.vault, {one.created_by for one in found})
        activities = {one.slug: one for one in all_activities(connection)}
    return render_template(
        "reminders/index.html",
        reminders=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        names=names,
        activity=activities.get(slug),
        activities=activities,
        stage=stage,
        stages=STAGES,
        wording=wording,
    )
