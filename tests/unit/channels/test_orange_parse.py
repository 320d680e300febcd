"""Orange's callbacks as turns and reports."""

from typing import Any

import pytest

from jamakan.channels.fields import CallbackError, NoPhone
from jamakan.channels.orange import parse
from jamakan.privacy.vault import Vault

VAULT = Vault(b"k" * 32)


def receipt(status: str = "DeliveredToTerminal", identity: object = "r-1") -> dict[str, Any]:
    info = {"address": "tel:+22370000001", "deliveryStatus": status}
    return {"deliveryInfoNotification": {"callbackData": identity, "deliveryInfo": info}}


def incoming(**more: object) -> dict[str, Any]:
    message = {
        "dateTime": "2026-11-02T06:04:45.000Z",
        "destinationAddress": "tel:+2230000",
        "messageId": "m-1",
        "message": " AVIS ",
        "senderAddress": "tel:+22370000001",
    }
    told = {name: value for name, value in (message | more).items() if value is not None}
    return {"inboundSMSMessageNotification": {"callbackData": "", "inboundSMSMessage": told}}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("DeliveredToTerminal", "delivered"),
        ("DeliveredToNetwork", "sent"),
        ("MessageWaiting", "sent"),
        ("DeliveryUncertain", "sent"),
        ("DeliveryImpossible", "undelivered"),
        ("deliveredtoterminal", "delivered"),
        ("EatenByCrocodile", ""),
    ],
)
def test_delivery_words_are_translated_and_unknown_ones_kept(status: str, state: str) -> None:
    report = parse.report(receipt(status), at=1.0)
    assert (report.channel, report.provider_id, report.state, report.status) == ("orange", "r-1", state, status)


def test_an_sms_keeps_its_words() -> None:
    turn = parse.sms_turn(incoming(), VAULT, "ML", at=7.0)
    assert (turn.kind, turn.channel, turn.phone, turn.text) == ("sms", "orange", "+22370000001", " AVIS ")
    assert (turn.carrier_id, turn.service, turn.said_at) == ("m-1", "+2230000", 1_793_599_485.0)


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_sms_without_identifier_is_named_by_who_said_what_when(empty: str | None) -> None:
    def identity(**more: object) -> str:
        return parse.sms_turn(incoming(messageId=empty, **more), VAULT, "ML", at=7.0).carrier_id

    assert identity() == identity()
    assert len({identity(), identity(message="1"), identity(dateTime="2026-11-02T06:04:46Z")}) == 3
    assert "70000001" not in identity()


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({}, "inboundSMSMessageNotification"),
        ({"inboundSMSMessageNotification": []}, "inboundSMSMessageNotification"),
        ({"inboundSMSMessageNotification": {}}, "inboundSMSMessage"),
        (incoming(senderAddress=None), "senderAddress"),
        (incoming(message=None), "message"),
        (incoming(message=["1"]), "message"),
        (incoming(messageId=None, dateTime=None), "dateTime"),
    ],
)
def test_a_message_without_what_it_needs_names_it(told: dict[str, Any], named: str) -> None:
    with pytest.raises(CallbackError, match=named):
        parse.sms_turn(told, VAULT, "ML", at=0.0)


@pytest.mark.parametrize("sender", ["tel:ORANGE", "36000", "", "tel:+1"])
def test_a_sender_that_is_no_phone_is_told_apart(sender: str) -> None:
    with pytest.raises(NoPhone):
        parse.sms_turn(incoming(senderAddress=sender), VAULT, "ML", at=0.0)


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({}, "deliveryInfoNotification"),
        ({"deliveryInfoNotification": {"callbackData": "r-1"}}, "deliveryInfo"),
        (receipt(""), "deliveryStatus"),
        (receipt(identity=""), "callbackData"),
        (receipt(identity=None), "callbackData"),
    ],
)
def test_a_receipt_without_what_it_needs_names_it(told: dict[str, Any], named: str) -> None:
    with pytest.raises(CallbackError, match=named):
        parse.report(told, at=0.0)
