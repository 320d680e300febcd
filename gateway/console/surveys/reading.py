"""What people wrote in their own words: read page by page, tagged, answered by SMS."""

from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.steps import Kind, Step
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.inbox.naming import REFUSALS
from gateway.console.surveys import naming
from gateway.console.surveys.finding import Found, found_or_404, version_or_404
from gateway.console.words import gettext
from jamakan.answering import AnswerRefused, Reply, answer
from jamakan.staff.roles import May
from jamakan.store import free_texts, staff_answers
from jamakan.store.free_texts import Written
from jamakan.surveys import reading

pages = Blueprint("reading", __name__)

PAGE = 50
LONGEST, LONGEST_TAG = 2000, 40


@pages.get("/of/<flow>/texts/<step>")
@needs(May.NAMES)
def texts(flow: str, step: str) -> ResponseReturnValue:
    """The texts of a question, the latest first; `?version=`, `?tag=`, `?before=`."""
    return _page(found_or_404(flow), step, Form({}), None)


@pages.post("/of/<flow>/texts/<step>/<int:number>/tag")
@needs(May.WRITE)
def tag(flow: str, step: str, number: int) -> ResponseReturnValue:
    """Put a tag on it, or take one away (`off`)."""
    found, form, off = found_or_404(flow), Form(request.form), request.form.get("off", "")
    written = _text_or_404(found, step, number)
    if off:
        reading.untag(core(), visitor().account.id, number, off)
        return _back(found, written)
    word = form.text("tag", most=LONGEST_TAG).replace("\n", " ")
    if form.problems:
        return _page(found, step, form, number), 422
    reading.tag(core(), visitor().account.id, number, word)
    return _back(found, written)


@pages.post("/of/<flow>/texts/<step>/<int:number>/answer")
@needs(May.WRITE)
def reply(flow: str, step: str, number: int) -> ResponseReturnValue:
    """Answer its writer by SMS, once for each form."""
    found, form = found_or_404(flow), Form(request.form)
    written = _text_or_404(found, step, number)
    text = form.text("text", most=LONGEST)
    if not form.problems:
        by, about = visitor().account.id, f"answer:{number}"
        try:
            answer(core(), Reply(written.contact_id, text, by, form.value("token")[:64], about))
        except AnswerRefused as error:
            form.problems["text"] = gettext(REFUSALS[error.reason])
    if form.problems:
        return _page(found, step, form, number), 422
    flash(gettext("La réponse part par SMS."))
    return _back(found, written)


def _text_or_404(found: Found, step: str, number: int) -> Written:
    with core().db.read() as connection:
        written = free_texts.find(connection, core().settings.vault, number)
    if written is None or written.step != step or written.version not in {one.version for one in found.versions}:
        abort(404)
    return written


def _back(found: Found, written: Written) -> ResponseReturnValue:
    return redirect(
        url_for(
            ".texts",
            flow=found.flow,
            step=written.step,
            version=written.version,
            tag=request.args.get("tag") or None,
            before=request.args.get("before") or None,
            _anchor=f"t{written.id}",
        ),
        303,
    )


def _page(found: Found, name: str, form: Form, about: int | None) -> str:
    played = version_or_404(found, request.args.get("version", ""))
    step = _step_or_404(played.step(name) if name in played else None)
    chosen, before = request.args.get("tag", ""), request.args.get("before", type=int)
    vault = core().settings.vault
    with core().db.read() as connection:
        rows = free_texts.page(connection, vault, played.version, name, PAGE + 1, before, chosen)
        tags = free_texts.tags(connection, played.version, name)
        answers = staff_answers.about(connection, vault, [f"answer:{row.id}" for row in rows])
    return render_template(
        "surveys/texts.html",
        found=found,
        played=played,
        step=step,
        rows=rows[:PAGE],
        more=rows[PAGE - 1].dialogue_id if len(rows) > PAGE else None,
        before=before,
        tags=tags,
        chosen=chosen,
        answers=answers,
        form=form,
        about=about,
        token=uuid4().hex,
        naming=naming,
    )


def _step_or_404(step: Step | None) -> Step:
    if step is None or step.kind is not Kind.TEXT or step.personal:
        abort(404)
    return step
