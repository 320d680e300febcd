"""What is kept for how long, and what the next removal takes."""

from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.settings import rule_forms
from gateway.console.words import gettext, mark
from jamakan import retention
from jamakan.house_rules import changing
from jamakan.staff.roles import May
from jamakan.store import schedule

pages = Blueprint("retention", __name__, url_prefix="/retention")

RULES = ("keep_turns_days", "keep_reports_days", "keep_exports_days")
KINDS = {
    "turns": mark("Requêtes des dialogues terminés"),
    "reports": mark("Accusés de réception des opérateurs"),
    "sessions": mark("Fins de session USSD"),
    "sign_ins": mark("Connexions échues"),
}
DUTY = "retention"


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The periods, and what stands to be removed."""
    return _page(None)


@pages.post("")
@needs(May.STAFF)
def change() -> ResponseReturnValue:
    """Other periods."""
    words = gettext("Enregistré. La prochaine passe en tient compte.")
    return rule_forms.saved(_page, RULES, {}, words)


def _page(form: Form | None) -> str:
    rules = changing.listed(core())
    with core().db.read() as connection:
        times = schedule.times(connection).get(DUTY)
    return render_template(
        "settings/retention.html",
        form=form or Form(rule_forms.typed(rules, RULES)),
        rules=rules,
        seen=rule_forms.seen(rules, RULES),
        kept=retention.outlook(core(), datetime.now(UTC)),
        kinds={kind: gettext(words) for kind, words in KINDS.items()},
        next_at=times.next_at if times else None,
    )
