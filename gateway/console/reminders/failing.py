"""What did not arrive: explained, downloaded, and decided about."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, may, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.reminders import wording
from gateway.console.reminders.finding import me, reminder_or_404
from gateway.console.saying import say
from gateway.console.words import gettext, ngettext
from jamakan import resending
from jamakan.broadcasts.failures import explain
from jamakan.cells import harmless
from jamakan.phones import masked
from jamakan.programme import broadcasts as life
from jamakan.staff.roles import May
from jamakan.store.broadcasts import noting
from jamakan.store.broadcasts.progress import NOT_ARRIVED, Failure, failures, progress
from jamakan.store.messages import FAILED, UNCERTAIN

pages = Blueprint("failing", __name__)

PAGE = 50
PIECE = 1000  # rows of the file at a time
DECIDABLE = (UNCERTAIN, FAILED)


@pages.get("/<int:number>/failures")
@needs(May.VIEW)
def listed(number: int) -> ResponseReturnValue:
    """A page of them, uncertain ones first to see when there are any; `?state=` for one kind."""
    found = reminder_or_404(number)
    after = request.args.get("after", 0, type=int)
    with core().db.read() as connection:
        counts = progress(connection, number).states
        there = [state for state in sorted(NOT_ARRIVED, key=lambda state: state != UNCERTAIN) if counts.get(state)]
        state = request.args.get("state", "")
        state = state if state in NOT_ARRIVED else (there[0] if there else FAILED)
        vault = core().settings.vault
        some = list(failures(connection, vault, number, [state], after=after, most=PAGE + 1))
    return render_template(
        "reminders/failures.html",
        found=found,
        some=some[:PAGE],
        more=some[PAGE - 1].id if len(some) > PAGE else None,
        state=state,
        there=there,
        counts=counts,
        explain=explain,
        say=say,
        wording=wording,
        decidable=state in DECIDABLE and found.state != life.STOPPED and may(May.WRITE),
    )


@pages.post("/<int:number>/failures/masked.csv")
@needs(May.EXPORT)
def download(number: int) -> ResponseReturnValue:
    """All of them as CSV, numbers masked. It is noted."""
    return _file(number, whole=False)


@pages.post("/<int:number>/failures/whole.csv")
@needs(May.EXPORT_NUMBERS)
def download_whole(number: int) -> ResponseReturnValue:
    """The same with whole numbers, to call people."""
    return _file(number, whole=True)


def _file(number: int, *, whole: bool) -> ResponseReturnValue:
    found = reminder_or_404(number)
    now, vault = datetime.now(UTC), core().settings.vault
    with core().db.begin() as connection:
        noting.note(connection, vault, found.id, "failures", by=me(), now=now, whole=whole)
    return Response(
        stream_with_context(_table(number, whole=whole)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="rappel-{number}.csv"'},
    )


@pages.post("/<int:number>/failures/<any(resend, leave):act>")
@needs(May.WRITE)
def decide(number: int, act: str) -> ResponseReturnValue:
    """Send the ticked ones again, or leave them as they are: a second click finds nothing left to decide."""
    found, form = reminder_or_404(number), Form(request.form)
    ticked = {int(one) for one in request.form.getlist("message")[:PAGE] if one.isascii() and one.isdecimal()}
    with core().db.read() as connection:
        own = {one.id for one in failures(connection, core().settings.vault, found.id, DECIDABLE, only=ticked)}
    if act == "resend":
        done = resending.resend(core(), sorted(own), by=visitor().account.id)
        words = ngettext("%(n)d message repart.", "%(n)d messages repartent.", done)
    else:
        done = resending.leave(core(), sorted(own), by=visitor().account.id)
        words = ngettext("%(n)d message reste ainsi.", "%(n)d messages restent ainsi.", done)
    flash(words % {"n": done} if done else gettext("Rien n’a changé."), "message" if done else "problem")
    return redirect(url_for(".listed", number=number, state=form.value("state") or None), 303)


def _table(number: int, *, whole: bool) -> Iterator[str]:
    """The file piece by piece. Each is a look of its own: a slow reader holds no transaction open."""
    titles = (
        "message",
        "téléphone",
        "canal",
        "état",
        "ce qui s’est passé",
        "que faire",
        "le mot de l’opérateur",
        "quand",
    )
    yield "\ufeff" + _rows([map(gettext, titles)])  # with the mark Excel reads the accents
    after: int | None = 0
    while after is not None:
        with core().db.read() as connection:
            some = list(failures(connection, core().settings.vault, number, after=after, most=PIECE))
        yield _rows(map(harmless, _cells(one, whole=whole)) for one in some)
        after = some[-1].id if len(some) == PIECE else None


def _rows(rows: Iterable[Iterable[str]]) -> str:
    text = StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue()


def _cells(one: Failure, *, whole: bool) -> Iterator[str]:
    told = explain(one)
    yield from (str(one.id), one.phone if whole else masked(one.phone), one.channel)
    yield from (gettext(wording.FATES[one.state]), say(told.meaning), say(told.advice), one.reason)
    yield f"{one.at.astimezone(core().settings.zone):%Y-%m-%d %H:%M}"
