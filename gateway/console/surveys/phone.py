"""The phone beside the form: any version, or a draft, played in each of its languages by USSD or SMS.

Where the dialogue stands travels with the page, signed: nothing is kept here, and nothing foreign is played.
"""

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from flows.dialogue import Dialogue
from flows.model import Flow
from gateway.console.current import by_htmx, core
from gateway.console.gate import needs
from gateway.console.surveys import naming
from gateway.console.surveys.finding import found_or_404, upload_or_404, version_or_404
from gateway.console.words import language
from jamakan.staff.roles import May
from jamakan.surveys import drafts
from jamakan.surveys import phone as handset
from jamakan.surveys.phone import ROOM, SURFACES, Shown

pages = Blueprint("phone", __name__)

LONGEST = 1000  # characters typed: more than any answer takes
KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "98", "0", "99")


@pages.get("/of/<flow>/versions/<version>/phone")
@needs(May.VIEW)
def of_version(flow: str, version: str) -> ResponseReturnValue:
    """A published version, from its first screen."""
    return _begin(version_or_404(found_or_404(flow), version), _back_to_version(flow, version))


@pages.post("/of/<flow>/versions/<version>/phone")
@needs(May.VIEW)
def type_version(flow: str, version: str) -> ResponseReturnValue:
    """Its next screen."""
    return _follow(version_or_404(found_or_404(flow), version), _back_to_version(flow, version))


@pages.get("/files/<int:number>/phone")
@needs(May.VIEW)
def of_draft(number: int) -> ResponseReturnValue:
    """A draft, from its first screen."""
    return _begin(_draft(number), url_for("console.surveys.uploading.show", number=number))


@pages.post("/files/<int:number>/phone")
@needs(May.VIEW)
def type_draft(number: int) -> ResponseReturnValue:
    """Its next screen."""
    return _follow(_draft(number), url_for("console.surveys.uploading.show", number=number))


def _draft(number: int) -> Flow:
    flow = drafts.flow_of(core(), upload_or_404(number).id)
    if flow is None:
        abort(404)
    return flow


def _back_to_version(flow: str, version: str) -> str:
    return url_for("console.surveys.showing.show", flow=flow, version=version)


def _begin(flow: Flow, back: str) -> ResponseReturnValue:
    asked, on = request.args.get("language", ""), request.args.get("on", "ussd")
    spoken = asked if asked in flow.languages else language() if language() in flow.languages else flow.languages[0]
    on = on if on in SURFACES else "ussd"
    return _page(flow, handset.begin(core(), flow, spoken, on), on, back)


def _follow(flow: Flow, back: str) -> ResponseReturnValue:
    try:
        on, stands = _signer(flow).loads(request.form.get("state", ""))
        dialogue = Dialogue.from_json(stands)
    except BadSignature:
        abort(400)
    typed = (request.form.get("key") or request.form.get("typed", ""))[:LONGEST]
    return _page(flow, handset.follow(core(), flow, dialogue, typed, on), on, back)


def _page(flow: Flow, shown: Shown, on: str, back: str) -> str:
    return render_template(
        "surveys/phone_screen.html" if by_htmx() else "surveys/phone.html",
        flow=flow,
        shown=shown,
        on=on,
        back=back,
        state=_signer(flow).dumps([on, shown.dialogue.to_json()]),
        kept=handset.kept(flow, shown.dialogue, language()),
        surfaces=SURFACES,
        room=ROOM,
        keys=KEYS,
        naming=naming,
    )


def _signer(flow: Flow) -> URLSafeSerializer:
    """Of one version only: where a dialogue stands in another means nothing here."""
    return URLSafeSerializer(str(current_app.secret_key), salt=f"phone {flow.version}")
