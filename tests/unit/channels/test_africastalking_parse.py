"""The carrier's callbacks as turns and reports."""

import pytest

from jamakan.channels.africastalking import parse
from jamakan.channels.fields import CallbackError, NoPhone
from jamakan.events import CarrierStop
from jamakan.privacy.vault import Vault

USSD = {
    "phoneNumber": "+22370000001",
    "serviceCode": "*384*12345#",
    "text": "1*Awa",
    "sessionId": "ATUid_0123456789abcdef0123456789abcdef",
    "networkCode": "99999",
}
SMS = {"from": "22370000001", "to": "36000", "id": "a1", "text": " AVIS ", "date": "2026-11-02 06:04:45"}


def test_a_ussd_hop() -> None:
    turn = parse.ussd_turn(USSD, "ML", at=7.0)
    assert (turn.kind, turn.phone, turn.text, turn.service) == ("ussd", "+22370000001", "1*Awa", "*384*12345#")
    assert turn.identity == parse.ussd_turn(USSD | {"networkCode": "1"}, "ML", at=9.0).identity
    assert turn.identity != parse.ussd_turn(USSD | {"text": "1*Awa*2"}, "ML", at=7.0).identity


def test_an_sms_keeps_its_words_and_may_be_empty() -> None:
    assert parse.sms_turn(SMS, "ML", at=7.0).text == " AVIS "
    assert parse.sms_turn(SMS | {"text": ""}, "ML", at=7.0).text == ""


@pytest.mark.parametrize("field", ["phoneNumber", "sessionId", "text"])
def test_a_hop_without_what_it_needs_names_the_field(field: str) -> None:
    with pytest.raises(CallbackError, match=field):
        parse.ussd_turn({name: value for name, value in USSD.items() if name != field}, "ML", at=0.0)


@pytest.mark.parametrize("sender", ["ORANGE", "36000", "+1", "9" * 30])
def test_a_sender_that_is_no_phone_is_told_apart(sender: str) -> None:
    with pytest.raises(NoPhone):
        parse.sms_turn(SMS | {"from": sender}, "ML", at=0.0)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Sent", "sent"),
        ("Submitted", "sent"),
        ("Buffered", "sent"),
        ("Success", "delivered"),
        ("Rejected", "failed"),
        ("Failed", "failed"),
        ("AbsentSubscriber", "failed"),
        ("Expired", "failed"),
        ("EatenByCrocodile", ""),
    ],
)
def test_delivery_words_are_translated_and_unknown_ones_kept(status: str, state: str) -> None:
    report = parse.report({"id": "ATXid_1", "status": status, "phoneNumber": "+22370000001"}, at=1.0)
    assert (report.state, report.status) == (state, status)


def test_an_end_notice_names_the_session_as_its_hops_did() -> None:
    vault = Vault(b"k" * 32)
    form = USSD | {"status": "Incomplete", "durationInMillis": "42000", "hopsCount": "many"}
    end = parse.session_end(form, vault, "ML", at=1.0)
    assert end.session == vault.ref("session", parse.ussd_turn(USSD, "ML", at=0.0).session)
    assert (end.status, end.duration_ms, end.hops) == ("Incomplete", 42_000, None)


def test_an_opt_out_needs_no_more_than_a_phone() -> None:
    told = parse.opt_out({"phoneNumber": "70 00 00 01", "new": "field"}, "ML", at=1.0)
    assert told == CarrierStop("africastalking", "", "+22370000001", 1.0)
    with pytest.raises(CallbackError, match="phoneNumber"):
        parse.opt_out({"senderId": "JAMAKAN"}, "ML", at=1.0)
