"""The pretend Android phone: identifiers of ours, a queue, signed webhooks."""

import hmac
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.emulator import AWA, MOUSSA, Desk

LOGIN = ("sms", "password_emulator")


def order(desk: Desk, *to: str, text: str = "Bonjour", **more: Any) -> TestResponse:
    asked = {"textMessage": {"text": text}, "phoneNumbers": to or (AWA,), **more}
    return desk.client.post("/android/messages", json=asked, auth=LOGIN)


def events(desk: Desk) -> list[str]:
    return [told["event"] for told in desk.customer.of("android")]


def test_a_message_is_queued_under_the_identifier_given(desk: Desk) -> None:
    response = order(desk, id="jmk-1")
    assert response.status_code == 202
    assert response.get_json() == {
        "id": "jmk-1",
        "state": "Pending",
        "recipients": [{"phoneNumber": AWA, "state": "Pending"}],
    }
    (entry,) = desk.get("/ledger?carrier=android")
    assert (entry["id"], entry["number"], entry["peer"], entry["code"]) == ("jmk-1", AWA, "+22379000009", 202)


def test_an_identifier_is_taken_once(desk: Desk) -> None:
    assert [order(desk, id="jmk-1").status_code for _ in range(2)] == [202, 409]
    assert len(desk.get("/ledger")) == 1


@pytest.mark.parametrize(
    ("lifecycle", "told", "arrives"),
    [
        ("normal", ["sms:sent", "sms:delivered"], True),
        ("undelivered", ["sms:sent", "sms:failed"], False),
        ("failed", ["sms:failed"], False),
        ("cancelled", ["sms:cancelled"], False),
        ("none", [], True),
        ("duplicate", ["sms:sent", "sms:delivered", "sms:delivered"], True),
        ("out_of_order", ["sms:delivered", "sms:sent"], True),
    ],
)
def test_every_life_cycle(desk: Desk, lifecycle: str, told: list[str], arrives: bool) -> None:
    desk.post("/outcomes", carrier="android", number=AWA, lifecycle=lifecycle)
    order(desk)
    desk.advance(60)
    assert events(desk) == told
    assert len(desk.get("/phones/22370000001")["messages"]) == arrives


def test_delivery_is_told_once_for_each_part_in_envelopes_of_their_own(desk: Desk) -> None:
    order(desk, text="a" * 161, id="jmk-1")
    desk.advance(5)
    envelopes = [told for told in desk.customer.of("android") if told["event"] == "sms:delivered"]
    assert len({envelope["id"] for envelope in envelopes}) == 2
    assert {envelope["payload"]["messageId"] for envelope in envelopes} == {"jmk-1"}


def test_a_number_that_is_none_fails_when_its_turn_comes(desk: Desk) -> None:
    assert order(desk, "abc").status_code == 202
    desk.advance(1)
    (told,) = desk.customer.of("android")
    assert (told["event"], told["payload"]["reason"]) == ("sms:failed", "Invalid phone number")


@pytest.mark.parametrize("code", [400, 503])
def test_a_refusal_can_be_had(desk: Desk, code: int) -> None:
    desk.post("/outcomes", carrier="android", number=AWA, code=code, times=1)
    assert [order(desk).status_code for _ in range(2)] == [code, 202]


@pytest.mark.parametrize("auth", [None, ("sms", "wrong"), ("é", "é")])
def test_a_stranger_is_refused(desk: Desk, auth: tuple[str, str] | None) -> None:
    assert desk.client.post("/android/message", json={}, auth=auth).status_code == 401


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"phoneNumbers": [AWA]},
        {"textMessage": {"text": ""}, "phoneNumbers": [AWA]},
        {"textMessage": {"text": "x"}, "phoneNumbers": []},
        {"textMessage": {"text": "x"}, "phoneNumbers": [AWA], "simNumber": 0},
        {"textMessage": {"text": "x"}, "phoneNumbers": [AWA], "id": "x" * 37},
    ],
)
def test_what_is_no_message_is_refused(desk: Desk, asked: dict[str, Any]) -> None:
    assert desk.client.post("/android/messages", json=asked, auth=LOGIN).status_code == 400


def test_webhooks_are_signed_over_the_raw_body_and_the_timestamp(desk: Desk) -> None:
    desk.post("/sms", **{"from": AWA}, to="+22379000009", text="AVIS é 😀")
    ((kind, told, body, headers),) = desk.customer.heard
    assert (kind, told["event"], told["payload"]["message"]) == ("android", "sms:received", "AVIS é 😀")
    expected = hmac.digest(b"key_emulator", body + headers["X-Timestamp"].encode(), "sha256").hex()
    assert headers["X-Signature"] == expected


def test_two_people_who_say_the_same_have_envelopes_of_their_own(desk: Desk) -> None:
    for _ in range(2):
        desk.post("/sms", **{"from": AWA}, to="+22379000009", text="1")
    first, second = desk.customer.of("android")
    assert first["id"] != second["id"]
    assert first["payload"]["messageId"] == second["payload"]["messageId"]


def test_a_sender_may_come_in_national_form(desk: Desk) -> None:
    desk.client.patch("/_control/rules", json={"android_national": True})
    desk.post("/sms", **{"from": MOUSSA}, to="+22379000009", text="1")
    assert desk.customer.of("android")[0]["payload"]["sender"] == "66000002"


def test_an_envelope_posted_again_is_the_same_one(desk: Desk) -> None:
    desk.customer.says("android", 503)
    desk.post("/sms", **{"from": AWA}, to="+22379000009", text="1")
    desk.advance(60)
    first, second = desk.customer.of("android")
    assert first == second


def test_any_event_can_be_posted(desk: Desk) -> None:
    assert desk.post("/android/event", event="system:ping", payload={"health": {}}) == {"answer": 200}
    assert events(desk) == ["system:ping"]
