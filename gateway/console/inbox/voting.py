"""Votes: proposals put to the participants of an activity, and what they chose."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.text.folding import fold, losses
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.inbox import naming
from gateway.console.words import gettext
from jamakan import votes
from jamakan.programme import cases as life
from jamakan.programme.broadcasts import BroadcastError
from jamakan.programme.votes import CLOSE, DRAFT, DROP, FEWEST, LONGEST_WORDS, MOST_CHOICES, MOST_PROPOSALS, PUT
from jamakan.staff.roles import May
from jamakan.store.activities import all_activities, row_id
from jamakan.store.inbox import cases
from jamakan.store.inbox.cases import Case, Which
from jamakan.store.votes import rows
from jamakan.store.votes.rows import Held, Proposal, Terms
from jamakan.votes import Stale

pages = Blueprint("votes", __name__)

FREE = ("a", "b", "c", "d")  # proposals that come from no case, such as one made aloud
MOVES = (PUT, CLOSE, DROP)


@pages.get("/votes")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The latest votes, and where the next one is prepared."""
    with core().db.read() as connection:
        held = rows.lately(connection)
        turnout = {vote.id: rows.turnout(connection, vote.id) for vote in held}
        activities = all_activities(connection)
    return render_template(
        "inbox/votes.html",
        votes=held,
        turnout=turnout,
        activities=activities[::-1],
        states=naming.names(naming.VOTES),
        now=datetime.now(UTC),
    )


@pages.get("/votes/new")
@needs(May.WRITE)
def new() -> ResponseReturnValue:
    """The proposals of an activity, to be worded for a screen."""
    today = datetime.now(core().settings.zone).date()
    typed = {"most": "1", "opens": today.isoformat(), "closes": (today + timedelta(days=7)).isoformat()}
    return _form(Form({**typed, "activity": request.args.get("activity", "")}), None)


@pages.post("/votes/new")
@needs(May.WRITE)
def add() -> ResponseReturnValue:
    """A new vote, which nobody sees yet."""
    form = Form(request.form)
    activity_id, proposals = _activity(form)
    terms = _terms(form, proposals)
    if form.problems:
        return _form(form, None), 422
    number = votes.prepare(core(), activity_id, terms, visitor().account.id)
    return redirect(url_for(".vote", number=number), 303)


@pages.get("/votes/<int:number>/edit")
@needs(May.WRITE)
def edit(number: int) -> ResponseReturnValue:
    """The form, filled."""
    found = _vote_or_404(number)
    return _form(Form(_typed(found)), found)


@pages.post("/votes/<int:number>/edit")
@needs(May.WRITE)
def change(number: int) -> ResponseReturnValue:
    """Other terms for a draft."""
    found, form = _vote_or_404(number), Form({**request.form, "activity": ""})
    form.typed = {**form.typed, "activity": found.slug}
    _, proposals = _activity(form)
    terms = _terms(form, proposals)
    if form.problems:
        return _form(form, found), 422
    return _act(form, found, lambda seen: votes.edit(core(), seen, terms, visitor().account.id))


@pages.get("/votes/<int:number>")
@needs(May.VIEW)
def vote(number: int) -> ResponseReturnValue:
    """The page: proposals, counts, what can be done."""
    return _page(_vote_or_404(number))


@pages.post("/votes/<int:number>/move/<event>")
@needs(May.WRITE)
def move(number: int, event: str) -> ResponseReturnValue:
    """Open it, close it or give it up."""
    found = _vote_or_404(number)
    if event not in MOVES:
        abort(404)
    return _act(Form(request.form), found, lambda seen: votes.move(core(), seen, event, visitor().account.id))


@pages.post("/votes/<int:number>/tell")
@needs(May.WRITE)
def tell(number: int) -> ResponseReturnValue:
    """A draft reminder with the result, for those who might have voted."""
    me = visitor().account
    try:
        made = votes.tell(core(), _vote_or_404(number), me.id, me.name)
    except (Stale, BroadcastError):
        flash(gettext(naming.STALE), "problem")
        return redirect(url_for(".vote", number=number), 303)
    flash(gettext("Le message avec le résultat est prêt : relisez-le, puis envoyez-le."))
    return redirect(url_for("console.reminders.showing.show", number=made.id), 303)


