"""Calls that fail as a test asks (those that need a connection are in tests/integration/emulator)."""

from typing import Any

import pytest

from tests.support.emulator import AWA, KEY, MOUSSA, Desk


@pytest.mark.parametrize(
    ("fault", "status", "content_type", "recorded"),
    [
        ({"kind": "status", "status": 429, "retry_after": 7}, 429, "text/html", 0),
        ({"kind": "status", "status": 503}, 503, "text/html", 0),
        ({"kind": "status", "status": 502, "recorded": True}, 502, "text/html", 1),
        ({"kind": "redirect", "location": "http://elsewhere.test/"}, 302, "text/html; charset=utf-8", 0),
        ({"kind": "truncated"}, 201, "application/json", 1),
        ({"kind": "truncated", "recorded": False}, 201, "application/json", 0),
        ({"kind": "content_type"}, 201, "application/json; charset=utf-8", 1),
        ({"kind": "empty"}, 201, "application/json", 1),
    ],
)
def test_one_call_fails_and_the_next_does_not(
    desk: Desk, fault: dict[str, Any], status: int, content_type: str, recorded: int
) -> None:
    desk.post("/faults", **fault)
    response = desk.order(AWA)
    assert response.status_code == status
    assert response.headers["Content-Type"] == content_type
    assert response.headers.get("Retry-After") == ("7" if "retry_after" in fault else None)
    assert len(desk.get("/ledger")) == recorded
    assert desk.order(AWA).status_code == 201
    assert desk.get("/faults") == []


def test_what_is_recorded_is_delivered_though_the_answer_was_lost(desk: Desk) -> None:
    desk.post("/faults", kind="truncated")
    desk.order(AWA)
    desk.advance(5)
    assert [report["status"] for report in desk.customer.of("delivery")] == ["Sent", "Submitted", "Success"]


def test_a_fault_for_certain_numbers_or_a_certain_endpoint(desk: Desk) -> None:
    desk.post("/faults", kind="empty", numbers=[MOUSSA], times=None)
    desk.post("/faults", kind="status", endpoint="user")
    assert desk.order(AWA).get_json() != {}
    assert desk.order(f"{AWA},{MOUSSA}").get_json() == {}
    assert desk.order(MOUSSA).get_json() == {}
    assert desk.client.get("/version1/user?username=sandbox", headers=KEY).status_code == 500


def test_clearing_forgets_them(desk: Desk) -> None:
    desk.post("/faults", kind="empty", times=None)
    assert desk.client.delete("/_control/faults").get_json() == []
    assert desk.order(AWA).get_json() != {}
