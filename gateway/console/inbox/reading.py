"""One message: what was written, who wrote it, and what may be done about it."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.inbox import composing, finding, naming
from gateway.console.inbox.finding import item_as_seen, item_or_404
from gateway.console.words import gettext, language
from jamakan.answering import AnswerRefused
from jamakan.inbox import Stale
from jamakan.inbox import messages as acts
from jamakan.people.story import story
from jamakan.programme.inbox import possible
from jamakan.staff.roles import May
from jamakan.store import staff_answers
from jamakan.store.inbox import cases, counts, items
from jamakan.store.inbox.items import MOST_TAGS, Item
from jamakan.store.staff import accounts, trail

pages = Blueprint("reading", __name__)

LONGEST_TAG = 30
TELLING = 30  # moments of the story beside a message


@pages.get("/messages/<int:item>")
@needs(May.NAMES)
def message(item: int) -> ResponseReturnValue:
    """The page."""
    return _page(item_or_404(item), Form({}))


@pages.post("/messages/<int:item>/answer")
@needs(May.WRITE)
def answer(item: int) -> ResponseReturnValue:
    """Send the answer, once however often the form arrives."""
    found, form = item_or_404(item), Form(request.form)
    text, token = form.text("text", composing.LONGEST), form.text("token", composing.TOKEN)
    others = request.form.getlist("other", type=int)
    if form.problems:
        return _page(found, form), 422
    try:
        acts.answer(core(), item_as_seen(found, form), others, text, visitor().account.id, token)
    except AnswerRefused as error:
        composing.refused(form, error)
        return _page(found, form), 422
    except Stale:
        return _stale(item, form)
    flash(gettext("La réponse part par SMS."))
    return redirect(url_for(".message", item=item), 303)


@pages.post("/messages/<int:item>/draft")
@needs(May.WRITE)
def insert(item: int) -> ResponseReturnValue:
    """The page with a template's words in the answer."""
    found = item_or_404(item)
    return _page(found, composing.inserted(found.contact_id, Form(request.form), found.case_id))


@pages.post("/lines/<int:contact>/length")
@needs(May.WRITE)
def length(contact: int) -> ResponseReturnValue:
    """What the answer typed so far costs: a line of the page."""
    with core().db.read() as connection:
        line = staff_answers.line(connection, contact)
    text = request.form.get("text", "")[: composing.LONGEST]
    return render_template("inbox/length.html", length=composing.cost(line, text)) if line is not None else ("", 404)


@pages.post("/messages/<int:item>/hold")
@needs(May.WRITE)
def hold(item: int) -> ResponseReturnValue:
    """Have a colleague see to it, or nobody."""
    form = Form(request.form)
    chosen = finding.holder(form)
    if form.problems:
        return _page(item_or_404(item), form), 422
    return _act(item, form, lambda seen: acts.hold(core(), seen, chosen, visitor().account.id))


@pages.post("/messages/<int:item>/aside")
@needs(May.WRITE)
def set_aside(item: int) -> ResponseReturnValue:
    """It needs no answer."""
    return _act(item, Form(request.form), lambda seen: acts.set_aside(core(), seen, visitor().account.id))


@pages.post("/messages/<int:item>/reopen")
@needs(May.WRITE)
def reopen(item: int) -> ResponseReturnValue:
    """It needs somebody after all."""
    return _act(item, Form(request.form), lambda seen: acts.reopen(core(), seen, visitor().account.id))


@pages.post("/messages/<int:item>/tags")
@needs(May.WRITE)
def tag(item: int) -> ResponseReturnValue:
    """Put a tag on it; with `off`, take one off."""
    lowered = request.form.get("tag", "").lower()  # before it is measured: "İ" becomes two characters
    found, form = item_or_404(item), Form(request.form.to_dict() | {"tag": lowered})
    word = " ".join(form.text("tag", LONGEST_TAG).split())
    if form.problems:
        return _page(found, form), 422
    act = acts.untag if form.value("off") else acts.tag
    act(core(), found.id, word, visitor().account.id)
    return redirect(url_for(".message", item=item, _anchor="tags"), 303)


@pages.post("/messages/<int:item>/number")
@needs(May.NUMBERS)
def number(item: int) -> ResponseReturnValue:
    """The whole number, to call. Who looked is noted."""
    found, now = item_or_404(item), datetime.now(UTC)
    with core().db.begin() as connection:
        trail.append(
            connection, core().settings.vault, now, visitor().account.id, "number.read", acts.subject(found.id)
        )
    return _page(found, Form({}), whole=True)


def _act(item: int, form: Form, act: Callable[[Item], None]) -> ResponseReturnValue:
    try:
        act(item_as_seen(item_or_404(item), form))
    except Stale:
        return _stale(item, form)
    flash(gettext("C’est noté."))
    return redirect(url_for(".message", item=item), 303)


def _stale(item: int, form: Form) -> ResponseReturnValue:
    """The page as it is now, with what was typed."""
    flash(gettext(naming.STALE), "problem")
    return _page(item_or_404(item), form), 409


def _page(item: Item, form: Form, *, whole: bool = False) -> str:
    vault = core().settings.vault
    with core().db.read() as connection:
        tags = items.tags(connection, [item.id])[item.id]
        others = [one for one in items.together(connection, vault, item.contact_id) if one.id != item.id]
        answers = staff_answers.about(connection, vault, [acts.subject(item.id)])
        known = [one for one in cases.of_contact(connection, vault, item.contact_id) if not one.anonymous]
        names = accounts.names(connection, vault, {item.holder, *(one.by for one in answers)})
        words = list(counts.values(connection, counts.TAG))[:MOST_TAGS]
    return render_template(
        "inbox/message.html",
        item=item,
        form=form,
        whole=whole,
        draft=composing.draft(item.contact_id, form),
        tags=tags,
        others=others,
        answers=answers,
        cases=known,
        names=names,
        known_tags=words,
        colleagues=finding.colleagues(),
        possible=possible(item.state),
        story=story(core(), [item.contact_id], language(), most=TELLING),
        states=naming.names(naming.ITEMS),
        sms=naming.names(naming.SMS),
        why=naming.why,
        case_states=naming.names(naming.STATES),
    )
