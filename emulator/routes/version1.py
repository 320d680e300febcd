"""The carrier's API, under /version1."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field, RootModel

from emulator.airtime import TopUp
from emulator.inbox import Incoming
from emulator.networks import normalise
from emulator.routes.answers import as_json
from emulator.routes.current import carrier
from emulator.routes.entrance import let_in
from emulator.routes.reading import BadRequestError, body, checked, form
from emulator.routes.spoiling import serve
from emulator.sms.sending import Order

TEXT_MAX = 10_000  # characters; the real limit is not published

version1 = Blueprint("version1", __name__, url_prefix="/version1")


class Bulk(BaseModel):
    """The body of the newer JSON endpoint."""

    username: str
    message: str = Field(min_length=1, max_length=TEXT_MAX)
    phoneNumbers: list[str] = Field(min_length=1)  # noqa: N815 - the carrier's spelling
    senderId: str = ""  # noqa: N815 - the carrier's spelling
    enqueue: bool = False


class Recipient(BaseModel):
    """One recipient of airtime."""

    phoneNumber: str = Field(max_length=100)  # noqa: N815 - the carrier's spelling
    amount: str = Field(max_length=100)


class Recipients(RootModel[list[Recipient]]):
    """The JSON inside the form of an airtime request."""


@version1.post("/messaging")
def send() -> Response:
    """Send SMS: bulk, or premium with bulkSMSMode=0."""
    fields = form()
    if refused := let_in(fields.get("username", "")):
        return refused
    return _send("messaging", _order(fields))


@version1.post("/messaging/bulk")
def send_bulk() -> Response:
    """Send SMS: the newer JSON endpoint."""
    asked = body(Bulk)
    if refused := let_in(asked.username):
        return refused
    return _send("bulk", Order(asked.phoneNumbers, asked.message, asked.senderId, asked.enqueue))


@version1.get("/messaging")
def fetch() -> Response:
    """Return incoming SMS after lastReceivedId."""
    if refused := let_in(request.args.get("username", "")):
        return refused
    after = request.args.get("lastReceivedId") or "0"
    if not (after.isascii() and after.isdecimal() and len(after) < 19):
        raise BadRequestError("lastReceivedId must be a whole number")
    messages = [_fetched(message) for message in carrier().inbox.after(int(after))]
    return serve("fetch", (), lambda: as_json({"SMSMessageData": {"Messages": messages}}))


@version1.get("/user")
def user() -> Response:
    """Return the balance."""
    if refused := let_in(request.args.get("username", "")):
        return refused
    return serve("user", (), lambda: as_json({"UserData": {"balance": carrier().account.balance}}))


@version1.post("/airtime/send")
def airtime() -> Response:
    """Send airtime."""
    fields = form()
    if refused := let_in(fields.get("username", "")):
        return refused
    top_ups, key = _top_ups(fields.get("recipients", "")), request.headers.get("Idempotency-Key", "")
    numbers = {top_up.number for top_up in top_ups}
    return serve("airtime", numbers, lambda: as_json(carrier().airtime.send(top_ups, key), 201))


def _send(endpoint: str, order: Order) -> Response:
    numbers = {normalise(raw) or raw for raw in order.numbers}
    return serve(endpoint, numbers, lambda: as_json(carrier().sending.accept(order), 201))


def _order(fields: Mapping[str, str]) -> Order:
    numbers = [number for number in fields.get("to", "").split(",") if number]
    text = fields.get("message", "")
    if not numbers or not text:
        raise BadRequestError("'to' and 'message' must not be empty")
    if len(text) > TEXT_MAX:
        raise BadRequestError(f"'message' is longer than {TEXT_MAX} characters")
    premium = fields.get("bulkSMSMode", "1") == "0"
    return Order(numbers, text, fields.get("from", ""), fields.get("enqueue") in {"1", "true"}, premium)


def _fetched(message: Incoming) -> dict[str, Any]:
    draft = message.draft
    return {
        "date": message.date.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "from": draft.number,
        "id": message.serial,
        "linkId": draft.link_id or "",
        "text": draft.text,
        "to": draft.to,
    }


def _top_ups(text: str) -> list[TopUp]:
    rows = checked(Recipients, text.encode())
    return [TopUp(row.phoneNumber, row.amount) for row in rows.root]
