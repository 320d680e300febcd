"""Orange's API, under /orange, and what tests tell it, under /_control/orange."""

import base64
import hmac
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from emulator.networks import normalise
from emulator.orange.sending import ERRORS, RefusedError, Request, TooFastError
from emulator.routes.answers import as_json
from emulator.routes.bodies import Body
from emulator.routes.current import carrier
from emulator.routes.reading import body, form
from emulator.routes.spoiling import serve

orange = Blueprint("orange", __name__)


class Text(BaseModel):
    """The text of a message."""

    message: str = Field(min_length=1, max_length=10_000)


class Outbound(BaseModel):
    """A message to send, in the service's own spelling."""

    address: str = Field(max_length=100)
    senderAddress: str = Field(max_length=100)  # noqa: N815 - the carrier's spelling
    senderName: str = Field("", max_length=11)  # noqa: N815 - the carrier's spelling
    outboundSMSTextMessage: Text  # noqa: N815 - the carrier's spelling


class Envelope(BaseModel):
    """The body of a request to send."""

    outboundSMSMessageRequest: Outbound  # noqa: N815 - the carrier's spelling


class Units(Body):
    """How many SMS are left in the bundle."""

    units: int = Field(ge=0, le=1_000_000_000)


@orange.post("/orange/oauth/v3/token")
def token() -> Response:
    """Give an access token. `expires_in` is a string, as the real service writes it."""
    if form().get("grant_type") != "client_credentials" or not _is_customer():
        return as_json({"error": "invalid_client", "error_description": "The client is unknown"}, 401)
    return serve("orange_token", (), _issue, as_json({}, 500))


@orange.post("/orange/smsmessaging/v1/outbound/<address>/requests")
def send(address: str) -> Response:
    """Send one SMS."""
    if refused := _let_in():
        return refused
    asked = body(Envelope).outboundSMSMessageRequest
    numbers = {normalise(asked.address.removeprefix("tel:")) or asked.address}
    return serve("orange_sms", numbers, lambda: _sent(address, asked), as_json({}, 201))


@orange.get("/orange/sms/admin/v1/contracts")
def contracts() -> Response:
    """Return what is left of the bundle."""
    if refused := _let_in():
        return refused
    return serve("orange_contracts", (), _contracts, as_json([]))


@orange.put("/_control/orange/units")
def units() -> Response:
    """Set what is left of the bundle."""
    carrier().orange.units = body(Units).units
    return as_json({"units": carrier().orange.units})


@orange.delete("/_control/orange/tokens")
def forget_tokens() -> Response:
    """Let no token of before be good any more."""
    with carrier().lock:
        carrier().orange_tokens.forget()
    return tokens()


@orange.get("/_control/orange/tokens")
def tokens() -> Response:
    """Return how many tokens were issued."""
    return as_json({"issued": carrier().orange_tokens.issued})


def _issue() -> Response:
    with carrier().lock:
        fresh = carrier().orange_tokens.issue()
    life = str(int(carrier().settings.rules.orange_token_seconds))
    return as_json({"token_type": "Bearer", "access_token": fresh, "expires_in": life})


def _sent(address: str, asked: Outbound) -> Response:
    message = Request(asked.address, asked.senderAddress, asked.senderName, asked.outboundSMSTextMessage.message)
    try:
        if address != asked.senderAddress:
            raise RefusedError("SVC0002", "senderAddress")
        identity = carrier().orange.accept(message)
    except RefusedError as error:
        return _refusal(error)
    except TooFastError:
        return as_json({"code": 53, "message": "Too many requests", "description": "Slow down"}, 429)
    url = f"{request.host_url}orange/smsmessaging/v1/outbound/{quote(address)}/requests/{identity}"
    return as_json({"outboundSMSMessageRequest": {**asked.model_dump(), "resourceURL": url}}, 201)


def _refusal(error: RefusedError) -> Response:
    status, kind, text = ERRORS[error.code]
    told: dict[str, Any] = {"messageId": error.code, "text": text, "variables": [error.variable]}
    return as_json({"requestError": {kind: told}}, status)


def _contracts() -> Response:
    left = carrier().orange.units
    return as_json(
        [
            {
                "availableUnits": left,
                "country": "MLI",
                "offerName": "SMS_OCB",
                "status": "ACTIVE",
                "type": "SELFSERVICE",
            }
        ]
    )


def _is_customer() -> bool:
    settings, (kind, _, given) = carrier().settings, request.headers.get("Authorization", "").partition(" ")
    expected = f"{settings.orange_client_id}:{settings.orange_client_secret}".encode()
    try:
        return kind == "Basic" and hmac.compare_digest(base64.b64decode(given, validate=True), expected)
    except ValueError:
        return False


def _let_in() -> Response | None:
    """Return None for a good token, and otherwise the refusal of the gate before the service."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    with carrier().lock:
        if kind == "Bearer" and carrier().orange_tokens.good(given):
            return None
    return as_json({"code": 42, "message": "Expired credentials", "description": "The token has expired"}, 401)
