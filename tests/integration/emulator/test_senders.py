"""The house's own senders against the pretend carriers, over real connections."""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import pytest

from jamakan.channels import unanswered
from jamakan.channels.africastalking.send import Sender as AfricasTalking
from jamakan.channels.android.send import Sender as Android
from jamakan.channels.orange.send import Sender as Orange
from jamakan.channels.outcomes import Balance, Failed, Outcome, Retry, Sent, Uncertain
from tests.support.running_emulator import RunningEmulator

AWA, MOUSSA = "+22370000001", "+22366000002"
NOBODY = "http://127.0.0.1:9"


class Sender(Protocol):
    def send(self, body: str, phones: Sequence[str], reference: str) -> dict[str, Outcome]: ...


BUILD: dict[str, Callable[[str], Sender]] = {
    "africastalking": lambda url: AfricasTalking("sandbox", "atsk_emulator", url, "JAMAKAN"),
    "orange": lambda url: Orange(f"{url}/orange", "orange_emulator", "secret_emulator", "2230000", "JAMAKAN", "MLI"),
    "android": lambda url: Android(f"{url}/android", "sms", "password_emulator"),
}
ENDPOINTS = {"africastalking": "messaging", "orange": "orange_sms", "android": "android_messages"}
carriers = pytest.mark.parametrize("carrier", BUILD)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits twenty seconds for a carrier that hangs."""
    for module in ("africastalking.send", "orange.send", "orange.token", "android.send"):
        monkeypatch.setattr(f"jamakan.channels.{module}.TIMEOUT", (1.0, 0.3))


def send(carrier: str, running: RunningEmulator, *phones: str) -> dict[str, Outcome]:
    return BUILD[carrier](running.url).send("I ni cɛ 😀", phones or (AWA,), "attempt-1")


def ledger(running: RunningEmulator) -> list[dict[str, Any]]:
    return list(running.get("/ledger"))


@carriers
def test_what_is_sent_is_in_the_carrier_s_books_word_for_word(carrier: str, running: RunningEmulator) -> None:
    outcomes = send(carrier, running, AWA, MOUSSA)
    booked = {entry["number"]: entry["id"] for entry in ledger(running)}
    sent = {phone: outcome.provider_id for phone, outcome in outcomes.items() if isinstance(outcome, Sent)}
    assert sent == booked
    assert set(sent) == {AWA, MOUSSA}
    assert {entry["text"] for entry in ledger(running)} == {"I ni cɛ 😀"}
    assert {entry["carrier"] for entry in ledger(running)} == {carrier}


@carriers
def test_it_arrives_on_the_web_phone(carrier: str, running: RunningEmulator) -> None:
    send(carrier, running)
    running.post("/clock/advance", seconds=5)
    (message,) = running.get("/phones/22370000001")["messages"]
    assert (message["way"], message["text"]) == ("in", "I ni cɛ 😀")


@carriers
def test_a_carrier_that_is_not_there_took_nothing(carrier: str) -> None:
    assert BUILD[carrier](NOBODY).send("x", [AWA], "a") == {AWA: unanswered.UNREACHABLE}


@pytest.mark.parametrize("kind", ["hang", "drop"])
@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize("carrier", ["africastalking", "orange"])
def test_without_an_answer_the_message_is_uncertain_whether_it_was_taken_or_not(
    carrier: str, kind: str, recorded: bool, running: RunningEmulator
) -> None:
    running.post("/faults", kind=kind, recorded=recorded, endpoint=ENDPOINTS[carrier])
    assert isinstance(send(carrier, running)[AWA], Uncertain)
    assert len(ledger(running)) == int(recorded)


@pytest.mark.parametrize("kind", ["hang", "drop", "truncated"])
@pytest.mark.parametrize("recorded", [True, False])
def test_the_phone_is_asked_again_and_sends_once(kind: str, recorded: bool, running: RunningEmulator) -> None:
    running.post("/faults", kind=kind, recorded=recorded)
    assert send("android", running) == {AWA: Sent("attempt-1")}
    assert len(ledger(running)) == 1


def test_a_phone_that_stays_silent_leaves_the_message_uncertain(running: RunningEmulator) -> None:
    running.post("/faults", kind="drop", recorded=True, times=2)
    assert isinstance(send("android", running)[AWA], Uncertain)
    assert len(ledger(running)) == 1


@carriers
@pytest.mark.parametrize(("status", "expected"), [(500, Uncertain), (502, Uncertain), (429, Retry)])
def test_a_page_of_html_says_as_much_as_its_status(
    carrier: str, status: int, expected: type, running: RunningEmulator
) -> None:
    running.post("/faults", kind="status", status=status, times=2, endpoint=ENDPOINTS[carrier])
    assert isinstance(send(carrier, running)[AWA], expected)
    assert ledger(running) == []


@pytest.mark.parametrize(
    ("carrier", "code", "expected"),
    [
        ("africastalking", 405, Failed("InsufficientBalance", configuration=True)),
        ("africastalking", 406, Failed("UserInBlacklist", opted_out=True)),
        ("africastalking", 407, Failed("CouldNotRoute", routing=True)),
        ("orange", "SVC0004", Failed("SVC0004 No valid addresses provided in message part %1", routing=True)),
        ("orange", "SVC0280", Failed("SVC0280 Message too long")),
        ("orange", "POL0001", Failed("POL0001 A policy error occurred: no unit is left in the contract", True)),
        ("android", 503, Retry("the phone's queue is full", 120, limited=False)),
    ],
)
def test_a_refusal_says_what_the_outbox_is_to_do(
    carrier: str, code: int | str, expected: Outcome, running: RunningEmulator
) -> None:
    running.post("/outcomes", carrier=carrier, number=AWA, code=code)
    assert send(carrier, running, AWA, MOUSSA)[AWA] == expected
    assert [entry["number"] for entry in ledger(running)] == [MOUSSA]


def test_a_carrier_refusing_one_number_leaves_it_to_the_others(running: RunningEmulator) -> None:
    running.post("/outcomes", carrier="africastalking", number=AWA, code=407)
    assert [isinstance(send(carrier, running)[AWA], Sent) for carrier in BUILD] == [False, True, True]


@pytest.mark.parametrize(
    "stranger",
    [
        lambda url: AfricasTalking("sandbox", "wrong", url),
        lambda url: Orange(f"{url}/orange", "orange_emulator", "wrong", "2230000"),
        lambda url: Orange(f"{url}/orange", "orange_emulator", "secret_emulator", "2250000"),
        lambda url: Android(f"{url}/android", "sms", "wrong"),
    ],
)
def test_a_wrong_account_is_our_configuration(stranger: Callable[[str], Sender], running: RunningEmulator) -> None:
    outcome = stranger(running.url).send("x", [AWA], "a")[AWA]
    assert isinstance(outcome, Failed)
    assert outcome.configuration


# ---- Orange's tokens ----------------------------------------------------------------------------------------------


def test_one_token_serves_until_it_grows_old(running: RunningEmulator) -> None:
    running.call("PATCH", "/rules", orange_per_second=1000)
    sender = BUILD["orange"](running.url)
    for _ in range(3):
        sender.send("x", [AWA], "a")
    assert running.get("/orange/tokens") == {"issued": 1}


def test_a_token_the_carrier_forgot_is_replaced_and_the_message_leaves_once(running: RunningEmulator) -> None:
    sender = BUILD["orange"](running.url)
    sender.send("x", [AWA], "a")
    running.call("DELETE", "/orange/tokens")
    assert isinstance(sender.send("x", [AWA], "b")[AWA], Sent)
    assert running.get("/orange/tokens") == {"issued": 2}
    assert len(ledger(running)) == 2


def test_threads_share_one_token_and_one_renewal(running: RunningEmulator) -> None:
    running.call("PATCH", "/rules", orange_per_second=1000)
    sender = BUILD["orange"](running.url)
    sender.send("x", [AWA], "a")
    running.call("DELETE", "/orange/tokens")
    threads = [threading.Thread(target=sender.send, args=("x", [AWA], f"a{n}")) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert running.get("/orange/tokens") == {"issued": 2}
    assert len(ledger(running)) == 7


@pytest.mark.parametrize("kind", ["hang", "drop", "truncated", "empty"])
def test_without_a_token_nothing_is_sent_and_asking_again_is_safe(kind: str, running: RunningEmulator) -> None:
    running.post("/faults", kind=kind, endpoint="orange_token")
    sender = BUILD["orange"](running.url)
    assert isinstance(sender.send("x", [AWA], "a")[AWA], Retry)
    assert isinstance(sender.send("x", [AWA], "b")[AWA], Sent)
    assert len(ledger(running)) == 1


def test_the_sixth_sms_of_a_second_is_to_come_back_later(running: RunningEmulator) -> None:
    sender = BUILD["orange"](running.url)
    outcomes = [sender.send("x", [AWA], str(n))[AWA] for n in range(6)]
    assert [isinstance(outcome, Sent) for outcome in outcomes] == [True] * 5 + [False]
    assert outcomes[-1] == Retry("the carrier asks us to slow down", 5, limited=False)


def test_what_is_left_of_each_account(running: RunningEmulator) -> None:
    send("orange", running)
    running.call("PUT", "/balance", balance="USD 12.5")
    left = [sender(running.url).balance() for sender in BUILD.values()]  # type: ignore[attr-defined]
    assert left == [Balance(12_500_000, "USD"), Balance(9_999_000_000, "SMS"), None]
