"""Messages that leave by rule: the rules, and what they would send before the day ends. Nothing is changed here."""

from datetime import UTC, datetime, time, timedelta
from itertools import islice

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.console.current import core, today
from gateway.console.gate import needs
from gateway.console.reminders import wording
from gateway.console.words import gettext, mark, ngettext
from jamakan.followups.forecast import forecast
from jamakan.followups.occasions import published
from jamakan.followups.rules import AFTER, BEFORE, INVITED, RENEWAL, UNANSWERED, UNFINISHED, Rule
from jamakan.staff.roles import May

pages = Blueprint("forecasting", __name__)

MOST = 100  # messages shown; a look further would take too long for a page
WHEN = {
    BEFORE: mark("%(delay)s avant une activité"),
    AFTER: mark("%(delay)s après une activité"),
    UNFINISHED: mark("%(delay)s après la dernière réponse d’une enquête laissée en route"),
    UNANSWERED: mark("%(delay)s après une activité, à qui n’a pas commencé l’enquête"),
    INVITED: mark("%(delay)s après une invitation à l’enquête, à qui ne l’a pas commencée"),
    RENEWAL: mark("%(delay)s après l’entrée dans le réseau, à qui n’a pas renouvelé son accord"),
}
LEFT_OUT = {
    "stopped messages": mark("a demandé de ne plus recevoir de messages (ARRET)"),
    "written to before": mark("l’a déjà reçu"),
    "came after it fell due": mark("s’est inscrite trop tard pour ce message"),
    "began the survey": mark("a commencé l’enquête"),
    "same phone line": mark("partage le téléphone d’une autre personne"),
    "no use by the time messages may leave": mark("trop tard quand l’heure d’envoyer viendra"),
    "no question waits any more": mark("plus aucune question n’attend"),
}


@pages.get("/automatic")
@needs(May.VIEW)
def page() -> ResponseReturnValue:
    """The rules in force, in words."""
    rules = [one for one in published(core()) if one.active]
    return render_template(
        "reminders/automatic.html", rules=[(one.rule, when(one.rule)) for one in rules], wording=wording
    )


@pages.get("/automatic/today")
@needs(May.VIEW)
def leaving() -> ResponseReturnValue:
    """What would leave before midnight as things stand: a dry run, the first of them."""
    now = datetime.now(UTC)
    midnight = datetime.combine(today() + timedelta(days=1), time.min, core().settings.zone).astimezone(UTC)
    rules = [one for one in published(core()) if one.active]
    some = list(islice(forecast(core(), rules, now, midnight), MOST + 1))
    return render_template(
        "reminders/leaving.html", some=some[:MOST], more=len(some) > MOST, most=MOST, left_out=LEFT_OUT
    )


def when(rule: Rule) -> str:
    """When a rule falls due, in words."""
    return gettext(WHEN[rule.kind]) % {"delay": _delay(rule.delay)}


def _delay(delay: timedelta) -> str:
    minutes = int(delay.total_seconds()) // 60
    if minutes % 1440 == 0:
        return ngettext("%(n)d jour", "%(n)d jours", minutes // 1440) % {"n": minutes // 1440}
    if minutes % 60 == 0:
        return ngettext("%(n)d heure", "%(n)d heures", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
