"""The first step: what the message says, about which activity, from when on and at what cost at most."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.reminders import wording
from gateway.console.reminders.counting import Lengths, lengths
from gateway.console.reminders.finding import Found, me, reminder_or_404
from gateway.console.saying import say
from gateway.console.words import gettext, mark
from jamakan.broadcasts import drafting
from jamakan.broadcasts.texts import CODE, FALLBACK, NAME, OF_ACTIVITY, OF_SERVICE
from jamakan.house_rules.reading import in_force
from jamakan.prices import MICROS
from jamakan.programme.activities import label
from jamakan.programme.audience import Audience
from jamakan.programme.broadcasts import BroadcastError, Changed
from jamakan.programme.plan import KINDS, REMINDER, Broadcast, Plan
from jamakan.sentences import Sentence
from jamakan.staff.roles import May
from jamakan.store.activities import find, open_activities

pages = Blueprint("writing", __name__)

LONGEST = 1500  # characters typed; eight SMS hold 1,224
DEAREST = 100_000_000  # FCFA
LATEST = timedelta(days=366)
KEY = 40  # characters of what makes two clicks one
MOVED = {  # a first draft when an activity's date or place changed, in the two languages we write
    "fr": "{org} : changement. {activity} aura lieu le {date} à {time}, {place}. Infos : {tel}",
    "en": "{org}: change. {activity} will be on {date} at {time}, {place}. Call: {tel}",
}
FILLS = (  # what may stand between braces, and what for
    ((NAME,), mark("le nom de la personne")),
    (OF_ACTIVITY, mark("l’activité : sa région, ses dates, son lieu, son heure")),
    ((CODE,), mark("le code d’inscription, pour les inscrits d’une activité")),
    (OF_SERVICE, mark("notre nom, notre numéro, nos heures")),
)


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved meanwhile: `by` whom, and their words by language."""

    by: str
    texts: Mapping[str, str]


@pages.get("/new")
@needs(May.WRITE)
def new() -> ResponseReturnValue:
    """An empty form; about an activity when one is named."""
    slug = request.args.get("activity", "")
    texts = MOVED if request.args.get("about") == "moved" else {}
    typed = {"kind": REMINDER if slug else KINDS[1], "activity": slug, "once": token_urlsafe(12)}
    return _page(Form(typed | {f"text-{language}": words for language, words in texts.items()}), None)


@pages.post("/new")
@needs(May.WRITE)
def add() -> ResponseReturnValue:
    """A draft, or the form again. Sent twice it is one."""
    form = Form(request.form)
    key = form.text("once", KEY, needed=False) or token_urlsafe(12)
    return _saved(form, None, lambda plan: drafting.create(core(), plan, by=me(), dedupe=f"form:{key}"))


@pages.get("/<int:number>/words")
@needs(May.WRITE)
def edit(number: int) -> ResponseReturnValue:
    """The form, filled."""
    found = reminder_or_404(number)
    if not found.editable:
        return redirect(url_for("console.reminders.showing.show", number=number), 303)
    return _page(Form(_typed(found)), found)


@pages.post("/<int:number>/words")
@needs(May.WRITE)
def change(number: int) -> ResponseReturnValue:
    """The changed draft, or the form again; with both texts when somebody else was quicker."""
    form, found = Form(request.form), reminder_or_404(number)
    seen = form.integer("seen", 0, 999_999_999)
    return _saved(form, found, lambda plan: drafting.edit(core(), number, plan, by=me(), seen=seen))


def _saved(form: Form, found: Found | None, save: Callable[[Plan], Broadcast]) -> ResponseReturnValue:
    plan = _plan(form, found.broadcast.plan if found else None)
    if form.problems:
        return _page(form, found), 422
    try:
        made = save(plan)
    except Changed:
        fresh = reminder_or_404(found.id) if found else None
        form.problems["seen"] = gettext("Quelqu’un a modifié ce rappel entre-temps : voyez les deux textes.")
        return _page(form, fresh, _theirs(fresh) if fresh else None), 422
    except BroadcastError as error:
        for reason in error.reasons:
            form.problems.setdefault(field_of(reason), say(reason))
        return _page(form, found), 422
    flash(gettext("Le texte est enregistré."))
    return redirect(url_for("console.reminders.addressing.audience", number=made.id), 303)


