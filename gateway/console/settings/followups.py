"""The rules of automatic messages: listed, paused, written, and tried without sending."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.problems import Problem
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext, mark, ngettext
from jamakan.conversation.conversation import Unavailable
from jamakan.followups import occasions, publishing
from jamakan.followups.forecast import Foretold, forecast
from jamakan.followups.publishing import PublishError
from jamakan.followups.reading import RulesError, read_rules
from jamakan.followups.rules import Published, Rule
from jamakan.staff.roles import May

pages = Blueprint("followups", __name__, url_prefix="/follow-ups")

LONGEST = 40_000  # characters of rules
DAYS = 7
MOST = 2000  # people looked at in a dry run from a page
KINDS = {
    "before_activity": mark("avant une activité"),
    "after_activity": mark("après une activité"),
    "unfinished": mark("après la dernière réponse à une enquête laissée en chemin"),
    "after_invitation": mark("après une invitation à l’enquête, à qui ne l’a pas commencée"),
    "unanswered": mark("après une activité, à qui n’a pas commencé l’enquête"),
    "renewal": mark("après l’entrée dans le réseau, à qui n’a pas renouvelé son accord"),
}
LEFT_OUT = {
    "stopped messages": mark("a demandé STOP"),
    "written to before": mark("a déjà reçu ce message"),
    "came after it fell due": mark("inscrit trop tard pour ce message"),
    "began the survey": mark("a commencé l’enquête"),
    "same phone line": mark("même ligne qu’une autre personne"),
    "no use by the time messages may leave": mark("trop tard quand les heures d’envoi commencent"),
    "no question waits any more": mark("aucune question n’attend plus"),
}


@dataclass(frozen=True, slots=True)
class Leaving:
    """Messages of one rule about one thing that leave at one moment; `text` is what the first of them says."""

    leaves: datetime
    rule: str
    about: str
    text: str
    messages: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What rules would send. `partial`: more people were concerned than a page looks at."""

    leaving: list[Leaving]
    left_out: Counter[str]
    messages: int
    parts: int
    micros: int
    partial: bool


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The rules of the house, and the form for others."""
    return _page(Form({}))


@pages.post("/<name>/pause")
@needs(May.STAFF)
def pause(name: str) -> ResponseReturnValue:
    """Write to nobody by a rule."""
    if publishing.pause(core(), name, datetime.now(UTC), visitor().account.id):
        flash(gettext("La règle est suspendue. Ce qui était déjà prêt part encore."))
    return redirect(url_for(".index"), 303)


@pages.post("/<name>/resume")
@needs(May.STAFF)
def resume(name: str) -> ResponseReturnValue:
    """Go by a rule again."""
    if publishing.resume(core(), name, datetime.now(UTC), visitor().account.id):
        flash(gettext("La règle est de nouveau suivie. Ce qui aurait dû partir entre-temps ne partira pas."))
    return redirect(url_for(".index"), 303)


@pages.post("")
@needs(May.STAFF)
def write() -> ResponseReturnValue:
    """Rules as typed: tried, or gone by from now on."""
    form = Form(request.form)
    try:
        rules = read_rules(form.text("rules", most=LONGEST), gettext("règles"))
    except RulesError as refused:
        form.problems["rules"] = gettext("Ces règles ne peuvent pas être suivies.")
        return _page(form, problems=refused.problems), 422
    if form.problems:
        return _page(form), 422
    if form.value("do") == "try":
        return _page(form, trial=_tried(_published(rules)))
    try:
        changed = publishing.publish(core(), rules, datetime.now(UTC), visitor().account.id)
    except PublishError as refused:
        form.problems["rules"] = gettext("Une enquête nommée ici n’existe pas.")
        return _page(form, unknown=str(refused).splitlines()[:-1]), 422
    count = sum(changed.values())
    words = ngettext("%(n)d règle est suivie dès maintenant.", "%(n)d règles sont suivies dès maintenant.", count)
    flash(words % {"n": count} if count else gettext("Rien n’a changé."))
    return redirect(url_for(".index"), 303)


@pages.post("/trial")
@needs(May.STAFF)
def dry_run() -> ResponseReturnValue:
    """What the rules of the house would send this week: a question that takes a while, so no link asks it."""
    return _page(Form({}), trial=_tried([one for one in occasions.published(core()) if one.active]))


def in_words(delay: timedelta) -> str:
    """`2 jours`, `90 minutes`: the largest unit that leaves no rest."""
    minutes = int(delay.total_seconds()) // 60
    days, hours = minutes // (24 * 60), minutes // 60
    if days * 24 * 60 == minutes:
        return ngettext("%(n)d jour", "%(n)d jours", days) % {"n": days}
    if hours * 60 == minutes:
        return ngettext("%(n)d heure", "%(n)d heures", hours) % {"n": hours}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _page(
    form: Form, *, trial: Trial | None = None, problems: Iterable[Problem] = (), unknown: Iterable[str] = ()
) -> str:
    return render_template(
        "settings/followups.html",
        form=form,
        rules=occasions.published(core()),
        kinds={kind: gettext(words) for kind, words in KINDS.items()},
        in_words=in_words,
        trial=trial,
        problems=list(problems),
        unknown=list(unknown),
        left_out={reason: gettext(words) for reason, words in LEFT_OUT.items()},
        days=DAYS,
    )


def _published(rules: Iterable[Rule]) -> list[Published]:
    now = datetime.now(UTC)
    return [Published(0, rule, active=True, since=now) for rule in rules]


def _tried(rules: list[Published]) -> Trial:
    now = datetime.now(UTC)
    try:
        found = list(islice(forecast(core(), rules, now, now + timedelta(days=DAYS)), MOST + 1))
    except Unavailable:
        found = []
    leaving = [one for one in found if one.leaves is not None and not one.left_out]
    return Trial(
        leaving=_together(leaving),
        left_out=Counter(one.left_out for one in found if one.left_out),
        messages=len(leaving),
        parts=sum(one.parts for one in leaving),
        micros=sum(one.micros for one in leaving),
        partial=len(found) > MOST,
    )


def _together(found: Iterable[Foretold]) -> list[Leaving]:
    """What leaves, by moment and subject, the soonest first."""
    groups: dict[tuple[datetime, str, str], list[str]] = {}
    for one in found:
        if one.leaves is not None:
            groups.setdefault((one.leaves, one.rule, one.about), []).append(one.text)
    return [Leaving(*key, texts[0], len(texts)) for key, texts in sorted(groups.items())]
