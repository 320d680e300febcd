"""What people are promised when they report something, and what it may be about."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.settings import rule_forms
from gateway.console.words import gettext
from jamakan.house_rules import changing
from jamakan.people.acts import show
from jamakan.staff.roles import May

pages = Blueprint("hearing", __name__, url_prefix="/hearing")

RULES = ("case_read_hours", "case_answer_days", "case_themes")


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The rules in force."""
    return _page(None)


@pages.post("")
@needs(May.STAFF)
def change() -> ResponseReturnValue:
    """Other rules, from now on; phones offer the new themes at once."""
    form, changed = rule_forms.save(RULES, {"case_themes": _themes})
    if form.problems:
        return _page(form), 422
    show(core(), (), seats_moved=True)
    flash(gettext("Enregistré. La règle vaut dès maintenant.") if changed else gettext("Rien n’a changé."))
    return redirect(url_for(".index"), 303)


def _page(form: Form | None) -> str:
    rules = changing.listed(core())
    typed = rule_forms.typed(rules, RULES)
    typed["case_themes"] = typed["case_themes"].replace(",", "\n")
    return render_template(
        "settings/hearing.html", form=form or Form(typed), rules=rules, seen=rule_forms.seen(rules, RULES)
    )


def _themes(form: Form) -> str:
    """The themes, a line each, as the rules write them."""
    return ",".join(line.strip() for line in form.value("case_themes").splitlines() if line.strip())
