"""What the phone tells, as turns and reports."""

from typing import Any

import pytest

from jamakan.channels.android import parse
from jamakan.channels.fields import CallbackError, NoPhone


def envelope(event: str = "sms:received", **payload: object) -> dict[str, Any]:
    message = {
        "messageId": "content-1",
        "message": "1 2",
        "sender": "+22370000001",
        "recipient": None,
        "simNumber": 1,
    }
    told = message | payload
    return {"deviceId": "ffff0000", "event": event, "id": "Ey6EC", "webhookId": "LreFU", "payload": told}


def test_an_sms_is_named_by_its_envelope_not_by_its_content() -> None:
    turn = parse.sms_turn(envelope(), "ML", at=7.0)
    assert (turn.kind, turn.channel, turn.phone, turn.text, turn.carrier_id) == (
        *("sms", "android", "+22370000001"),
        *("1 2", "Ey6EC"),
    )


@pytest.mark.parametrize("sender", ["+22370000001", "22370000001", "70000001", "70 00 00 01"])
def test_a_sender_may_write_itself_as_at_home(sender: str) -> None:
    assert parse.sms_turn(envelope(sender=sender), "ML", at=0.0).phone == "+22370000001"


def test_the_phone_s_own_time_is_kept_when_it_tells_it() -> None:
    told = parse.sms_turn(envelope(receivedAt="2026-11-02T06:04:45.000+00:00"), "ML", at=7.0)
    assert (told.said_at, parse.sms_turn(envelope(), "ML", at=7.0).said_at) == (1_793_599_485.0, 0.0)


def test_older_versions_of_the_app_name_the_sender_otherwise() -> None:
    told = envelope()
    told["payload"]["phoneNumber"] = told["payload"].pop("sender")
    assert parse.sms_turn(told, "ML", at=0.0).phone == "+22370000001"


@pytest.mark.parametrize("sender", ["ORANGE", "36000", "", None])
def test_a_sender_that_is_no_phone_is_told_apart(sender: str | None) -> None:
    with pytest.raises(NoPhone):
        parse.sms_turn(envelope(sender=sender), "ML", at=0.0)


@pytest.mark.parametrize(
    ("event", "state"),
    [("sms:sent", "sent"), ("sms:delivered", "delivered"), ("sms:failed", "failed"), ("sms:cancelled", "failed")],
)
def test_events_about_a_message_are_reports_on_it(event: str, state: str) -> None:
    report = parse.report(envelope(event, messageId="jmk-1", reason="TTL expired"), at=1.0)
    assert (report.channel, report.provider_id, report.state, report.status, report.reason) == (
        *("android", "jmk-1", state),
        *(event, "TTL expired"),
    )


def test_the_reports_of_two_parts_are_one() -> None:
    first, second = envelope("sms:delivered", deliveredAt="1"), envelope("sms:delivered", deliveredAt="2")
    assert parse.report(first, at=1.0) == parse.report(second | {"id": "other"}, at=1.0)


def read(told: dict[str, Any]) -> object:
    """What the webhook does with it."""
    return parse.report(told, 0.0) if parse.event(told) in parse.REPORTS else parse.sms_turn(told, "ML", 0.0)


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({}, "event"),
        ({"event": ["x"]}, "event"),
        ({"event": "sms:received"}, "payload"),
        ({"event": "sms:received", "payload": "x"}, "payload"),
        (envelope() | {"id": None}, "id"),
        (envelope(message=None), "message"),
        (envelope("sms:sent", messageId=""), "messageId"),
    ],
)
def test_what_is_missing_is_named(told: dict[str, Any], named: str) -> None:
    with pytest.raises(CallbackError, match=named):
        read(told)