def _vote_or_404(number: int) -> Held:
    with core().db.read() as connection:
        found = rows.one(connection, number)
    return found or abort(404)


def _act(form: Form, found: Held, act: Callable[[Held], None]) -> ResponseReturnValue:
    try:
        act(replace(found, version=form.integer("version", 0, 2**31 - 1)))
    except Stale:
        flash(gettext(naming.STALE), "problem")
        return _page(_vote_or_404(found.id)), 409
    flash(gettext("C’est noté."))
    return redirect(url_for(".vote", number=found.id), 303)


def _page(found: Held) -> str:
    with core().db.read() as connection:
        result, turnout = rows.result(connection, found), rows.turnout(connection, found.id)
    return render_template(
        "inbox/vote.html",
        vote=found,
        result=result if found.state != DRAFT else [],
        proposals={one.place: one for one in found.terms.proposals},
        turnout=turnout,
        states=naming.names(naming.VOTES),
        now=datetime.now(UTC),
    )


def _form(form: Form, found: Held | None) -> str:
    with core().db.read() as connection:
        activity_id = row_id(connection, form.value("activity"))
        activities = all_activities(connection)
        proposals = _proposals(activity_id) if activity_id is not None else []
    return render_template(
        "inbox/edit_vote.html",
        form=form,
        vote=found,
        activities=activities[::-1],
        chosen=next((one for one in activities if one.slug == form.value("activity")), None),
        proposals=proposals,
        free=FREE,
        longest=LONGEST_WORDS,
        mosts={str(number): str(number) for number in range(1, MOST_CHOICES + 1)},
    )


def _proposals(activity_id: int) -> list[Case]:
    which = Which(facts={"kind": life.PROPOSAL}, activity_id=activity_id)
    with core().db.read() as connection:
        return cases.page(connection, core().settings.vault, which, None)


def _activity(form: Form) -> tuple[int, list[Case]]:
    with core().db.read() as connection:
        activity_id = row_id(connection, form.value("activity"))
    if activity_id is None:
        abort(404)
    return activity_id, _proposals(activity_id)


def _terms(form: Form, proposals: list[Case]) -> Terms:
    """What was typed, checked. With problems it is of no use."""
    zone = core().settings.zone
    opens, closes = form.day("opens"), form.day("closes")
    if closes < opens and not {"opens", "closes"} & form.problems.keys():
        form.problems["closes"] = gettext("Le dernier jour est avant le premier.")
    worded: list[Proposal] = []
    sources: list[tuple[str, int | None]] = [
        *((str(case.id), case.id) for case in proposals),
        *((f, None) for f in FREE),
    ]
    for name, case_id in sources:
        fr, en = _words(form, f"fr-{name}"), _words(form, f"en-{name}")
        if fr or en:
            worded.append(Proposal(len(worded) + 1, case_id, fr or en, en or fr))
    if not FEWEST <= len(worded) <= MOST_PROPOSALS:
        words = gettext("Il faut entre %(least)d et %(most)d propositions.")
        form.problems["proposals"] = words % {"least": FEWEST, "most": MOST_PROPOSALS}
    start = datetime.combine(opens, time(), zone)
    end = datetime.combine(max(closes, opens), time(), zone) + timedelta(days=1)
    return Terms(form.integer("most", 1, MOST_CHOICES), start, end, tuple(worded))


def _words(form: Form, field: str) -> str:
    """A proposal as it stands on a screen: one line, short, in letters a phone shows."""
    said = form.text(field, LONGEST_WORDS, needed=False).replace("\n", " ")
    if losses(said) or len(fold(said)) > LONGEST_WORDS:
        form.problems[field] = gettext("Ces caractères ne passent pas par SMS.")
    return said


def _typed(found: Held) -> dict[str, str]:
    zone, terms = core().settings.zone, found.terms
    free = iter(FREE)
    typed = {
        "activity": found.slug,
        "most": str(terms.most),
        "opens": terms.opens_at.astimezone(zone).date().isoformat(),
        "closes": (terms.closes_at.astimezone(zone) - timedelta(seconds=1)).date().isoformat(),
        "version": str(found.version),
    }
    for one in terms.proposals:
        name = str(one.case_id) if one.case_id is not None else next(free)
        typed |= {f"fr-{name}": one.fr, f"en-{name}": one.en}
    return typed
