"""Hours and caps: when people are written to, how often, and what a month may cost."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.settings import rule_forms
from gateway.console.settings.channels import NAMES
from gateway.console.words import gettext, mark
from jamakan.hours import WEEKDAYS
from jamakan.house_rules import changing
from jamakan.staff.roles import May
from jamakan.store.staff import accounts

pages = Blueprint("rules", __name__, url_prefix="/rules")

HOURS = ("send_from", "send_until", "no_send_days", "unasked_a_day", "replies_a_day", "broadcast_per_second")
MONEY = ("monthly_cap", "budget_warning", "approval_over", "fallback_channel")
RULES = HOURS + MONEY
DAYS = {
    "mon": mark("lundi"),
    "tue": mark("mardi"),
    "wed": mark("mercredi"),
    "thu": mark("jeudi"),
    "fri": mark("vendredi"),
    "sat": mark("samedi"),
    "sun": mark("dimanche"),
}


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The rules in force, and the form for those who may change them."""
    return _page(None)


@pages.post("")
@needs(May.STAFF)
def change() -> ResponseReturnValue:
    """Other rules, from now on."""
    words = gettext("Enregistré. La règle vaut dès maintenant.")
    return rule_forms.saved(_page, RULES, {"no_send_days": _days, "budget_warning": _share}, words)


def _page(form: Form | None) -> str:
    rules = changing.listed(core())
    typed = rule_forms.typed(rules, RULES)
    blocked = typed.pop("no_send_days").split(",")
    typed |= {f"day-{day}": "yes" for day in WEEKDAYS if day in blocked}
    typed["dates"] = "\n".join(f"{date.fromisoformat(day):%d/%m/%Y}" for day in blocked if day and day not in DAYS)
    typed["budget_warning"] = f"{float(typed['budget_warning']) * 100:g}"
    with core().db.read() as connection:
        authors = {rule.decided.by for rule in rules.values() if rule.decided}
        names = accounts.names(connection, core().settings.vault, authors)
    return render_template(
        "settings/rules.html",
        form=form or Form(typed),
        rules=rules,
        names=names,
        seen=rule_forms.seen(rules, RULES),
        days={day: gettext(name) for day, name in DAYS.items()},
        channels={"": gettext("Aucun")} | {name: NAMES[name] for name in core().settings.channels},
        zone=core().settings.timezone,
    )


def _days(form: Form) -> str:
    """The weekdays ticked, and the dates written one a line."""
    ticked = [day for day in WEEKDAYS if form.value(f"day-{day}")]
    return ",".join((*ticked, *(_day(line) for line in form.value("dates").replace(",", "\n").split())))


def _day(line: str) -> str:
    """A date as people write it, as the rules do; what is none stays, to be refused."""
    day, _, rest = line.partition("/")
    month, _, year = rest.partition("/")
    return f"{year}-{month:0>2}-{day:0>2}" if year else line


def _share(form: Form) -> str:
    """A percentage as a part of one."""
    value = form.value("budget_warning").replace(",", ".").rstrip("% ")
    try:
        return f"{float(value) / 100:g}"
    except ValueError:
        return value
