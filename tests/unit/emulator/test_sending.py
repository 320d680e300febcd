"""What the carrier answers to a request to send."""

import re

import pytest

from emulator.sms.outcomes import CODES
from tests.support.emulator import AWA, FATOU, KEY, MOUSSA, Desk


def test_an_accepted_message_is_a_201_in_the_carrier_s_own_style(desk: Desk) -> None:
    response = desk.order(AWA)
    assert response.status_code == 201
    assert response.headers["Content-Type"] == "application/json"  # a charset would make the SDK return a string
    identity = response.get_json()["SMSMessageData"]["Recipients"][0]["messageId"]
    assert re.fullmatch("ATXid_[0-9a-f]{32}", identity)
    assert response.get_data(as_text=True) == (
        '{"SMSMessageData":{"Message":"Sent to 1/1 Total Cost: USD 0.0132 Message parts: 1","Recipients":'
        f'[{{"cost":"XOF 8.0000","messageId":"{identity}","number":"{AWA}","status":"Success","statusCode":101}}]}}}}'
    )


def test_live_style_tells_the_parts_of_each_message(desk: Desk) -> None:
    desk.client.patch("/_control/rules", json={"style": "live"})
    told = desk.send(AWA, "a" * 161)
    assert told["Message"] == "Sent to 1/1 Total Cost: USD 0.0264"
    assert told["Recipients"][0]["messageParts"] == 2


def test_queued_messages_are_102(desk: Desk) -> None:
    assert desk.send(AWA, enqueue="1")["Recipients"][0]["statusCode"] == 102


def test_a_premium_message_costs_nothing(desk: Desk) -> None:
    told = desk.send(AWA, bulkSMSMode="0", **{"from": "36000"})
    assert told["Message"] == "Sent to 1/1"
    assert told["Recipients"][0]["cost"] == "0"


def test_an_unknown_sender_is_refused_whole_and_still_a_201(desk: Desk) -> None:
    response = desk.order(AWA, **{"from": "NOBODY"})
    assert response.status_code == 201
    assert response.get_json() == {"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}}
    assert desk.get("/ledger") == []


@pytest.mark.parametrize("code", sorted(code for code in CODES if code >= 400))
def test_every_refusal_can_be_had(desk: Desk, code: int) -> None:
    desk.post("/outcomes", number=AWA, code=code)
    told = desk.send(AWA)
    assert told["Message"] == "Sent to 0/1 Total Cost: 0"
    assert told["Recipients"] == [
        {"cost": "0", "messageId": "None", "number": AWA, "status": CODES[code], "statusCode": code}
    ]
    assert desk.get("/ledger") == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+22399000406", 406),
        ("+22399000100", 100),
        ("+22399000999", 101),  # not a code: a number like any other
        ("abc", 403),
        ("+223", 403),
        ("+22320212223", 404),  # a landline
        ("22370000001", 101),  # a missing + is put back
    ],
)
def test_numbers_with_a_fate(desk: Desk, number: str, code: int) -> None:
    assert desk.send(number)["Recipients"][0]["statusCode"] == code


def test_an_outcome_can_apply_once(desk: Desk) -> None:
    desk.post("/outcomes", number=AWA, code=502, times=1)
    assert [desk.send(AWA)["Recipients"][0]["statusCode"] for _ in range(2)] == [502, 101]


def test_each_network_has_its_price_and_the_balance_goes_down(desk: Desk) -> None:
    told = desk.send(f"{AWA},{MOUSSA},{FATOU}")
    assert [line["cost"] for line in told["Recipients"]] == ["XOF 8.0000", "XOF 9.0000", "XOF 10.0000"]
    answer = desk.client.get("/version1/user?username=sandbox", headers=KEY)
    assert answer.get_json() == {"UserData": {"balance": "USD 99.9554"}}


def test_when_the_money_is_gone_the_rest_is_405(desk: Desk) -> None:
    desk.client.put("/_control/balance", json={"balance": "XOF 10"})
    told = desk.send(f"{AWA},{MOUSSA}")
    assert [line["statusCode"] for line in told["Recipients"]] == [101, 405]
    assert desk.get("/")["balance"] == "XOF 2.0000"


def test_the_opt_out_sentence_is_added_to_the_first_message_only() -> None:
    desk = Desk(opt_out_text="STOP: repondez STOP")
    desk.send(AWA, "a" * 160)
    desk.send(AWA, "a" * 160)
    assert [entry["parts"] for entry in desk.get("/ledger")] == [2, 1]


def test_one_who_opted_out_is_blacklisted_for_that_sender(desk: Desk) -> None:
    desk.post("/opt-out", phone=AWA, sender="JAMAKAN")
    assert desk.customer.of("opt_out") == [{"senderId": "JAMAKAN", "phoneNumber": AWA}]
    assert desk.send(AWA, **{"from": "JAMAKAN"})["Recipients"][0]["statusCode"] == 406
    assert desk.send(AWA, **{"from": "36000"})["Recipients"][0]["statusCode"] == 101


def test_the_same_number_twice_is_two_messages(desk: Desk) -> None:
    """The ledger must show a customer's mistake, not hide it."""
    desk.send(f"{AWA},{AWA}")
    assert [entry["number"] for entry in desk.get("/ledger?number=" + AWA)] == [AWA, AWA]


def test_the_json_endpoint_answers_alike(desk: Desk) -> None:
    asked = {"username": "sandbox", "message": "Bonjour", "senderId": "JAMAKAN", "phoneNumbers": [AWA]}
    response = desk.client.post("/version1/messaging/bulk", json=asked, headers=KEY)
    assert response.status_code == 201
    assert response.get_json()["SMSMessageData"]["Recipients"][0]["statusCode"] == 101
    assert desk.client.post("/version1/messaging/bulk", data=asked, headers=KEY).status_code == 415


@pytest.mark.parametrize("headers", [{}, {"apiKey": "wrong"}, {"apiKey": "clé"}])
def test_a_wrong_key_gets_the_carrier_s_own_words(desk: Desk, headers: dict[str, str]) -> None:
    response = desk.client.get("/version1/user?username=sandbox", headers=headers)
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert response.headers["WWW-Authenticate"] == 'Basic realm="api",charset=UTF-8'
    assert response.get_data(as_text=True) == "The supplied authentication is invalid"


def test_a_wrong_username_is_refused_too(desk: Desk) -> None:
    assert desk.order(AWA, username="jamakan").status_code == 401
