"""What Orange's answers mean. `responses` answers at the door of requests."""

import time
from threading import Thread

import pytest
import requests
import responses

from jamakan.channels.orange.send import Sender
from jamakan.channels.orange.token import NoToken, Tokens
from jamakan.channels.outcomes import Balance, Failed, Outcome, Retry, Sent, Uncertain

BASE = "http://127.0.0.1:9"
TOKEN = f"{BASE}/oauth/v3/token"
SEND = f"{BASE}/smsmessaging/v1/outbound/tel%3A%2B2230000/requests"
CONTRACTS = f"{BASE}/sms/admin/v1/contracts"
AWA, MOUSSA = "+22370000001", "+22366000002"
TAKEN = {"outboundSMSMessageRequest": {"resourceURL": f"{BASE}/smsmessaging/v1/outbound/tel:+2230000/requests/r-1"}}


def sender(name: str = "") -> Sender:
    return Sender(f"{BASE}/", "id", "secret", "2230000", name, "MLI")


def gives_token(carrier: responses.RequestsMock, name: str = "t-1", **more: object) -> None:
    carrier.post(TOKEN, json={"token_type": "Bearer", "access_token": name, "expires_in": "3600"} | more)


def send(**answer: object) -> Outcome:
    with responses.RequestsMock() as carrier:
        gives_token(carrier)
        carrier.post(SEND, **answer)  # type: ignore[arg-type]
        return sender().send("I ni ce", [AWA], "attempt-1")[AWA]


def refusal(code: str, *variables: str, kind: str = "serviceException") -> dict[str, object]:
    return {"requestError": {kind: {"messageId": code, "text": "No %1", "variables": list(variables)}}}


def test_a_message_leaves_under_our_sender_and_comes_back_with_its_resource() -> None:
    with responses.RequestsMock() as carrier:
        gives_token(carrier)
        carrier.post(SEND, json=TAKEN, status=201)
        assert sender("JAMAKAN").send("déjà", [AWA], "attempt-1") == {AWA: Sent("r-1")}
        asked, sent = (call.request for call in carrier.calls)
    assert asked.headers["Authorization"] == "Basic aWQ6c2VjcmV0"
    assert asked.body == "grant_type=client_credentials"
    assert sent.headers["Authorization"] == "Bearer t-1"
    assert sent.body == (
        b'{"outboundSMSMessageRequest": {"address": "tel:+22370000001", "senderAddress": "tel:+2230000", '
        b'"senderName": "JAMAKAN", "outboundSMSTextMessage": {"message": "d\\u00e9j\\u00e0"}}}'
    )


def test_several_numbers_are_as_many_requests_with_one_token() -> None:
    with responses.RequestsMock() as carrier:
        gives_token(carrier)
        carrier.post(SEND, json=TAKEN, status=201)
        assert list(sender().send("x", [AWA, MOUSSA], "a")) == [AWA, MOUSSA]
        assert len(carrier.calls) == 3


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"status": 201, "body": "what?"}, Sent("")),
        ({"status": 201, "json": {}}, Sent("")),
        ({"status": 400, "json": refusal("SVC0004", "address")}, Failed("SVC0004 No %1", routing=True)),
        ({"status": 400, "json": refusal("SVC0004", "senderAddress")}, Failed("SVC0004 No %1", configuration=True)),
        ({"status": 400, "json": refusal("SVC0280")}, Failed("SVC0280 No %1")),
        ({"status": 400, "body": "no"}, Failed("400")),
        ({"status": 403, "json": refusal("POL0001", kind="policyException")}, Failed("POL0001 No %1", True)),
        ({"status": 403, "json": {"code": 50, "message": "Access denied"}}, Failed("50 Access denied", True)),
        ({"status": 404, "body": ""}, Failed("404", configuration=True)),
        ({"status": 429, "body": ""}, Retry("the carrier asks us to slow down", 5, limited=False)),
        (
            {"status": 429, "body": "", "headers": {"Retry-After": "30"}},
            Retry("the carrier asks us to slow down", 30, limited=False),
        ),
        ({"status": 302, "headers": {"Location": "http://elsewhere.test"}}, Uncertain("302")),
        ({"status": 500, "body": "<html>"}, Uncertain("500")),
        ({"status": 503, "json": {"code": 5, "message": "Unavailable"}}, Uncertain("5 Unavailable")),
        ({"body": requests.ReadTimeout()}, Uncertain("no answer from the carrier (ReadTimeout)")),
        ({"body": requests.ConnectionError("cut")}, Uncertain("no answer from the carrier (ConnectionError)")),
        ({"body": requests.ConnectTimeout()}, Retry("the carrier cannot be reached", limited=False)),
    ],
)
def test_every_answer_has_one_meaning(answer: dict[str, object], expected: Outcome) -> None:
    assert send(**answer) == expected


