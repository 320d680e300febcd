"""SMS from a phone to the customer."""

import re

import pytest

from tests.support.emulator import AWA, KEY, Desk


def test_the_callback_s_fields(desk: Desk) -> None:
    told = desk.post("/sms", **{"from": AWA}, to="36000", text="AVIS é 😀")
    assert told["state"] == "delivered"
    (callback,) = desk.customer.of("sms")
    assert set(callback) == {"date", "from", "id", "linkId", "text", "to", "networkCode"}
    assert (callback["from"], callback["to"], callback["text"]) == (AWA, "36000", "AVIS é 😀")
    assert callback["id"] == told["id"]


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("space", r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"),
        ("iso", r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"),
        ("millis", r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"),
    ],
)
def test_dates_come_in_three_forms(desk: Desk, name: str, pattern: str) -> None:
    desk.post("/sms", **{"from": AWA}, to="36000", text="x", date_format=name)
    assert re.match(pattern, desk.customer.of("sms")[0]["date"])


@pytest.mark.parametrize(("link_id", "seen"), [(None, None), ("", ""), ("L-1", "L-1")])
def test_the_link_is_absent_empty_or_there(desk: Desk, link_id: str | None, seen: str | None) -> None:
    desk.post("/sms", **{"from": AWA}, to="36000", text="x", link_id=link_id)
    assert desk.customer.of("sms")[0].get("linkId") == seen


@pytest.mark.parametrize("text", ["", "a" * 500, "x*y#", "ligne\nligne"])
def test_odd_texts_arrive_unchanged(desk: Desk, text: str) -> None:
    desk.post("/sms", **{"from": AWA}, to="36000", text=text)
    assert desk.customer.of("sms")[0]["text"] == text


def test_copies_are_the_same_message_again(desk: Desk) -> None:
    desk.post("/sms", **{"from": AWA}, to="36000", text="x", copies=3)
    assert len(desk.customer.of("sms")) == 3
    assert len({callback["id"] for callback in desk.customer.of("sms")}) == 1


@pytest.mark.parametrize("status", [0, 201, 400, 503])
def test_anything_but_200_is_asked_again_each_minute(desk: Desk, status: int) -> None:
    desk.customer.says("sms", status)
    desk.post("/sms", **{"from": AWA}, to="36000", text="x")
    desk.advance(59)
    assert len(desk.customer.of("sms")) == 1
    desk.advance(121)
    assert len(desk.customer.of("sms")) == 4
    desk.customer.says("sms", 200)
    desk.advance(600)
    assert len(desk.customer.of("sms")) == 5
    assert desk.get("/phones/22370000001")["messages"][0]["state"] == "delivered"


def test_after_twelve_hours_it_is_given_up(desk: Desk) -> None:
    desk.customer.says("sms", 500)
    desk.post("/sms", **{"from": AWA}, to="36000", text="x")
    desk.advance(13 * 3600)
    assert len(desk.customer.of("sms")) == 12 * 60 + 1
    assert desk.get("/phones/22370000001")["messages"][0]["state"] == "abandoned"


def test_a_customer_without_an_address_can_poll(desk: Desk) -> None:
    desk.client.patch("/_control/urls", json={"sms": ""})
    told = desk.post("/sms", **{"from": AWA}, to="36000", text="1 2", link_id=None)
    assert told["state"] == "kept"

    def fetch(after: str) -> list[dict[str, object]]:
        query = {"username": "sandbox", "lastReceivedId": after}
        answer = desk.client.get("/version1/messaging", query_string=query, headers=KEY).get_json()
        messages: list[dict[str, object]] = answer["SMSMessageData"]["Messages"]
        return messages

    (message,) = fetch("0")
    assert (message["id"], message["text"], message["linkId"]) == (told["serial"], "1 2", "")
    assert fetch(str(told["serial"])) == []
