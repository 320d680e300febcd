"""Callbacks over real connections: their form, the carrier's patience, its retries."""

import time

import pytest
import requests

from tests.support.running_emulator import RealCustomer, RunningEmulator, wait_for

AWA, CODE = "+22370000001", "*384*12345#"


def test_a_ussd_conversation(running: RunningEmulator, customer: RealCustomer) -> None:
    screens = {"": "CON Votre nom ?", "Awa Traoré": "END Merci Awa"}
    customer.answers["/ussd"] = lambda fields: (200, screens[fields["text"]].encode())
    session = running.post("/ussd/dial", phone=AWA, code=CODE)
    assert session["screen"]["text"] == "Votre nom ?"
    session = running.post("/ussd/answer", session=session["session"], text="Awa Traoré")
    assert (session["screen"]["text"], session["status"]) == ("Merci Awa", "Success")
    running.post("/clock/advance", seconds=0)
    (told,) = wait_for(lambda: customer.of("/ussd-end"), "the end of the session")
    assert (told["status"], told["hopsCount"], told["input"]) == ("Success", "2", "Awa Traoré")


def test_the_headers_of_a_hop(running: RunningEmulator, customer: RealCustomer) -> None:
    customer.answers["/ussd"] = lambda _: (200, b"END x")
    running.post("/ussd/dial", phone=AWA, code=CODE)
    path, _, headers = customer.heard[0]
    assert path == "/ussd"
    assert headers["User-Agent"] == "at-ussd-api/1.0"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded; charset=UTF-8"
    assert headers["Accept-Encoding"] == "gzip"


def test_a_customer_too_slow_loses_the_session(running: RunningEmulator, customer: RealCustomer) -> None:
    running.call("PATCH", "/rules", answer_seconds=0.3)

    def think(_: dict[str, str]) -> tuple[int, bytes]:
        time.sleep(1)
        return 200, b"CON too late"

    customer.answers["/ussd"] = think
    session = running.post("/ussd/dial", phone=AWA, code=CODE)
    assert (session["status"], session["problem"]) == ("Failed", "no_answer")
    assert session["millis"] < 900


@pytest.mark.parametrize("status", [301, 302, 307])
def test_redirects_are_not_followed(running: RunningEmulator, customer: RealCustomer, status: int) -> None:
    customer.answers["/ussd"] = lambda _: (status, b"")
    session = running.post("/ussd/dial", phone=AWA, code=CODE)
    assert session["problem"] == "bad_status"
    assert customer.of("/elsewhere") == []


def test_an_sms_is_posted_until_the_customer_takes_it(running: RunningEmulator, customer: RealCustomer) -> None:
    customer.answers["/sms"] = lambda _: (503, b"")
    told = running.post("/sms", **{"from": AWA}, to="36000", text="AVIS")
    assert (told["state"], told["answers"]) == ("sending", [503])
    running.post("/clock/advance", seconds=120)
    customer.answers["/sms"] = lambda _: (200, b"")
    running.post("/clock/advance", seconds=600)
    assert len(customer.of("/sms")) == 4
    assert len({fields["id"] for fields in customer.of("/sms")}) == 1


def test_nobody_at_home(running: RunningEmulator) -> None:
    running.call("PATCH", "/urls", ussd="http://127.0.0.1:9/", sms="http://127.0.0.1:9/")
    assert running.post("/ussd/dial", phone=AWA, code=CODE)["problem"] == "no_answer"
    assert running.post("/sms", **{"from": AWA}, to="36000", text="x")["answers"] == [0]
    for kind in ("ussd", "sms"):
        (callback,) = running.get(f"/callbacks?kind={kind}")
        assert callback["problem"] == "connection refused or broken"


def test_the_neighbours_post_json(running: RunningEmulator, customer: RealCustomer) -> None:
    for number in ("2230000", "+22379000009"):
        assert running.post("/sms", **{"from": AWA}, to=number, text="1 é")["answers"] == [200]
    (orange, said, _), (android, event, headers) = customer.heard
    assert (orange, android) == ("/orange-sms", "/android")
    assert (
        said["inboundSMSMessageNotification"]["inboundSMSMessage"]["message"] == event["payload"]["message"] == "1 é"
    )
    assert headers["Content-Type"] == "application/json"
    assert len(headers["X-Signature"]) == 64


def test_with_time_running_reports_come_by_themselves(running: RunningEmulator, customer: RealCustomer) -> None:
    running.call("PATCH", "/rules", report_seconds=0.05)
    running.post("/clock/run")
    form = {"username": "sandbox", "to": AWA, "message": "Bonjour"}
    requests.post(f"{running.url}/version1/messaging", form, headers={"apiKey": "atsk_emulator"}, timeout=5)
    wait_for(lambda: len(customer.of("/delivery")) == 3, "three reports")
    assert [report["status"] for report in customer.of("/delivery")] == ["Sent", "Submitted", "Success"]
