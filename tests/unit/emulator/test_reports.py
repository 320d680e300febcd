"""The lives of messages, as delivery reports tell them."""

import pytest

from tests.support.emulator import AWA, Desk

TOLD = {
    "normal": ["Sent", "Submitted", "Success"],
    "buffered": ["Sent", "Submitted", "Buffered", "Success"],
    "rejected": ["Rejected"],
    "failed": ["Sent", "Submitted", "Failed"],
    "absent": ["Sent", "Submitted", "AbsentSubscriber"],
    "expired": ["Sent", "Buffered", "Expired"],
    "none": [],
    "duplicate": ["Sent", "Sent", "Submitted", "Success", "Success"],
    "out_of_order": ["Success", "Submitted", "Sent"],
    "conflicting": ["Sent", "Success", "Failed"],
    "early": ["Sent", "Submitted", "Success"],
    "unknown": ["Sent", "Teleported", "Success"],
}
NEVER_ARRIVE = {"rejected", "failed", "absent", "expired"}


@pytest.mark.parametrize("lifecycle", TOLD)
def test_every_life_cycle(desk: Desk, lifecycle: str) -> None:
    desk.post("/outcomes", number=AWA, lifecycle=lifecycle)
    identity = desk.send(AWA)["Recipients"][0]["messageId"]
    desk.advance(60)
    reports = desk.customer.of("delivery")
    assert [report["status"] for report in reports] == TOLD[lifecycle]
    assert {report["id"] for report in reports} <= {identity}
    inbox = desk.get("/phones/22370000001")["messages"]
    assert len(inbox) == (0 if lifecycle in NEVER_ARRIVE else 1)


def test_a_report_s_fields(desk: Desk) -> None:
    identity = desk.send(AWA)["Recipients"][0]["messageId"]
    desk.advance(0.5)
    assert desk.customer.of("delivery") == [
        {"id": identity, "status": "Sent", "phoneNumber": AWA, "networkCode": "99999"}
    ]


def test_the_live_service_says_which_network() -> None:
    desk = Desk(style="live")
    desk.send(AWA)
    desk.advance(1)
    assert desk.customer.of("delivery")[0]["networkCode"] == "61002"


@pytest.mark.parametrize("reason", ["UserInBlackList", "UserInBlacklist"])
def test_the_reason_comes_in_the_spelling_asked_for(desk: Desk, reason: str) -> None:
    desk.post("/outcomes", number=AWA, lifecycle="rejected", reason=reason)
    desk.send(AWA)
    desk.advance(1)
    assert desk.customer.of("delivery")[0]["failureReason"] == reason


def test_early_reports_come_before_the_answer(desk: Desk) -> None:
    desk.post("/outcomes", number=AWA, lifecycle="early")
    desk.send(AWA)
    assert len(desk.customer.of("delivery")) == 3  # and no time has passed


def test_premium_reports_count_retries(desk: Desk) -> None:
    desk.send(AWA, bulkSMSMode="0", **{"from": "36000"})
    desk.advance(1)
    assert desk.customer.of("delivery")[0]["retryCount"] == "0"


def test_the_control_api_tells_what_was_reported_and_answered(desk: Desk) -> None:
    desk.customer.says("delivery", 503)
    desk.send(AWA)
    desk.advance(1)
    (message,) = desk.get("/messages?number=" + AWA)
    assert [(one["status"], one["answer"]) for one in message["reports"]] == [("Sent", 503), ("Submitted", 503)]
    assert not message["arrived"]