def test_a_reason_holds_no_phone_number() -> None:
    assert send(status=400, json={"code": 1, "message": f"no {AWA} here"}) == Failed("1 no … here")


def test_a_forgotten_token_is_replaced_once() -> None:
    with responses.RequestsMock() as carrier:
        gives_token(carrier, "old")
        gives_token(carrier, "new")
        carrier.post(SEND, status=401, json={"code": 42, "message": "Expired credentials"})
        carrier.post(SEND, json=TAKEN, status=201)
        assert sender().send("x", [AWA], "a")[AWA] == Sent("r-1")
        used = [call.request.headers["Authorization"] for call in carrier.calls if call.request.url == SEND]
    assert used == ["Bearer old", "Bearer new"]


def test_a_second_401_is_our_configuration() -> None:
    with responses.RequestsMock() as carrier:
        gives_token(carrier)
        carrier.post(SEND, status=401, json={"code": 41, "message": "Invalid credentials"})
        outcome = sender().send("x", [AWA], "a")[AWA]
        assert len(carrier.calls) == 4
    assert outcome == Failed("41 Invalid credentials", configuration=True)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"status": 401, "json": {"error": "invalid_client"}}, Failed),
        ({"status": 400, "json": {"error": "invalid_request"}}, Failed),
        ({"status": 429}, Retry),
        ({"status": 500, "body": "<html>"}, Retry),
        ({"status": 200, "json": []}, Retry),
        ({"status": 200, "body": "{"}, Retry),
        ({"status": 200, "json": {"access_token": ""}}, Retry),
        ({"body": requests.ReadTimeout()}, Retry),
        ({"body": requests.ConnectionError("cut")}, Retry),
    ],
)
def test_without_a_token_nothing_was_sent(answer: dict[str, object], expected: type) -> None:
    with responses.RequestsMock() as carrier:
        carrier.post(TOKEN, **answer)  # type: ignore[arg-type]
        assert isinstance(sender().send("x", [AWA], "a")[AWA], expected)


@pytest.mark.parametrize(("told", "life"), [("3600", 3600), (100, 100), (None, 3600), ("soon", 3600)])
def test_a_token_is_renewed_at_four_fifths_of_its_life(told: object, life: float) -> None:
    now = 1000.0
    with responses.RequestsMock() as carrier:
        gives_token(carrier, "first", expires_in=told)
        gives_token(carrier, "second")
        tokens = Tokens(BASE, "id", "secret", clock=lambda: now)
        assert tokens.get() == "first"
        now += 0.8 * life - 1
        assert tokens.get() == "first"
        now += 1
        assert tokens.get() == "second"


def test_threads_that_find_the_token_refused_ask_for_one_new_one() -> None:
    def slow(_request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        time.sleep(0.05)  # the others come while one is asking
        return 200, {}, '{"access_token": "new"}'

    with responses.RequestsMock() as carrier:
        gives_token(carrier, "old")
        carrier.add_callback(responses.POST, TOKEN, slow)
        tokens = Tokens(BASE, "id", "secret")
        assert tokens.get() == "old"
        given: list[str] = []
        threads = [Thread(target=lambda: given.append(tokens.get(refused="old"))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert given == ["new"] * 8
        assert len(carrier.calls) == 2


def test_a_refused_client_says_so_to_whoever_asks() -> None:
    with responses.RequestsMock() as carrier:
        carrier.post(TOKEN, status=401)
        with pytest.raises(NoToken, match="client id"):
            Tokens(BASE, "id", "wrong").get()


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({"json": [{"availableUnits": 12}, {"availableUnits": "8"}]}, Balance(20_000_000, "SMS")),
        (
            {"json": {"partnerContracts": {"contracts": [{"serviceContracts": [{"availableUnits": 7}]}]}}},
            Balance(7_000_000, "SMS"),
        ),
        ({"json": [{"availableUnits": 5, "status": "EXPIRED"}, {"availableUnits": 0}]}, Balance(0, "SMS")),
        ({"json": []}, None),
        ({"json": [{"availableUnits": "many"}]}, None),
        ({"body": "{"}, None),
        ({"status": 403, "json": {}}, None),
        ({"body": requests.ReadTimeout()}, None),
    ],
)
def test_what_is_left_is_the_sum_of_the_running_contracts(answer: dict[str, object], left: Balance | None) -> None:
    with responses.RequestsMock() as carrier:
        gives_token(carrier)
        carrier.get(CONTRACTS, **answer)  # type: ignore[arg-type]
        assert sender().balance() == left
        assert "country=MLI" in str(carrier.calls[1].request.url)
