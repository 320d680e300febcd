"""What the phone's answers mean. `responses` answers at the door of requests."""

import json

import pytest
import requests
import responses

from jamakan.channels.android.send import Sender
from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Uncertain

URL = "http://127.0.0.1:9/messages"
AWA, MOUSSA = "+22370000001", "+22366000002"
REFERENCE = "0123456789abcdef0123456789abcdef"


def send(*answers: dict[str, object], phones: tuple[str, ...] = (AWA,), sim: int = 0) -> dict[str, Outcome]:
    with responses.RequestsMock() as phone:
        for answer in answers:
            phone.post(URL, **answer)  # type: ignore[arg-type]
        return Sender("http://127.0.0.1:9/", "sms", "secret", sim).send("I ni ce", phones, REFERENCE)


@pytest.mark.parametrize(("sim", "more"), [(0, {}), (2, {"simNumber": 2})])
def test_a_message_carries_our_name_for_it(sim: int, more: dict[str, int]) -> None:
    with responses.RequestsMock() as phone:
        phone.post(URL, status=202, json={"id": REFERENCE})
        Sender("http://127.0.0.1:9", "sms", "secret", sim).send("déjà", [AWA], REFERENCE)
        (request,) = (call.request for call in phone.calls)
    assert request.headers["Authorization"] == "Basic c21zOnNlY3JldA=="
    assert json.loads(request.body or b"") == {
        "id": REFERENCE,
        "textMessage": {"text": "déjà"},
        "phoneNumbers": [AWA],
        "ttl": 3600,
        "withDeliveryReport": True,
        **more,
    }


def test_each_number_has_a_message_of_its_own_name() -> None:
    outcomes = send({"status": 409}, phones=(AWA, MOUSSA))
    first, second = (outcome.provider_id for outcome in outcomes.values() if isinstance(outcome, Sent))
    assert first == REFERENCE
    assert len(second) == 36
    assert send({"status": 409}, phones=(AWA, MOUSSA))[MOUSSA] == Sent(second)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"status": 202, "json": {"id": REFERENCE, "state": "Pending"}}, Sent(REFERENCE)),
        ({"status": 409, "json": {"message": "Message with the same ID already exists"}}, Sent(REFERENCE)),
        ({"status": 400, "json": {"message": f"{AWA} is wrong"}}, Failed('400 {"message": "… is wrong"}')),
        ({"status": 401}, Failed("401", configuration=True)),
        ({"status": 404, "body": "?"}, Failed("404 ?", configuration=True)),
        ({"status": 503, "json": {"error": "QueueLimitExceeded"}}, Retry("the phone's queue is full", 120, False)),
        ({"status": 429}, Retry("the phone's queue is full", 120, False)),
        ({"body": requests.ConnectTimeout()}, Retry("the carrier cannot be reached", limited=False)),
    ],
)
def test_every_answer_has_one_meaning(answer: dict[str, object], expected: Outcome) -> None:
    assert send(answer)[AWA] == expected


SILENCES: list[dict[str, object]] = [
    {"body": requests.ReadTimeout()},
    {"body": requests.ConnectionError("cut")},
    {"status": 500, "body": "?"},
    {"status": 200, "body": "<html>Welcome to the hotspot</html>"},
    {"status": 202, "json": {"id": "another"}},
]


@pytest.mark.parametrize("silence", SILENCES)
@pytest.mark.parametrize("answer", [{"status": 202, "json": {"id": REFERENCE}}, {"status": 409}])
def test_an_unanswered_request_is_repeated_once_under_the_same_name(
    silence: dict[str, object], answer: dict[str, object]
) -> None:
    assert send(silence, answer)[AWA] == Sent(REFERENCE)


@pytest.mark.parametrize("silence", SILENCES)
@pytest.mark.parametrize("again", [*SILENCES, {"status": 401}, {"status": 503}, {"body": requests.ConnectTimeout()}])
def test_what_was_perhaps_taken_is_uncertain_whatever_the_repeat_says(
    silence: dict[str, object], again: dict[str, object]
) -> None:
    assert isinstance(send(silence, again)[AWA], Uncertain)


def test_a_phone_does_not_know_what_is_left() -> None:
    assert Sender("http://127.0.0.1:9", "sms", "secret").balance() is None
