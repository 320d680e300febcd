"""Campaigns: the list, a campaign's page with what keeps it from closing, its form."""

from collections.abc import Callable
from datetime import date
from secrets import token_urlsafe

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.steps import words
from gateway.console.accountability import naming
from gateway.console.accountability.finding import as_seen, campaign_or_404, day, line, places
from gateway.console.current import core, today, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.reminders.finding import me
from gateway.console.saying import say
from gateway.console.words import gettext, language
from jamakan.accountability import Stale
from jamakan.accountability import campaigns as acts
from jamakan.accountability.campaigns import NotTold
from jamakan.programme import campaigns as life
from jamakan.programme.broadcasts import BroadcastError
from jamakan.staff.roles import May
from jamakan.store import surveys
from jamakan.store.accountability import campaigns, cards
from jamakan.store.accountability.campaigns import PAGE, About, Campaign
from jamakan.store.accountability.cards import is_card
from jamakan.store.broadcasts import records
from jamakan.store.staff import accounts

pages = Blueprint("campaigns", __name__)

LONGEST_TITLE, LONGEST_THEME, LONGEST_WORDS = 80, 40, 200
MOST_THEMES = 10


@pages.get("/campaigns")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The list, newest first."""
    which = request.args.get("list", "")
    which = which if which in life.STATES else ""
    with core().db.read() as connection:
        found = campaigns.page(connection, (which,) if which else (), request.args.get("before", type=int))
    return render_template(
        "accountability/campaigns.html",
        campaigns=found[:PAGE],
        more=len(found) > PAGE,
        which=which,
        states=naming.names(naming.CAMPAIGNS),
        ways=naming.names(naming.WAYS),
    )


@pages.get("/campaigns/new")
@needs(May.WRITE)
def new() -> ResponseReturnValue:
    """An empty form."""
    return _form(Form({"once": token_urlsafe(12), "starts": today().isoformat()}), None)


@pages.post("/campaigns/new")
@needs(May.WRITE)
def add() -> ResponseReturnValue:
    """A new campaign, or the form again."""
    form = Form(request.form)
    about = _about(form)
    if form.problems:
        return _form(form, None), 422
    number = acts.make(core(), about, visitor().account.id, form.value("once")[:40])
    flash(gettext("La campagne est ouverte."))
    return redirect(url_for(".campaign", number=number), 303)


@pages.get("/campaigns/<int:number>")
@needs(May.VIEW)
def campaign(number: int) -> ResponseReturnValue:
    """The page."""
    return _page(campaign_or_404(number), Form({}))


@pages.get("/campaigns/<int:number>/edit")
@needs(May.WRITE)
def edit(number: int) -> ResponseReturnValue:
    """The form, filled."""
    found = campaign_or_404(number)
    return _form(Form(_typed(found)), found)


@pages.post("/campaigns/<int:number>/edit")
@needs(May.WRITE)
def change(number: int) -> ResponseReturnValue:
    """The changed campaign, or the form again."""
    found, form = campaign_or_404(number), Form(request.form)
    about = _about(form)
    if form.problems:
        return _form(form, found), 422
    return _act(number, form, lambda seen: acts.describe(core(), seen, about, visitor().account.id))


@pages.post("/campaigns/<int:number>/message")
@needs(May.WRITE)
def message(number: int) -> ResponseReturnValue:
    """A draft that says what came of it."""
    found, form = campaign_or_404(number), Form(request.form)
    asked, action = line(form, "asked", LONGEST_WORDS), line(form, "action", LONGEST_WORDS)
    if form.problems:
        return _page(found, form), 422
    try:
        made = acts.prepare(core(), as_seen(found, form), asked, action, visitor().account.id, me())
    except BroadcastError as error:
        form.problems["asked"] = " ".join(say(reason) for reason in error.reasons)
        return _page(found, form), 422
    except Stale:
        return _stale(number, form)
    flash(gettext("Le message est préparé. Relisez-le, puis soumettez-le."))
    return redirect(url_for("console.reminders.showing.show", number=made.id), 303)


@pages.post("/campaigns/<int:number>/said")
@needs(May.WRITE)
def said(number: int) -> ResponseReturnValue:
    """Write down that people were told aloud."""
    form = Form(request.form)
    how, told_on = form.choice("how", life.ALOUD), day(form, "told", past=True)
    if form.problems or told_on is None:
        return _page(campaign_or_404(number), form), 422
    return _act(number, form, lambda seen: acts.say(core(), seen, how, told_on, visitor().account.id))


@pages.post("/campaigns/<int:number>/close")
@needs(May.WRITE)
def close(number: int) -> ResponseReturnValue:
    """Close it, if people were told."""
    form = Form(request.form)
    try:
        return _act(number, form, lambda seen: acts.close(core(), seen, visitor().account.id, today()))
    except NotTold:
        flash(gettext("Elle ne peut pas se clore : les gens n’ont pas encore eu de retour."), "problem")
        return _page(campaign_or_404(number), form), 409


@pages.post("/campaigns/<int:number>/reopen")
@needs(May.WRITE)
def reopen(number: int) -> ResponseReturnValue:
    """Go on with it."""
    return _act(number, Form(request.form), lambda seen: acts.reopen(core(), seen, visitor().account.id))


def _act(number: int, form: Form, act: Callable[[Campaign], None]) -> ResponseReturnValue:
    try:
        act(as_seen(campaign_or_404(number), form))
    except Stale:
        return _stale(number, form)
    flash(gettext("C’est noté."))
    return redirect(url_for(".campaign", number=number), 303)


def _stale(number: int, form: Form) -> ResponseReturnValue:
    flash(gettext(naming.STALE), "problem")
    return _page(campaign_or_404(number), form), 409


def _about(form: Form) -> About:
    """What was typed. With problems it is of no use."""
    offered, parts = places(), _parts()
    starts, ends = day(form, "starts"), day(form, "ends")
    if starts and ends and ends < starts:
        form.problems["ends"] = gettext("La fin est avant le début.")
    chosen = [(kind, ref) for kind, known in parts.items() for ref in known if form.value(f"{kind}:{ref}")]
    return About(
        title=line(form, "title", LONGEST_TITLE),
        starts_on=starts or date.min,
        ends_on=ends or date.min,
        region=form.choice("region", ["", *offered["regions"]]),
        activity=form.choice("activity", ["", *offered["activities"]]),
        parts=tuple(sorted([*chosen, *_themes(form), *_vote(form)])),
    )


def _themes(form: Form) -> list[tuple[str, str]]:
    """Themes of cases, written eau, école."""
    themes = [one.strip() for one in line(form, "themes", 400, needed=False).split(",") if one.strip()]
    if len(themes) > MOST_THEMES or any(len(one) > LONGEST_THEME for one in themes):
        form.problems["themes"] = gettext("Dix thèmes au plus, en peu de mots, séparés par des virgules.")
    return [(life.THEME, one) for one in dict.fromkeys(themes)]


def _vote(form: Form) -> list[tuple[str, str]]:
    """The vote among the proposals of its activity."""
    slug = form.value("activity")
    if form.value("vote") and not slug:
        form.problems["vote"] = gettext("Le vote est celui d’une activité : choisissez-la.")
    return [(life.VOTE, slug)] if form.value("vote") and slug else []


def _parts() -> dict[str, dict[str, str]]:
    """The surveys and score cards that a campaign may hold, with their titles."""
    with core().db.read() as connection:
        published, latest = surveys.published(connection), cards.page(connection)
    return {
        life.SURVEY: {one.flow: words(one.title, language()) for one in reversed(published) if not is_card(one.flow)},
        life.CARD: {str(one.id): one.about.service for one in latest},
    }


def _typed(found: Campaign) -> dict[str, str]:
    about = found.about
    said = {
        "title": about.title,
        "starts": about.starts_on.isoformat(),
        "ends": about.ends_on.isoformat(),
        "region": about.region,
        "activity": about.activity,
        "themes": ", ".join(about.refs(life.THEME)),
        "vote": "yes" if about.refs(life.VOTE) else "",
        "version": str(found.version),
    }
    return said | {f"{kind}:{ref}": "yes" for kind, ref in about.parts if kind in (life.SURVEY, life.CARD)}


def _form(form: Form, found: Campaign | None) -> str:
    return render_template("accountability/edit_campaign.html", form=form, one=found, parts=_parts(), **places())


def _page(found: Campaign, form: Form) -> str:
    vault = core().settings.vault
    with core().db.read() as connection:
        told = campaigns.history(connection, found.id)
        names = accounts.names(connection, vault, {event.by for event in told})
        broadcast = records.find(connection, found.broadcast) if found.broadcast else None
        sent = campaigns.was_sent(connection, found.id)
    return render_template(
        "accountability/campaign.html",
        one=found,
        form=form,
        told=told,
        names=names,
        broadcast=broadcast,
        ready=sent or found.told_by in life.ALOUD,
        sent=sent,
        parts=_parts(),
        states=naming.names(naming.CAMPAIGNS),
        ways=naming.names(naming.WAYS),
        aloud={way: gettext(naming.WAYS[way]) for way in life.ALOUD},
        events=naming.names(naming.CAMPAIGN_EVENTS),
        **places(),
    )
