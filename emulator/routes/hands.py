"""What people do with their phones: dial, answer, write, read. The web phone lives on this."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from emulator.handsets import Handset
from emulator.inbox import Draft
from emulator.networks import normalise
from emulator.routes import bodies
from emulator.routes.answers import as_json
from emulator.routes.current import carrier
from emulator.routes.reading import BadRequestError, body

hands = Blueprint("hands", __name__, url_prefix="/_control")


@hands.get("/phones")
def phones() -> Response:
    """Return the phones on the table."""
    with carrier().lock:
        return as_json([_card(handset) for handset in carrier().handsets.named()])


@hands.post("/phones")
def add_phone() -> Response:
    """Put a phone on the table, or rename one."""
    asked = body(bodies.Person)
    with carrier().lock:
        return as_json(_card(carrier().handsets.name(asked.number, asked.name)), 201)


@hands.get("/phones/<number>")
def phone(number: str) -> Response:
    """Return what is on a phone; 204 when nothing changed since the `revision` the caller knows."""
    house, line = carrier(), _line(number)
    with house.lock:
        handset, session = house.handsets.get(line), house.ussd.last_of(line)
        if request.args.get("revision") == str(handset.revision):
            return Response(status=204)
        shown: dict[str, Any] = {
            "phone": _card(handset),
            "messages": [asdict(bubble) for bubble in handset.bubbles],
            "session": session.view() if session else None,
        }
    return as_json({**shown, "now": house.clock.now().isoformat()})


@hands.post("/phones/<number>/read")
def read(number: str) -> Response:
    """Mark the SMS on a phone as seen."""
    body(bodies.Nothing)
    line = _line(number)
    with carrier().lock:
        carrier().handsets.read(line)
        return as_json(_card(carrier().handsets.get(line)))


@hands.post("/sms")
def sms() -> Response:
    """Send an SMS from a phone; on return the first delivery to the customer was tried."""
    asked = body(bodies.AskedSms)
    incoming = carrier().inbox.send(
        Draft(asked.from_, asked.to, asked.text, asked.id, asked.date_format, asked.link_id, asked.cost, asked.copies)
    )
    told = {"id": incoming.bubble.id, "serial": incoming.serial, "state": incoming.state}
    return as_json({**told, "answers": incoming.answers}, 201)


@hands.post("/ussd/dial")
def dial() -> Response:
    """Dial a code; on return the customer answered, or had its time."""
    asked = body(bodies.Dial)
    return as_json(carrier().ussd.dial(asked.phone, asked.code).view(), 201)


@hands.post("/ussd/answer")
def answer() -> Response:
    """Answer in a session."""
    asked = body(bodies.Typed)
    return as_json(carrier().ussd.answer(asked.session, asked.text).view())


@hands.post("/ussd/repeat")
def repeat() -> Response:
    """Send the last request of a session once more."""
    return as_json(carrier().ussd.repeat(body(bodies.OfSession).session).view())


@hands.post("/ussd/hangup")
def hang_up() -> Response:
    """Leave a session."""
    return as_json(carrier().ussd.hang_up(body(bodies.OfSession).session).view())


@hands.get("/ussd/<session>")
def session(session: str) -> Response:
    """Return a session."""
    return as_json(carrier().ussd.get(session).view())


@hands.post("/opt-out")
def opt_out() -> Response:
    """Refuse a sender's messages from now on, and tell the customer."""
    asked, house = body(bodies.OptOut), carrier()
    with house.lock:
        house.outcomes.opted_out.add((asked.sender, asked.phone))
    reply = house.courier.post("opt_out", [("senderId", asked.sender), ("phoneNumber", asked.phone)])
    return as_json({"answer": reply.status})


@hands.post("/subscription")
def subscription() -> Response:
    """Join or leave a premium service, and tell the customer."""
    asked = body(bodies.Subscription)
    fields = [
        ("phoneNumber", asked.phone),
        ("shortCode", asked.short_code),
        ("keyword", asked.keyword),
        ("updateType", asked.update_type),
    ]
    return as_json({"answer": carrier().courier.post("subscription", fields).status})


def _line(raw: str) -> str:
    if (number := normalise(raw)) is None:
        raise BadRequestError(f"{raw!r} is not a phone number: write it like +22370000001", 404)
    return number


def _card(handset: Handset) -> dict[str, Any]:
    return {
        "number": handset.number,
        "name": handset.name,
        "network": handset.network,
        "unread": handset.unread,
        "revision": handset.revision,
    }
