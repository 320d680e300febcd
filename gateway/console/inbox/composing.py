"""Writing an answer: the form with its templates, what it costs, and the token that makes it one answer."""

from dataclasses import dataclass
from uuid import uuid4

from flask import abort

from gateway.console.current import core
from gateway.console.forms import Form
from gateway.console.inbox.naming import REFUSALS
from gateway.console.words import gettext
from jamakan.answering import AnswerRefused, Length, length
from jamakan.inbox.templates import said
from jamakan.store import staff_answers
from jamakan.store.inbox import people, templates
from jamakan.store.inbox.templates import ACTIVE, Template
from jamakan.store.staff_answers import Line

LONGEST = 2000  # characters of a field, far more than an answer may have
TOKEN = 64


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer being written, for the page: to which line, in which words so far, what they cost."""

    line: Line
    names: list[str]
    text: str
    token: str
    length: Length
    templates: list[Template]


def draft(contact_id: int, form: Form) -> Draft:
    """What the page of an answer shows. Templates of the reader's language come first."""
    with core().db.read() as connection:
        line = staff_answers.line(connection, contact_id)
        known = [one for one in templates.everything(connection) if one.state == ACTIVE]
        names = people.on_lines(connection, core().settings.vault, [contact_id])[contact_id]
    if line is None:
        abort(404)
    text, token = form.value("text"), form.value("token")[:TOKEN] or uuid4().hex
    known.sort(key=lambda one: one.words.language != (line.language or "fr"))
    return Draft(line, names, text, token, cost(line, text), known)


def cost(line: Line, text: str) -> Length:
    """What a text costs on this line."""
    return length(core(), text, line.channel, line.network)


def inserted(contact_id: int, form: Form, case: int | None) -> Form:
    """The form with the chosen template under what was typed so far, its placeholders filled."""
    with core().db.read() as connection:
        chosen = templates.one(connection, form.integer("template", 1, 2**31 - 1))
        names = people.on_lines(connection, core().settings.vault, [contact_id])[contact_id]
    if chosen is None:
        return form
    own = {"name": names[0] if len(names) == 1 else "", "case": str(case or "")}
    text = "\n".join(filter(None, (form.value("text").strip(), said(core(), chosen.words.body, own))))
    return Form({**form.typed, "text": text})


def refused(form: Form, error: AnswerRefused) -> None:
    """Say beside the field why it cannot be sent."""
    form.problems["text"] = gettext(REFUSALS[error.reason])
