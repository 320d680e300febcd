"""The list of cases, and one case's page: its history, answers, notes, moves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.inbox import composing, describing, filtering, finding, naming
from gateway.console.inbox.finding import case_as_seen, case_or_404
from gateway.console.words import gettext, language
from jamakan.answering import AnswerRefused
from jamakan.house_rules.reading import in_force
from jamakan.inbox import Stale
from jamakan.inbox import cases as acts
from jamakan.people.story import story
from jamakan.programme import cases as life
from jamakan.staff.roles import May
from jamakan.store import attention
from jamakan.store.inbox import cases, counts, history, people
from jamakan.store.inbox.cases import PAGE, Case, Which
from jamakan.store.inbox.counts import CASES, HELD, WAITING
from jamakan.store.staff import accounts

pages = Blueprint("cases", __name__)

LONGEST_NOTE = 2000
TELLING = 30  # moments of the story beside a case


@pages.get("/cases")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """A list, newest first, a page at a time."""
    me, vault = visitor().account.id, core().settings.vault
    lists = {
        "waiting": Which(waits=True),
        "late": Which(late=datetime.now(UTC)),
        "mine": Which(states=life.GOING_ON, holder=me),
        "open": Which(states=life.GOING_ON),
        "ended": Which(states=life.ENDED),
    }
    which = request.args.get("list", "waiting")
    which = which if which in lists else "waiting"
    facts = filtering.asked(request.args)
    asked = replace(lists[which], facts=facts)
    with core().db.read() as connection:
        found = cases.page(connection, vault, asked, request.args.get("before", type=int))
        kept = counts.of(connection, [(CASES, WAITING), (HELD, str(me)), *((CASES, state) for state in life.STATES)])
        known = people.on_lines(connection, vault, {case.contact_id for case in found})
        late = attention.late_cases(connection, datetime.now(UTC))
        holders = accounts.names(connection, vault, {case.holder for case in found})
    return render_template(
        "inbox/cases.html",
        cases=found[:PAGE],
        more=len(found) > PAGE,
        which=which,
        sizes={
            "waiting": kept[CASES, WAITING],
            "late": late,
            "mine": kept[HELD, str(me)],
            "open": sum(kept[CASES, state] for state in life.GOING_ON),
            "ended": sum(kept[CASES, state] for state in life.ENDED),
        },
        facts=facts,
        filters=filtering.offered(),
        now=datetime.now(UTC),
        people=known,
        holders=holders,
        states=naming.names(naming.STATES),
        kinds=naming.names(naming.KINDS),
    )


@pages.get("/cases/<int:number>")
@needs(May.NAMES)
def case(number: int) -> ResponseReturnValue:
    """The page."""
    return _page(case_or_404(number), Form({}))


@pages.post("/cases/<int:number>/answer")
@needs(May.WRITE)
def answer(number: int) -> ResponseReturnValue:
    """Send the answer, once however often the form arrives."""
    found, form = case_or_404(number), Form(request.form)
    text, token = form.text("text", composing.LONGEST), form.text("token", composing.TOKEN)
    if form.problems:
        return _page(found, form), 422
    try:
        acts.answer(core(), case_as_seen(found, form), text, visitor().account.id, token)
    except AnswerRefused as error:
        composing.refused(form, error)
        return _page(found, form), 422
    except Stale:
        return _stale(number, form)
    flash(gettext("La réponse part par SMS."))
    return redirect(url_for(".case", number=number), 303)


@pages.post("/cases/<int:number>/draft")
@needs(May.WRITE)
def insert(number: int) -> ResponseReturnValue:
    """The page with a template's words in the answer."""
    found = case_or_404(number)
    return _page(found, composing.inserted(found.contact_id, Form(request.form), number))


@pages.post("/cases/<int:number>/note")
@needs(May.WRITE)
def note(number: int) -> ResponseReturnValue:
    """Write something down that nobody is sent."""
    form = Form(request.form)
    text, settled = form.text("note", LONGEST_NOTE), bool(form.value("settled"))
    if form.problems:
        return _page(case_or_404(number), form), 422
    return _act(number, form, lambda seen: acts.note(core(), seen, text, visitor().account.id, settled=settled))


