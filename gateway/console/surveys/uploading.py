"""A file becomes a draft: brought, read, its report shown, tried on the phone, opened to people or put aside."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.importers.limits import IMPORT_BYTES
from flows.steps import QUESTIONS
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs, takes
from gateway.console.surveys import naming
from gateway.console.surveys.explaining import explain
from gateway.console.surveys.finding import current_of, played, upload_or_404
from gateway.console.words import gettext
from jamakan.publishing import Outrun, PublishError
from jamakan.staff.roles import May
from jamakan.store.survey_uploads import DRAFT, RECEIVED, Upload
from jamakan.surveys import drafts
from jamakan.surveys.changes import changes

pages = Blueprint("uploading", __name__)

WHOLE_FORM = IMPORT_BYTES + 100_000  # bytes: the file, and the form around it
HEX = 32


@pages.get("/files/new")
@needs(May.ACTIVITIES)
def new() -> ResponseReturnValue:
    """The form."""
    return _form(Form({}))


@pages.post("/files/new")
@needs(May.ACTIVITIES)
@takes(WHOLE_FORM)
def add() -> ResponseReturnValue:
    """Keep the file, read it, show what was found."""
    form, file = Form(request.form), request.files.get("file")
    data = file.stream.read(IMPORT_BYTES + 1) if file else b""
    if file is None or not file.filename:
        form.problems["file"] = gettext("Choisissez un fichier.")
    elif not data:
        form.problems["file"] = gettext("Ce fichier est vide.")
    elif len(data) > IMPORT_BYTES:
        words = gettext("Ce fichier est trop grand : %(most)d Mo au plus.")
        form.problems["file"] = words % {"most": IMPORT_BYTES // 1_000_000}
    if form.problems or file is None:
        return _form(form), 422
    token = core().settings.vault.ref("upload", f"{visitor().account.id}:{form.value('token') or uuid4().hex}")
    skip = form.value("skip") == "1"
    number = drafts.take(core(), visitor().account.id, token, file.filename or "", data, skip=skip)
    return redirect(url_for(".show", number=number), 303)


@pages.get("/files/<int:number>")
@needs(May.VIEW)
def show(number: int) -> ResponseReturnValue:
    """What reading the file came to."""
    upload = upload_or_404(number)
    return _page(upload, Form({"keyword": _keyword(upload)}))


@pages.post("/files/<int:number>/read")
@needs(May.ACTIVITIES)
def read(number: int) -> ResponseReturnValue:
    """Read it now: at its arrival something came between."""
    upload = upload_or_404(number)
    if upload.state == RECEIVED:
        drafts.read(core(), number)
    return redirect(url_for(".show", number=number), 303)


@pages.post("/files/<int:number>/publish")
@needs(May.ACTIVITIES)
def publish(number: int) -> ResponseReturnValue:
    """Open it to people, or the page again."""
    upload, form = upload_or_404(number), Form(request.form)
    keyword = form.text("keyword", most=40)
    if form.problems:
        return _page(upload, form), 422
    try:
        drafts.publish(core(), visitor().account.id, upload, keyword, form.value("seen"))
    except PublishError as error:
        field = "keyword" if error.about == "keyword" else "flow"
        known = naming.KEYWORD_PROBLEMS
        form.problems[field] = gettext(known[error.code]) if error.code in known else str(error)
        return _page(upload, form), 422
    except Outrun:
        flash(gettext("Rien n’a changé : quelqu’un a publié avant vous."), "problem")
        return redirect(url_for(".show", number=number), 303)
    flash(gettext("L’enquête est ouverte : dans le menu USSD, et par SMS avec son mot."))
    return redirect(url_for("console.surveys.showing.show", flow=upload.flow), 303)


@pages.post("/files/<int:number>/put-aside")
@needs(May.ACTIVITIES)
def put_aside(number: int) -> ResponseReturnValue:
    """It is not wanted."""
    if drafts.put_aside(core(), visitor().account.id, upload_or_404(number).id):
        flash(gettext("Le fichier est mis de côté."))
    return redirect(url_for("console.surveys.index"), 303)


def _form(form: Form) -> str:
    token = form.value("token")[:HEX] or uuid4().hex
    return render_template("surveys/new.html", form=form, token=token, most=IMPORT_BYTES // 1_000_000)


def _keyword(upload: Upload) -> str:
    current = current_of(upload.flow) if upload.flow else None
    return (current.keyword if current else upload.flow.replace("_", "")).upper()


def _page(upload: Upload, form: Form) -> str:
    flow = drafts.flow_of(core(), upload.id)
    current = current_of(flow.name) if flow else None
    before = played(current.version) if current else None
    return render_template(
        "surveys/file.html",
        upload=upload,
        form=form,
        flow=flow,
        questions=[step for step in flow.steps if step.kind in QUESTIONS] if flow else [],
        current=current,
        changes=changes(before, flow) if before and flow else None,
        draft=upload.state == DRAFT,
        naming=naming,
        explain=explain,
    )
