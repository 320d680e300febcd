"""Whatever is sent, the answer says what was wrong; nothing is a traceback."""

from typing import Any

import pytest

from tests.support.emulator import AWA, KEY, Desk

DIAL = "/_control/ussd/dial"


@pytest.mark.parametrize(
    ("path", "body", "about"),
    [
        (DIAL, {}, "phone"),
        (DIAL, {"phone": "12", "code": "*384#"}, "phone"),
        (DIAL, {"phone": AWA, "code": ""}, "code"),
        (DIAL, {"phone": AWA, "code": "*384#", "extra": 1}, "extra"),
        (DIAL, [], "body"),
        ("/_control/sms", {"from": AWA, "to": "36000"}, "text"),
        ("/_control/sms", {"from": "x", "to": "36000", "text": "x"}, "from"),
        ("/_control/sms", {"from": AWA, "to": "36000", "text": "x", "copies": 10**9}, "copies"),
        ("/_control/sms", {"from": AWA, "to": "36000", "text": "x", "date_format": "roman"}, "date_format"),
        ("/_control/faults", {"kind": "meteor"}, "kind"),
        ("/_control/faults", {"kind": "redirect"}, "location"),
        ("/_control/faults", {"kind": "hang", "endpoint": "moon"}, "endpoint"),
        ("/_control/outcomes", {"number": AWA, "code": 7}, "code"),
        ("/_control/outcomes", {"number": AWA, "lifecycle": "happy"}, "lifecycle"),
        ("/_control/clock/advance", {"seconds": -1}, "seconds"),
        ("/_control/phones", {"number": "+2231", "name": "X"}, "number"),
        ("/_control/phones", {"number": AWA, "name": "  "}, "name"),
    ],
)
def test_a_wrong_field_is_named(desk: Desk, path: str, body: Any, about: str) -> None:
    response = desk.client.post(path, json=body)
    assert response.status_code == 400
    assert any(about in detail for detail in response.get_json()["details"])


@pytest.mark.parametrize("data", [b"", b"{", b'{"phone":"\\ud800","code":"1"}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_is_refused(desk: Desk, data: bytes) -> None:
    response = desk.client.post(DIAL, data=data, content_type="application/json")
    assert response.status_code == 400
    assert "error" in response.get_json()


@pytest.mark.parametrize(
    "rules", [{"screen_limit": 5}, {"style": "loud"}, {"nonsense": 1}, [], 7, {"retry_seconds": 0}]
)
def test_wrong_rules_change_nothing(desk: Desk, rules: Any) -> None:
    before = desk.get("/")
    assert desk.client.patch("/_control/rules", json=rules).status_code == 400
    assert desk.get("/") == before


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"username=sandbox&to=%2B22370000001", 400),
        (b"username=sandbox&to=&message=x", 400),
        (b"username=sandbox&to=,,&message=x", 400),
        (b"username=sandbox&to=%2B22370000001&message=\xff\xfe", 400),
        (b"username=sandbox&to=%2B22370000001&message=%FF", 400),
        (b"username=sandbox&to=%2B22370000001&message=" + b"a" * 20_000, 400),
        (b"&".join(b"a=1" for _ in range(200)), 400),
        (b"a" * 3_000_000, 413),
        (b"", 401),
    ],
)
def test_a_form_that_cannot_be_meant(desk: Desk, data: bytes, status: int) -> None:
    response = desk.client.post(
        "/version1/messaging", data=data, headers=KEY, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == status
    assert desk.get("/ledger") == []


@pytest.mark.parametrize("recipients", ["", "{}", "[1]", '[{"phoneNumber":"+22370000001"}]', "[" * 50_000, "nope"])
def test_airtime_for_nobody(desk: Desk, recipients: str) -> None:
    form = {"username": "sandbox", "recipients": recipients}
    assert desk.client.post("/version1/airtime/send", data=form, headers=KEY).status_code == 400


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 30, "²"])
def test_an_odd_last_id(desk: Desk, after: str) -> None:
    query = {"username": "sandbox", "lastReceivedId": after}
    assert desk.client.get("/version1/messaging", query_string=query, headers=KEY).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("DELETE", "/version1/messaging", 405),
        ("POST", "/version1/messaging", 415),
        ("POST", "/_control/reset", 415),
        ("GET", "/_control/phones/abc", 404),
        ("GET", "/_control/ussd/ATUid_0", 404),
    ],
)
def test_wrong_doors(desk: Desk, method: str, path: str, status: int) -> None:
    response = desk.client.open(path, method=method)
    assert response.status_code == status
    assert response.get_json()["error"]
