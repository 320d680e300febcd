"""One reminder: before it leaves, what it comes to and what each person reads; from then on, how far it is."""

from contextlib import suppress
from datetime import UTC, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError

from gateway.console.current import core, may
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.reminders import wording
from gateway.console.reminders.finding import Found, reminder_or_404
from gateway.console.reminders.following import standing
from gateway.console.saying import say
from jamakan import balances
from jamakan.balances import Known
from jamakan.broadcasts import appraisal, preview, trying
from jamakan.broadcasts.appraisal import Appraisal
from jamakan.broadcasts.preview import Rendering
from jamakan.programme import broadcasts as life
from jamakan.programme.broadcasts import BroadcastError
from jamakan.staff.roles import May

pages = Blueprint("showing", __name__)

BEFORE = frozenset({life.DRAFT, life.WAITING, life.SCHEDULED, life.PAUSED})
MOST_READ = 2000  # numbers of the list one may leaf through: finding a later one would take too long for a page


@pages.get("/<int:number>")
@needs(May.VIEW)
def show(number: int) -> ResponseReturnValue:
    """The page; `?recipient=3` shows what the third line of the list reads."""
    found = reminder_or_404(number)
    wanted = min(max(request.args.get("recipient", 1, type=int), 1), MOST_READ)
    return page(found, Form({}), _rendering(found, wanted))


@pages.post("/<int:number>/read")
@needs(May.NAMES)
def read(number: int) -> ResponseReturnValue:
    """What this phone reads. Its number travels in a form: addresses are written down."""
    found, form = reminder_or_404(number), Form(request.form)
    phone = form.text("reader", 30)
    if form.problems:
        return page(found, form, None), 422
    try:
        shown = preview.rendering(core(), found.broadcast.plan, number, phone=phone)
    except BroadcastError as error:
        form.problems["reader"] = say(error.reasons[0])
        return page(found, form, None), 422
    return page(found, form, shown)


@pages.get("/<int:number>/appraisal")
@needs(May.VIEW)
def appraised(number: int) -> ResponseReturnValue:
    """What it comes to, for the page to ask again while it is being counted."""
    found = reminder_or_404(number)
    known = appraisal.appraise(core(), found.broadcast, found.mark)
    if known.count is not None:
        return "", 200, {"HX-Refresh": "true"}  # what may be done hangs on it, too
    return render_template("reminders/appraisal.html", found=found, known=known, wording=wording)


def page(found: Found, form: Form, shown: Rendering | None) -> str:
    """The page, with a form of it that has problems, if any."""
    known = appraisal.appraise(core(), found.broadcast, found.mark) if found.state in BEFORE else None
    return render_template(
        "reminders/show.html",
        found=found,
        plan=found.broadcast.plan,
        form=form,
        known=known,
        left=_balances(),
        coming=preview.of(core(), known.count) if known and known.count else None,
        shown=shown,
        most_read=MOST_READ,
        place=trying.next_place(core(), found.id) if found.state in BEFORE and may(May.WRITE) else None,
        follow=standing(found),
        now=datetime.now(UTC),
        life=life,
        say=say,
        wording=wording,
        ready=_ready(found, known),
    )


def _balances() -> dict[str, Known]:
    with suppress(RedisError):
        return balances.known(core())
    return {}


def _ready(found: Found, known: Appraisal | None) -> bool:
    """Whether it may be submitted: somebody is meant, and it is known what it comes to."""
    return known is not None and known.count is not None and known.count.lines > 0 and not _unsaid(found)


def _unsaid(found: Found) -> bool:
    return found.broadcast.plan.audience.nobody


def _rendering(found: Found, number: int) -> Rendering | None:
    if found.state not in BEFORE or _unsaid(found) or not may(May.NAMES):
        return None
    try:
        return preview.rendering(core(), found.broadcast.plan, found.id, number=number)
    except BroadcastError:  # the list is shorter, or empty
        return None
