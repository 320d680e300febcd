"""The app's local API, under /android, and what tests tell it, under /_control/android."""

import hmac
from typing import Annotated, Any

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from emulator.android.sending import FULL, KnownError, Message, RefusedError
from emulator.networks import normalise
from emulator.routes.answers import as_json
from emulator.routes.bodies import Body
from emulator.routes.current import carrier
from emulator.routes.reading import body
from emulator.routes.spoiling import serve

android = Blueprint("android", __name__)


class TextMessage(BaseModel):
    """The text of a message."""

    text: str = Field(min_length=1, max_length=10_000)


class Asked(BaseModel):
    """A message to send, in the app's own spelling."""

    id: str = Field("", max_length=36)
    textMessage: TextMessage  # noqa: N815 - the app's spelling
    phoneNumbers: list[Annotated[str, Field(max_length=100)]] = Field(min_length=1)  # noqa: N815 - the app's spelling
    simNumber: Annotated[int, Field(ge=1, le=3)] | None = None  # noqa: N815 - the app's spelling
    ttl: Annotated[int, Field(ge=1)] | None = None
    withDeliveryReport: bool = True  # noqa: N815 - the app's spelling
    priority: int = Field(0, ge=-128, le=127)


class Event(Body):
    """Any event of the app."""

    event: str = Field(min_length=1, max_length=100)
    payload: dict[str, Any] = Field(default_factory=dict)


@android.post("/android/message")
@android.post("/android/messages")
def send() -> Response:
    """Queue an SMS."""
    if refused := _let_in():
        return refused
    asked = body(Asked)
    numbers = {normalise(raw) or raw for raw in asked.phoneNumbers}
    return serve("android_messages", numbers, lambda: _queued(asked), as_json({}, 202))


@android.post("/_control/android/event")
def event() -> Response:
    """Post an event of the app, signed as all of them are."""
    asked = body(Event)
    return as_json({"answer": carrier().android_webhooks.emit(asked.event, asked.payload).status})


def _queued(asked: Asked) -> Response:
    try:
        identity = carrier().android.accept(Message(asked.id, asked.textMessage.text, asked.phoneNumbers))
    except KnownError:
        return as_json({"message": "Message with the same ID already exists"}, 409)
    except RefusedError as error:
        told = "queue limits exceeded: too many pending messages" if error.status == FULL else "invalid message"
        return as_json({"message": told}, error.status)
    recipients = [{"phoneNumber": number, "state": "Pending"} for number in asked.phoneNumbers]
    return as_json({"id": identity, "state": "Pending", "recipients": recipients}, 202)


def _let_in() -> Response | None:
    settings, given = carrier().settings, request.authorization
    expected = f"{settings.android_username}:{settings.android_password}"
    told = f"{given.username}:{given.password}" if given and given.type == "basic" else ""
    if hmac.compare_digest(told.encode(), expected.encode()):
        return None
    return Response(status=401, headers={"WWW-Authenticate": 'Basic realm="Access to SMS Gateway"'})
