"""The pretend Orange: tokens, one recipient a request, receipts that change their mind."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from emulator.exchange import Reply
from tests.support.emulator import AWA, MOUSSA, Desk

CLIENT = ("orange_emulator", "secret_emulator")
GRANT = {"grant_type": "client_credentials"}
SENDER = "tel:+2230000"


def token(desk: Desk) -> str:
    answer = desk.client.post("/orange/oauth/v3/token", data=GRANT, auth=CLIENT).get_json()
    assert answer["expires_in"] == "3600"
    return str(answer["access_token"])


def order(desk: Desk, to: str = AWA, text: str = "Bonjour", bearer: str = "", **more: str) -> TestResponse:
    asked = {
        "address": f"tel:{to}",
        "senderAddress": SENDER,
        "outboundSMSTextMessage": {"message": text},
        **more,
    }
    return desk.client.post(
        "/orange/smsmessaging/v1/outbound/tel%3A%2B2230000/requests",
        json={"outboundSMSMessageRequest": asked},
        headers={"Authorization": f"Bearer {bearer or token(desk)}"},
    )


def statuses(desk: Desk) -> list[str]:
    receipts = [told["deliveryInfoNotification"] for told in desk.customer.of("orange_delivery")]
    return [receipt["deliveryInfo"]["deliveryStatus"] for receipt in receipts]


def error(response: TestResponse) -> tuple[int, Any]:
    told = response.get_json().get("requestError", {})
    return response.status_code, next((part["messageId"] for part in told.values()), response.get_json().get("code"))


def test_an_accepted_message_is_a_201_with_its_resource(desk: Desk) -> None:
    response = order(desk, senderName="JAMAKAN")
    assert response.status_code == 201
    told = response.get_json()["outboundSMSMessageRequest"]
    (entry,) = desk.get("/ledger?carrier=orange")
    assert told["resourceURL"].rpartition("/")[2] == entry["id"]
    assert (entry["number"], entry["peer"], entry["text"], entry["carrier"]) == (AWA, "JAMAKAN", "Bonjour", "orange")


def test_a_name_nobody_approved_is_not_shown(desk: Desk) -> None:
    order(desk, senderName="ELSE")
    assert desk.get("/ledger")[0]["peer"] == "2230000"


@pytest.mark.parametrize(
    ("lifecycle", "told", "arrives"),
    [
        ("normal", ["DeliveredToNetwork", "DeliveredToTerminal"], True),
        ("waiting", ["DeliveredToNetwork", "MessageWaiting", "DeliveredToTerminal"], True),
        ("uncertain", ["DeliveredToNetwork", "DeliveryUncertain"], True),
        ("impossible", ["DeliveredToNetwork", "DeliveryImpossible"], False),
        ("impossible_then_delivered", ["DeliveryImpossible", "DeliveredToTerminal"], True),
        ("none", [], True),
        ("duplicate", ["DeliveredToNetwork", "DeliveredToTerminal", "DeliveredToTerminal"], True),
        ("unknown", ["DeliveredToNetwork", "DeliveredToNeighbour", "DeliveredToTerminal"], True),
    ],
)
def test_every_life_cycle(desk: Desk, lifecycle: str, told: list[str], arrives: bool) -> None:
    desk.post("/outcomes", carrier="orange", number=AWA, lifecycle=lifecycle)
    order(desk)
    assert statuses(desk) == []
    desk.advance(60)
    assert statuses(desk) == told
    assert len(desk.get("/phones/22370000001")["messages"]) == arrives


def test_receipts_may_come_before_the_answer(desk: Desk) -> None:
    desk.post("/outcomes", carrier="orange", number=AWA, lifecycle="early")
    order(desk)
    assert statuses(desk) == ["DeliveredToNetwork", "DeliveredToTerminal"]


def test_a_receipt_not_answered_200_is_posted_again(desk: Desk) -> None:
    desk.customer.says("orange_delivery", 503)
    order(desk)
    desk.advance(1)
    desk.customer.says("orange_delivery", 200)
    desk.advance(120)
    assert sorted(statuses(desk)) == ["DeliveredToNetwork"] * 2 + ["DeliveredToTerminal"] * 2


@pytest.mark.parametrize(
    ("to", "sender", "expected"),
    [
        ("+22320212223", SENDER, (400, "SVC0004")),  # a landline
        ("+223", SENDER, (400, "SVC0004")),
        ("22370000001", SENDER, (400, "SVC0004")),  # no +
        (AWA, "tel:+2250000", (400, "SVC0002")),  # not the sender of the address
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_code(
    desk: Desk, to: str, sender: str, expected: tuple[int, str]
) -> None:
    assert error(order(desk, to, senderAddress=sender)) == expected
    assert desk.get("/ledger") == []


@pytest.mark.parametrize(("code", "status"), [("SVC0004", 400), ("SVC0280", 400), ("POL0001", 403)])
def test_a_refusal_can_be_had_once_and_for_this_carrier_only(desk: Desk, code: str, status: int) -> None:
    desk.post("/outcomes", carrier="orange", number=AWA, code=code, times=1)
    assert desk.send(AWA)["Recipients"][0]["statusCode"] == 101
    assert error(order(desk)) == (status, code)
    assert order(desk).status_code == 201


def test_a_bundle_runs_out(desk: Desk) -> None:
    desk.client.put("/_control/orange/units", json={"units": 2})
    assert order(desk, text="a" * 161).status_code == 201
    assert error(order(desk)) == (403, "POL0001")
    bearer = {"Authorization": f"Bearer {token(desk)}"}
    (contract,) = desk.client.get("/orange/sms/admin/v1/contracts?country=MLI", headers=bearer).get_json()
    assert contract["availableUnits"] == 0


def test_the_sixth_request_within_a_second_is_too_fast(desk: Desk) -> None:
    bearer = token(desk)
    assert [order(desk, bearer=bearer).status_code for _ in range(6)] == [201] * 5 + [429]
    desk.advance(1)
    assert order(desk, bearer=bearer).status_code == 201


def test_tokens_expire_and_are_forgotten(desk: Desk) -> None:
    bearer = token(desk)
    desk.advance(3599)
    assert order(desk, bearer=bearer).status_code == 201
    desk.advance(1)
    assert error(order(desk, bearer=bearer)) == (401, 42)
    bearer = token(desk)
    desk.client.delete("/_control/orange/tokens")
    assert error(order(desk, bearer=bearer)) == (401, 42)
    assert desk.get("/orange/tokens") == {"issued": 2}


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Basic x"}, {"Authorization": "Basic b3RoZXI6b3RoZXI="}, {"Authorization": "Basic é"}],
)
def test_a_stranger_gets_no_token(desk: Desk, headers: dict[str, str]) -> None:
    assert desk.client.post("/orange/oauth/v3/token", data=GRANT, headers=headers).status_code == 401


def test_an_sms_from_a_phone(desk: Desk) -> None:
    told = desk.post("/sms", **{"from": AWA}, to="2230000", text="AVIS é 😀")
    (callback,) = desk.customer.of("orange_sms")
    message = callback["inboundSMSMessageNotification"]["inboundSMSMessage"]
    assert message | {"dateTime": ""} == {
        "dateTime": "",
        "destinationAddress": "tel:+2230000",
        "messageId": told["id"],
        "message": "AVIS é 😀",
        "senderAddress": f"tel:{AWA}",
    }
    assert desk.customer.of("sms") == []


def test_older_platforms_give_messages_no_identifier(desk: Desk) -> None:
    desk.client.patch("/_control/rules", json={"orange_message_ids": False})
    desk.post("/sms", **{"from": AWA}, to="2230000", text="1")
    assert "messageId" not in str(desk.customer.of("orange_sms"))


def test_a_message_is_posted_until_it_is_taken(desk: Desk) -> None:
    desk.customer.answers["orange_sms"] = lambda _: Reply(500)
    told = desk.post("/sms", **{"from": AWA}, to="2230000", text="1")
    assert told["state"] == "sending"
    desk.customer.says("orange_sms", 200)
    desk.advance(60)
    assert len(desk.customer.of("orange_sms")) == 2
    assert desk.get("/phones/22370000001")["messages"][0]["state"] == "delivered"


def test_it_is_not_among_those_fetched_from_africas_talking(desk: Desk) -> None:
    desk.post("/sms", **{"from": AWA}, to="2230000", text="1")
    desk.post("/sms", **{"from": MOUSSA}, to="36000", text="2")
    headers = {"apiKey": "atsk_emulator"}
    answer = desk.client.get("/version1/messaging?username=sandbox", headers=headers).get_json()
    assert [message["text"] for message in answer["SMSMessageData"]["Messages"]] == ["2"]