def field_of(reason: str) -> str:
    """The field of a form that a reason of the core is about."""
    return (reason.field if isinstance(reason, Sentence) else "") or "form"


def _plan(form: Form, before: Plan | None) -> Plan:
    """What was typed, on what there was before. With problems it is of no use."""
    now = datetime.now(UTC)
    texts = {language: form.text(f"text-{language}", LONGEST, needed=False) for language in core().settings.languages}
    slug = form.choice("activity", ["", *_activities(before.activity if before else "")])
    starts_at = _starts(form, now) or now
    typed: dict[str, Any] = {
        "kind": form.choice("kind", KINDS),
        "texts": {language: text for language, text in texts.items() if text or language == FALLBACK},
        "audience": _audience(before, slug),
        "activity": slug,
        "starts_at": starts_at,
        "expires_at": drafting.expiry(core(), slug, starts_at),
        "name": form.text("name", 80, needed=False),
        "cap_micros": form.integer("cap", 0, DEAREST) * MICROS or None,
    }
    return replace(before, **typed) if before else Plan(**typed)


def _audience(before: Plan | None, slug: str) -> Audience:
    """Whom it is for: as it was; those with a seat at its activity as long as nobody said otherwise."""
    unsaid = before is None or before.audience.nobody or before.audience == Audience(activity=before.activity or "-")
    if before is not None and not unsaid:
        return before.audience
    return Audience(activity=slug) if slug else Audience(nobody=True)


def _starts(form: Form, now: datetime) -> datetime | None:
    """Not before when; None: as soon as it is approved."""
    if not form.value("starts"):
        return None
    day = form.day("starts")
    clock = form.clock("starts-at") if form.value("starts-at") else in_force(core()).send_from
    if {"starts", "starts-at"} & form.problems.keys():
        return None
    at = datetime.combine(day, clock, core().settings.zone).astimezone(UTC)
    if not now <= at <= now + LATEST:
        form.problems["starts"] = gettext("Choisissez un jour de l’année qui vient.")
    return at


def _typed(found: Found) -> dict[str, str]:
    plan, zone = found.broadcast.plan, core().settings.zone
    later = plan.starts_at > datetime.now(UTC)
    starts = plan.starts_at.astimezone(zone)
    return {
        "kind": plan.kind,
        "activity": plan.activity,
        "name": plan.name,
        "starts": starts.date().isoformat() if later else "",
        "starts-at": f"{starts:%H:%M}" if later else "",
        "cap": str(plan.cap_micros // MICROS) if plan.cap_micros else "",
        **{f"text-{language}": text for language, text in plan.texts.items()},
    }


def _theirs(found: Found) -> Theirs:
    by = next((one.by for one in reversed(found.told) if one.by), found.broadcast.created_by)
    return Theirs(found.names.get(by, ""), found.broadcast.plan.texts)


def _page(form: Form, found: Found | None, theirs: Theirs | None = None) -> str:
    return render_template(
        "reminders/words.html",
        form=form,
        found=found,
        theirs=theirs,
        activities=_activities(form.value("activity")),
        kinds={kind: gettext(words) for kind, words in wording.KINDS.items()},
        lengths=_lengths(form),
        fills=FILLS,
        wording=wording,
    )


def _lengths(form: Form) -> dict[str, Lengths]:
    slug = form.value("activity")
    return {one: lengths(one, form.value(f"text-{one}"), slug) for one in core().settings.languages}


def _activities(chosen: str) -> dict[str, str]:
    """The activities to come, and the one chosen already, as one reads them."""
    with core().db.read() as connection:
        known = open_activities(connection, datetime.now(UTC))
        past = find(connection, chosen) if chosen and chosen not in {one.slug for one in known} else None
    listed = [*known, past] if past else known
    return {one.slug: f"{label(one, 'fr')} · {one.place}" for one in listed}
