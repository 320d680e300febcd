"""Messages of unknown fate: send them again, or leave it at that."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.gate import needs
from gateway.console.words import gettext, ngettext
from jamakan import resending
from jamakan.staff.roles import May
from jamakan.store.inbox import fates, people
from jamakan.store.inbox.fates import PAGE

pages = Blueprint("deciding", __name__)


@pages.get("/uncertain")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """Those to one person, newest first; those of broadcasts by broadcast."""
    vault = core().settings.vault
    with core().db.read() as connection:
        found = fates.singles(connection, vault, request.args.get("before", type=int))
        broadcasts = fates.of_broadcasts(connection)
        known = people.on_lines(connection, vault, {one.contact_id for one in found})
    return render_template(
        "inbox/uncertain.html", messages=found[:PAGE], more=len(found) > PAGE, broadcasts=broadcasts, people=known
    )


@pages.get("/unreadable")
@needs(May.VIEW)
def unreadable() -> ResponseReturnValue:
    """What arrived and could not be stored: when and why. Its words stay sealed."""
    with core().db.read() as connection:
        found = fates.kept(connection, request.args.get("before", type=int))
    return render_template("inbox/unreadable.html", entries=found[:PAGE], more=len(found) > PAGE)


@pages.post("/uncertain/again")
@needs(May.WRITE)
def again() -> ResponseReturnValue:
    """Send the chosen ones once more, though they may have arrived."""
    sent = resending.resend(core(), _chosen(), by=visitor().account.id)
    _say(sent, ngettext("%(num)s message repart.", "%(num)s messages repartent.", sent))
    return redirect(_back(), 303)


@pages.post("/uncertain/leave")
@needs(May.WRITE)
def leave() -> ResponseReturnValue:
    """Leave the chosen ones as they are: nobody waits for news of them any more."""
    left = resending.leave(core(), _chosen(), by=visitor().account.id)
    _say(left, ngettext("%(num)s message est laissé ainsi.", "%(num)s messages sont laissés ainsi.", left))
    return redirect(_back(), 303)


def _chosen() -> list[int]:
    return request.form.getlist("message", type=int)[:PAGE]


def _say(done: int, words: str) -> None:
    if done:
        flash(words % {"num": done})
    else:
        flash(gettext("Rien n’a changé : leur sort est déjà connu ou décidé, ou rien n’était choisi."), "problem")


def _back() -> str:
    """To the message or case the answer is of, when it was decided there."""
    item, case = request.form.get("item", type=int), request.form.get("case", type=int)
    if item:
        return url_for("console.inbox.reading.message", item=item)
    return url_for("console.inbox.cases.case", number=case) if case else url_for(".index")
