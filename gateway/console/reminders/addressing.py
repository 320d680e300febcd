"""The second step: whom it is for. A filter over the people of the programme, counted while it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from gateway.console import facts
from gateway.console.current import core
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.reminders import wording
from gateway.console.reminders.finding import Found, me, reminder_or_404
from gateway.console.reminders.questions import Questions, questions
from gateway.console.saying import say
from gateway.console.words import gettext, language
from jamakan.broadcasts import drafting
from jamakan.broadcasts.arriving import name, renewed
from jamakan.programme.activities import label
from jamakan.programme.audience import FACTS, WITH_A_SEAT, Audience
from jamakan.programme.broadcasts import BroadcastError, Changed
from jamakan.spreadsheets import arriving
from jamakan.spreadsheets.problems import Problem
from jamakan.staff.roles import May
from jamakan.store.activities import all_activities
from jamakan.store.broadcasts.sizes import Size, size

pages = Blueprint("addressing", __name__)

SEVERAL = ("registration", *FACTS, "language", "answered", "not_answered")  # fields with any number of values


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of boxes: `field` as in the audience, what it is called, its values with their words, those ticked."""

    field: str
    title: str
    values: Mapping[str, str]
    ticked: tuple[str, ...]


@pages.get("/<int:number>/audience")
@needs(May.WRITE)
def audience(number: int) -> ResponseReturnValue:
    """Whom it goes to as it stands, and the boxes to change that."""
    found = reminder_or_404(number)
    if not found.editable:
        return redirect(url_for("console.reminders.showing.show", number=number), 303)
    chosen, arrival = found.broadcast.plan.audience, arriving.known(core(), name(number))
    if arrival is None or not arrival.over:
        return page(found, chosen, Form({}), reading=arrival is not None)
    if not arrival.count:
        flash(gettext("Le tableau est enregistré."))
    return page(found, chosen, Form({}), problems=arrival.refused, merged=arrival.repeated, count=arrival.count)


@pages.post("/<int:number>/audience")
@needs(May.WRITE)
def choose(number: int) -> ResponseReturnValue:
    """Another audience, or the boxes again."""
    found, form = reminder_or_404(number), Form(request.form)
    wanted, seen = read(request.form), form.integer("seen", 0, 999_999_999)
    if wanted.nobody:
        form.problems["form"] = gettext("Cochez au moins une case, ou « toutes les personnes inscrites un jour ».")
        return page(found, wanted, form), 422
    try:
        plan = replace(found.broadcast.plan, audience=wanted)
        drafting.edit(core(), number, renewed(core(), plan), by=me(), seen=seen)
    except Changed:
        form.problems["seen"] = gettext("Quelqu’un a modifié ce rappel entre-temps : vérifiez, puis enregistrez.")
        return page(reminder_or_404(number), wanted, form), 422
    except BroadcastError as error:
        form.problems |= {f"form-{place}": say(reason) for place, reason in enumerate(error.reasons)}
        return page(found, wanted, form), 422
    arriving.forget(core(), name(number))
    flash(gettext("Les destinataires sont enregistrés."))
    return redirect(url_for("console.reminders.showing.show", number=number), 303)


@pages.post("/<int:number>/audience/size")
@needs(May.WRITE)
def count(number: int) -> ResponseReturnValue:
    """How many the ticked boxes mean, for the page to show while they are ticked."""
    return render_template("reminders/size.html", size=_size(read(request.form), number), unsaved=True)


def read(form: MultiDict[str, str]) -> Audience:
    """The audience of the ticked boxes; nobody's when none is. Raises nothing: unknown values are told when saved."""
    said: dict[str, object] = {
        field: [value[:200] for value in form.getlist(field)[:100] if value] for field in SEVERAL
    }
    said["activity"] = form.get("activity", "")[:200]
    said["everybody"] = form.get("everybody") == "yes"
    question, equals, answer = form.get("answer", "")[:400].partition("=")
    said["answers"] = {question: [answer]} if question and equals and answer else {}
    said["cases"] = form.getlist("cases", type=int)[:500]
    if said["activity"] and not said["registration"]:
        said["registration"] = list(WITH_A_SEAT)
    said["registration"] = [state for state in _list(said["registration"]) if state in wording.SEATS]
    return Audience.from_json(said if any(said.values()) else {"nobody": True})


def page(
    found: Found,
    chosen: Audience,
    form: Form,
    problems: tuple[Problem, ...] = (),
    merged: tuple[Problem, ...] = (),
    *,
    count: int = 0,
    reading: bool = False,
) -> str:
    """The page; `problems` (of `count`) and `merged` are of a spreadsheet that was read, or it is being read."""
    asked = questions(core(), language())
    with core().db.read() as connection:
        activities = all_activities(connection)
    return render_template(
        "reminders/audience.html",
        found=found,
        form=form,
        chosen=chosen,
        activities={one.slug: f"{label(one, language())} · {one.place}" for one in reversed(activities)},
        choices=_choices(chosen, asked),
        asked=asked,
        size=_size(chosen, found.id),
        problems=problems,
        merged=merged,
        count=count or len(problems),
        reading=reading,
        **waiting(found.id),
        say=say,
        unsaved=bool(form.problems),
    )


def waiting(number: int) -> dict[str, str]:
    """Where the page of a spreadsheet that is being read asks again, and where it is seen without scripts."""
    return {
        "again": url_for("console.reminders.sheets.arrived", number=number),
        "here": url_for("console.reminders.addressing.audience", number=number),
    }


def _choices(chosen: Audience, asked: Questions) -> list[Choice]:
    values: dict[str, tuple[str, Mapping[str, str]]] = {
        "registration": (gettext("Place"), {value: gettext(words) for value, words in wording.SEATS.items()}),
        "region": (gettext("Région"), facts.values("region")),
        "sex": (gettext("Sexe"), facts.values("sex")),
        "age": (gettext("Âge"), facts.values("age")),
        "group": (gettext("Groupe"), facts.values("group")),
        "displacement": (gettext("Déplacement"), facts.values("displacement")),
        "language": (gettext("Langue choisie"), {code: wording.tongue(code) for code in core().settings.languages}),
        "answered": (gettext("Ont répondu à"), asked.titles),
        "not_answered": (gettext("N’ont pas répondu à"), asked.titles),
    }
    found = [Choice(field, title, known, getattr(chosen, field)) for field, (title, known) in values.items() if known]
    return [*_cases(chosen), *found]


def _cases(chosen: Audience) -> list[Choice]:
    """The cases it was made for, to be unticked: no page lists them all."""
    numbers = {str(case): gettext("n° %(number)s") % {"number": case} for case in chosen.cases}
    return [Choice("cases", gettext("Personnes derrière ces dossiers"), numbers, tuple(numbers))] if numbers else []


def _size(chosen: Audience, number: int) -> Size:
    with core().db.read() as connection:
        return size(connection, chosen, number)


def _list(values: object) -> list[str]:
    return values if isinstance(values, list) else []
