"""The unmodified SDK against the emulator: what it sends is understood, what comes back is what it expects."""

import time
from threading import Thread
from typing import Any

import pytest
import requests
from africastalking.Airtime import AirtimeService
from africastalking.Application import ApplicationService
from africastalking.Service import AfricasTalkingException
from africastalking.SMS import SMSService

from tests.support.running_emulator import RealCustomer, RunningEmulator

AWA, MOUSSA = "+22370000001", "+22366000002"


def sms_of(running: RunningEmulator, key: str = "atsk_emulator") -> Any:
    class LocalSms(SMSService):  # type: ignore[misc]
        def _init_service(self) -> None:
            super()._init_service()
            self._baseUrl = self._contentUrl = f"{running.url}/version1"

    return LocalSms("sandbox", key)


@pytest.fixture
def sms(running: RunningEmulator) -> Any:
    return sms_of(running)


def recipients(answer: Any) -> list[Any]:
    lines: list[Any] = answer["SMSMessageData"]["Recipients"]
    return lines


def test_sending(sms: Any, running: RunningEmulator) -> None:
    answer = sms.send("I ni cɛ", [AWA, MOUSSA], "JAMAKAN")
    assert isinstance(answer, dict)
    assert [(line["number"], line["statusCode"]) for line in recipients(answer)] == [(AWA, 101), (MOUSSA, 101)]
    ledger = running.get("/ledger")
    assert [entry["id"] for entry in ledger] == [line["messageId"] for line in recipients(answer)]
    assert {entry["text"] for entry in ledger} == {"I ni cɛ"}


def test_queueing_a_big_batch(sms: Any, running: RunningEmulator) -> None:
    numbers = [f"+223700{index:05d}" for index in range(999)]
    answer = sms.send("Rappel", numbers, "JAMAKAN", enqueue=True)
    assert [line["number"] for line in recipients(answer)] == numbers
    assert {line["statusCode"] for line in recipients(answer)} == {102}
    assert len(running.get("/ledger")) == 999


def test_premium(sms: Any) -> None:
    answer = sms.send_premium("Merci", "36000", [AWA], "AVIS", "L-1", 1)
    assert answer["SMSMessageData"]["Message"] == "Sent to 1/1"


