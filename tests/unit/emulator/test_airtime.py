"""Airtime."""

import json
from typing import Any

import pytest

from emulator.airtime import DUPLICATE
from emulator.exchange import Reply
from tests.support.emulator import AWA, KEY, MOUSSA, Desk


def top_up(desk: Desk, *rows: tuple[str, str], key: str = "") -> Any:
    recipients = json.dumps([{"phoneNumber": number, "amount": amount} for number, amount in rows])
    headers = {**KEY, "Idempotency-Key": key} if key else KEY
    form = {"username": "sandbox", "recipients": recipients}
    response = desk.client.post("/version1/airtime/send", data=form, headers=headers)
    assert response.status_code == 201
    return response.get_json()


def test_the_answer_is_the_carrier_s(desk: Desk) -> None:
    told = top_up(desk, (AWA, "XOF 100"))
    identity = told["responses"][0].pop("requestId")
    assert identity.startswith("ATQid_")
    assert told == {
        "errorMessage": "None",
        "numSent": 1,
        "totalAmount": "USD 0.1653",
        "totalDiscount": "USD 0.0066",
        "responses": [
            {
                "amount": "XOF 100.0000",
                "discount": "XOF 4.0000",
                "errorMessage": "None",
                "phoneNumber": AWA,
                "status": "Sent",
            }
        ],
    }


def test_the_same_number_and_amount_within_five_minutes_is_a_duplicate(desk: Desk) -> None:
    top_up(desk, (AWA, "XOF 100"))
    desk.advance(299)
    assert top_up(desk, (AWA, "XOF 100.00"))["errorMessage"] == DUPLICATE
    assert top_up(desk, (AWA, "XOF 200"), (MOUSSA, "XOF 100"))["numSent"] == 2
    desk.advance(1)
    assert top_up(desk, (AWA, "XOF 100"))["numSent"] == 1


def test_the_same_key_gets_the_same_answer(desk: Desk) -> None:
    first = top_up(desk, (AWA, "XOF 100"), key="k1")
    balance = desk.get("/")["balance"]
    assert top_up(desk, (AWA, "XOF 100"), key="k1") == first
    assert desk.get("/")["balance"] == balance


@pytest.mark.parametrize(
    ("number", "amount", "error"),
    [
        ("12", "XOF 100", "Invalid phone number"),
        (AWA, "XOF nan", "Invalid amount"),
        (AWA, "XOF -5", "Invalid amount"),
        (AWA, "KES 100", "Invalid amount"),
        (AWA, "USD 5000", "Insufficient balance"),
    ],
)
def test_refusals(desk: Desk, number: str, amount: str, error: str) -> None:
    told = top_up(desk, (number, amount))
    assert (told["numSent"], told["errorMessage"], told["totalAmount"]) == (0, error, "0")


@pytest.mark.parametrize(("said", "status"), [("Validated", "Success"), ("Failed", "Failed")])
def test_the_customer_is_asked_and_told(desk: Desk, said: str, status: str) -> None:
    desk.customer.answers["airtime_validation"] = lambda _: Reply(200, json.dumps({"status": said}).encode())
    top_up(desk, (AWA, "XOF 100"))
    desk.advance(1)
    (asked,) = desk.customer.of("airtime_validation")
    assert (asked["phoneNumber"], asked["currencyCode"], asked["amount"]) == (AWA, "XOF", "100.0000")
    (body,) = [body for kind, _, body, _ in desk.customer.heard if kind == "airtime_status"]
    assert json.loads(body)["status"] == status
