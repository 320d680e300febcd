"""Asking Africa's Talking for incoming messages and for the balance."""

import pytest
import requests
import responses

from jamakan.channels.africastalking.fetch import Fetched, NotFetched, fetch
from jamakan.channels.africastalking.send import Sender
from jamakan.channels.outcomes import Balance
from jamakan.config import Settings
from jamakan.conversation.turn import Turn
from jamakan.events import Refused

BASE = "http://127.0.0.1:9"
SETTINGS = Settings(env="development", key="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", at_base_url=BASE)
AWA = "+22370000001"
NOON = 1_793_620_800.0  # 2026-11-02T12:00:00Z


def message(**more: object) -> dict[str, object]:
    told = {"linkId": "", "text": "1 2", "to": "36000", "id": 15071, "date": "2026-11-02T12:00:00.000Z", "from": AWA}
    return told | more


def fetched(*messages: object) -> list[Fetched]:
    with responses.RequestsMock() as carrier:
        carrier.get(f"{BASE}/version1/messaging", json={"SMSMessageData": {"Messages": list(messages)}})
        found = fetch(SETTINGS, 15070)
        assert "lastReceivedId=15070" in str(carrier.calls[0].request.url)
    return found


def test_a_message_is_a_turn_with_a_number_to_ask_after() -> None:
    (one,) = fetched(message())
    assert one.number == 15071
    assert one.said == Turn("sms", "africastalking", "fetched-15071", AWA, "1 2", "36000", "", NOON)


@pytest.mark.parametrize(
    "date", ["2026-11-02T12:00:00.000Z", "2026-11-02T12:00:00Z", "2026-11-02 12:00:00", "2026-11-02T13:00:00+01:00"]
)
def test_dates_come_in_several_forms(date: str) -> None:
    assert fetched(message(date=date))[0].said.at == NOON


def test_messages_are_told_oldest_first() -> None:
    assert [one.number for one in fetched(message(id=3), message(id=1), message(id=2))] == [1, 2, 3]


@pytest.mark.parametrize("wrong", [{"from": "ORANGE"}, {"from": None}, {"text": None}])
def test_what_no_phone_said_is_kept_for_staff(wrong: dict[str, object]) -> None:
    (one,) = fetched(message(**wrong))
    assert isinstance(one.said, Refused)
    assert one.number == 15071


def test_what_has_no_number_cannot_be_asked_after() -> None:
    assert [one.number for one in fetched(message(id=None), message(id="x"), "x", message(id=7))] == [7]


@pytest.mark.parametrize("answer", [{"json": {}}, {"json": []}, {"json": {"SMSMessageData": {"Messages": None}}}])
def test_an_answer_without_messages_has_none(answer: dict[str, object]) -> None:
    with responses.RequestsMock() as carrier:
        carrier.get(f"{BASE}/version1/messaging", **answer)  # type: ignore[arg-type]
        assert fetch(SETTINGS, 0) == []


@pytest.mark.parametrize(
    "answer", [{"status": 401, "body": "The supplied authentication is invalid"}, {"body": requests.ReadTimeout()}]
)
def test_a_carrier_that_gives_none_says_so(answer: dict[str, object]) -> None:
    with responses.RequestsMock() as carrier:
        carrier.get(f"{BASE}/version1/messaging", **answer)  # type: ignore[arg-type]
        with pytest.raises(NotFetched):
            fetch(SETTINGS, 0)


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({"json": {"UserData": {"balance": "USD 123.4567"}}}, Balance(123_456_700, "USD")),
        ({"json": {"userData": {"balance": "XOF -12"}}}, Balance(-12_000_000, "XOF")),
        ({"json": {"UserData": {"balance": "plenty"}}}, None),
        ({"json": {"UserData": None}}, None),
        ({"json": []}, None),
        ({"status": 500, "body": "<html>"}, None),
        ({"body": requests.ConnectionError("cut")}, None),
    ],
)
def test_the_balance_under_both_spellings(answer: dict[str, object], left: Balance | None) -> None:
    with responses.RequestsMock() as carrier:
        carrier.get(f"{BASE}/version1/user", **answer)  # type: ignore[arg-type]
        assert Sender("sandbox", "key", BASE).balance() == left