def test_an_unknown_sender_is_no_exception(sms: Any) -> None:
    answer = sms.send("x", [AWA], "NOBODY")
    assert answer == {"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}}


def test_a_wrong_key_is_one(running: RunningEmulator) -> None:
    with pytest.raises(AfricasTalkingException, match="The supplied authentication is invalid"):
        sms_of(running, "wrong").send("x", [AWA])


def test_fetching(sms: Any, running: RunningEmulator) -> None:
    running.post("/sms", **{"from": AWA}, to="36000", text="AVIS 😀")
    (message,) = sms.fetch_messages()["SMSMessageData"]["Messages"]
    assert (message["from"], message["text"]) == (AWA, "AVIS 😀")
    assert sms.fetch_messages(message["id"])["SMSMessageData"]["Messages"] == []


def test_the_balance_goes_down(sms: Any, running: RunningEmulator) -> None:
    class LocalApplication(ApplicationService):  # type: ignore[misc]
        def _init_service(self) -> None:
            super()._init_service()
            self._baseUrl = f"{running.url}/version1"

    application = LocalApplication("sandbox", "atsk_emulator")
    assert application.fetch_application_data() == {"UserData": {"balance": "USD 100.0000"}}
    sms.send("x", [AWA])
    assert application.fetch_application_data() == {"UserData": {"balance": "USD 99.9868"}}


def test_airtime(running: RunningEmulator) -> None:
    class LocalAirtime(AirtimeService):  # type: ignore[misc]
        def _init_service(self) -> None:
            super()._init_service()
            self._baseUrl = f"{running.url}/version1/airtime"

    def send() -> Any:
        service = LocalAirtime("sandbox", "atsk_emulator")
        return service.send(phone_number=AWA, amount="100", currency_code="XOF", idempotency_key="k-1")

    assert send()["numSent"] == 1
    assert send()["numSent"] == 1  # the same key, the same answer


def test_delivery_reports_reach_the_customer(sms: Any, running: RunningEmulator, customer: RealCustomer) -> None:
    (line,) = recipients(sms.send("x", [AWA]))
    running.post("/clock/advance", seconds=5)
    reports = customer.of("/delivery")
    assert [(report["id"], report["status"]) for report in reports] == [
        (line["messageId"], status) for status in ("Sent", "Submitted", "Success")
    ]


def test_reports_may_come_before_the_answer(sms: Any, running: RunningEmulator, customer: RealCustomer) -> None:
    running.post("/outcomes", number=AWA, lifecycle="early")
    sms.send("x", [AWA])
    assert len(customer.of("/delivery")) == 3


# ---- faults -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("recorded", [False, True])
def test_a_read_timeout_leaves_the_outcome_open(sms: Any, running: RunningEmulator, recorded: bool) -> None:
    running.post("/faults", kind="hang", recorded=recorded)
    with pytest.raises(requests.exceptions.ReadTimeout):
        sms.send("x", [AWA], timeout=(1, 0.3))
    assert len(running.get("/ledger")) == int(recorded)


@pytest.mark.parametrize("recorded", [False, True])
def test_a_broken_connection_leaves_it_open_too(sms: Any, running: RunningEmulator, recorded: bool) -> None:
    running.post("/faults", kind="drop", recorded=recorded)
    with pytest.raises(requests.exceptions.ConnectionError):
        sms.send("x", [AWA])
    assert len(running.get("/ledger")) == int(recorded)


def test_clearing_lets_go_of_a_hanging_call(sms: Any, running: RunningEmulator) -> None:
    running.post("/faults", kind="hang", seconds=60)
    caught: list[Exception] = []

    def send() -> None:
        with pytest.raises(requests.exceptions.ConnectionError) as refused:
            sms.send("x", [AWA], timeout=30)
        caught.append(refused.value)

    caller = Thread(target=send)
    caller.start()
    while running.get("/faults"):  # taken: the call hangs now
        time.sleep(0.02)
    running.call("DELETE", "/faults")
    caller.join()
    assert caught  # a call that ran into its own time-out would have raised something else


def test_a_slow_answer_is_still_one(sms: Any, running: RunningEmulator) -> None:
    running.post("/faults", kind="slow", seconds=0.5)
    began = time.monotonic()
    assert recipients(sms.send("x", [AWA]))[0]["statusCode"] == 101
    assert time.monotonic() - began >= 0.5


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_page_of_html_is_an_exception_with_its_text(sms: Any, running: RunningEmulator, status: int) -> None:
    running.post("/faults", kind="status", status=status)
    with pytest.raises(AfricasTalkingException, match=f"<h1>{status} "):
        sms.send("x", [AWA])


def test_half_an_answer_is_no_json(sms: Any, running: RunningEmulator) -> None:
    running.post("/faults", kind="truncated")
    with pytest.raises(requests.exceptions.JSONDecodeError):
        sms.send("x", [AWA])
    assert len(running.get("/ledger")) == 1


def test_a_charset_turns_the_answer_into_a_string(sms: Any, running: RunningEmulator) -> None:
    running.post("/faults", kind="content_type")
    assert isinstance(sms.send("x", [AWA]), str)


def test_an_empty_object_is_passed_on(sms: Any, running: RunningEmulator) -> None:
    running.post("/faults", kind="empty")
    assert sms.send("x", [AWA]) == {}


def test_a_redirect_shows_that_the_sdk_gives_away_its_key(
    sms: Any, running: RunningEmulator, customer: RealCustomer
) -> None:
    """Reference §5.4: this is why the SDK must only be pointed at hosts one trusts."""
    elsewhere = customer.url.replace("127.0.0.1", "localhost")
    running.post("/faults", kind="redirect", location=f"{elsewhere}/stranger")
    sms.send("x", [AWA])
    (headers,) = [headers for path, _, headers in customer.heard if path == "/stranger"]
    assert headers["apiKey"] == "atsk_emulator"