@pages.post("/cases/<int:number>/move/<event>")
@needs(May.WRITE)
def move(number: int, event: str) -> ResponseReturnValue:
    """Bring it to its next state."""
    form = Form(request.form)
    reason = form.text("reason", LONGEST_NOTE, needed=event in life.NEEDS_REASON)
    to = form.text("institution", describing.LONGEST_INSTITUTION, needed=event in life.NEEDS_INSTITUTION).replace(
        "\n", " "
    )
    if form.problems:
        return _page(case_or_404(number), form, moving=event), 422
    me, told = visitor().account.id, bool(form.value("tell"))
    try:
        return _act(number, form, lambda seen: acts.move(core(), seen, event, me, reason, to, tell=told))
    except AnswerRefused:
        form.problems["reason"] = gettext("Trop long pour un SMS : raccourcissez, ou ne prévenez pas la personne.")
        return _page(case_or_404(number), form, moving=event), 422


@pages.post("/cases/<int:number>/hold")
@needs(May.WRITE)
def hold(number: int) -> ResponseReturnValue:
    """Have a colleague see to it, or nobody."""
    form = Form(request.form)
    chosen = finding.holder(form)
    if form.problems:
        return _page(case_or_404(number), form), 422
    name = finding.colleagues()[chosen] if chosen is not None else gettext("personne")
    return _act(number, form, lambda seen: acts.hold(core(), seen, chosen, name, visitor().account.id))


@pages.get("/cases/<int:number>/edit")
@needs(May.WRITE)
def edit(number: int) -> ResponseReturnValue:
    """The form of what is said of it, filled."""
    found = case_or_404(number)
    return render_template(
        "inbox/edit_case.html", case=found, form=Form(describing.typed(found)), **describing.options()
    )


@pages.post("/cases/<int:number>/edit")
@needs(May.WRITE)
def change(number: int) -> ResponseReturnValue:
    """Say other things of it."""
    found, form = case_or_404(number), Form(request.form)
    about = describing.about(form)
    if not form.problems:
        try:
            acts.describe(core(), case_as_seen(found, form), about, visitor().account.id)
        except Stale:
            form = Form({**form.typed, "version": str(found.version)})
            form.problems["version"] = gettext(naming.STALE)
    if form.problems:
        return render_template("inbox/edit_case.html", case=found, form=form, **describing.options()), 422
    flash(gettext("C’est noté."))
    return redirect(url_for(".case", number=number), 303)


def _act(number: int, form: Form, act: Callable[[Case], None]) -> ResponseReturnValue:
    try:
        act(case_as_seen(case_or_404(number), form))
    except Stale:
        return _stale(number, form)
    flash(gettext("C’est noté."))
    return redirect(url_for(".case", number=number), 303)


def _stale(number: int, form: Form) -> ResponseReturnValue:
    """The page as it is now, with what was typed."""
    flash(gettext(naming.STALE), "problem")
    return _page(case_or_404(number), form), 409


def _page(case: Case, form: Form, *, moving: str = "") -> str:
    vault = core().settings.vault
    with core().db.read() as connection:
        events = history.of(connection, vault, case.id)
        mine = [] if case.anonymous else cases.of_contact(connection, vault, case.contact_id)
        others = [one for one in mine if one.id != case.id and not one.anonymous]
        names = accounts.names(connection, vault, {case.holder, *(event.by for event in events)})
    draft = composing.draft(case.contact_id, form)
    return render_template(
        "inbox/case.html",
        case=case,
        form=form,
        moving=moving,
        draft=draft,
        events=events,
        others=others,
        names=names,
        colleagues=finding.colleagues(),
        tells=not draft.line.opted_out,
        themes=in_force(core()).themes,
        judgement=naming.named(naming.JUDGEMENTS, case.satisfied) if case.satisfied else "",
        now=datetime.now(UTC),
        moves=[
            (event, naming.named(naming.MOVES, event), event in life.NEEDS_REASON, event in life.NEEDS_INSTITUTION)
            for event in life.possible(case.state)
        ],
        story=story(core(), [case.contact_id], language(), most=TELLING),
        event_names=naming.names(naming.EVENTS),
        states=naming.names(naming.STATES),
        kinds=naming.names(naming.KINDS),
        sms=naming.names(naming.SMS),
        why=naming.why,
    )
