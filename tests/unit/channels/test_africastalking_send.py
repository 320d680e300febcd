"""What the carrier's answers mean, recipient by recipient. `responses` answers at the door of the real SDK."""

import pytest
import requests
import responses

from jamakan.channels.africastalking.send import Sender
from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Uncertain

URL = "http://127.0.0.1:9/version1/messaging"
AWA, MOUSSA = "+22370000001", "+22366000002"
ID = "ATXid_0123456789abcdef0123456789abcdef"


def recipient(number: str = AWA, code: int = 101, status: str = "Success", **more: object) -> dict[str, object]:
    return {"number": number, "statusCode": code, "status": status, "cost": "XOF 8.0000", "messageId": ID} | more


def send(*phones: str, **answer: object) -> dict[str, Outcome]:
    with responses.RequestsMock() as carrier:
        carrier.post(URL, **({"content_type": "application/json", "status": 201} | answer))  # type: ignore[arg-type]
        return Sender("sandbox", "key", "http://127.0.0.1:9").send("I ni ce", phones or (AWA,), "attempt-1")


def told(*rows: dict[str, object], message: str = "Sent to 1/1") -> dict[str, object]:
    return {"SMSMessageData": {"Message": message, "Recipients": list(rows)}}


def test_an_accepted_message_brings_its_identifier_parts_and_cost() -> None:
    outcome = send(json=told(recipient(messageParts=2)))[AWA]
    assert outcome == Sent(ID, parts=2, cost_micros=8_000_000, currency="XOF")


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        (100, "Success", Sent(ID, None, 8_000_000, "XOF")),
        (102, "Success", Sent(ID, None, 8_000_000, "XOF")),
        (401, "RiskHold", Uncertain("RiskHold")),
        (402, "InvalidSenderId", Failed("InvalidSenderId", configuration=True)),
        (403, "InvalidPhoneNumber", Failed("InvalidPhoneNumber")),
        (404, "UnsupportedNumberType", Failed("UnsupportedNumberType")),
        (405, "InsufficientBalance", Failed("InsufficientBalance", configuration=True)),
        (406, "UserInBlacklist", Failed("UserInBlacklist", opted_out=True)),
        (407, "CouldNotRoute", Failed("CouldNotRoute", routing=True)),
        (409, "DoNotDisturbRejection", Retry("DoNotDisturbRejection", 3600)),
        (500, "InternalServerError", Uncertain("InternalServerError")),
        (501, "GatewayError", Uncertain("GatewayError")),
        (502, "RejectedByGateway", Retry("RejectedByGateway", 60)),
        (999, "SomethingNew", Failed("SomethingNew")),
        (999, "", Failed("code 999")),
    ],
)
def test_every_code_has_one_meaning(code: int, status: str, expected: Outcome) -> None:
    assert send(json=told(recipient(code=code, status=status)))[AWA] == expected


@pytest.mark.parametrize("code", [None, "101", [], {}, 101.5])
def test_a_code_that_is_no_number_leaves_the_message_uncertain(code: object) -> None:
    assert isinstance(send(json=told(recipient() | {"statusCode": code}))[AWA], Uncertain)


def test_the_word_none_is_no_identifier() -> None:
    assert send(json=told(recipient(messageId="None")))[AWA] == Sent("", None, 8_000_000, "XOF")


def test_recipients_are_matched_by_number_and_a_missing_one_is_uncertain() -> None:
    outcomes = send(AWA, MOUSSA, json=told(recipient(MOUSSA)))
    assert isinstance(outcomes[MOUSSA], Sent)
    assert isinstance(outcomes[AWA], Uncertain)


def test_a_201_that_refuses_the_sender_is_a_failure_of_our_configuration() -> None:
    assert send(json=told(message="InvalidSenderId"))[AWA] == Failed(
        "refused by the carrier: InvalidSenderId", configuration=True
    )


def test_json_with_a_charset_which_the_sdk_gives_as_text_is_read_all_the_same() -> None:
    answer = send(json=told(recipient()), content_type="application/json; charset=utf-8")
    assert isinstance(answer[AWA], Sent)


@pytest.mark.parametrize(
    "answer",
    [
        {"body": "{}"},
        {"body": "[]"},
        {"body": '{"SMSMessageData": null}'},
        {"body": '{"SMSMessageData": {"Recipients": "x"}}'},
        {"body": "accepted", "content_type": "text/plain"},
        {"body": '{"SMSMessageData": {"Rec'},
        {"body": "<html>Bad gateway</html>", "status": 502},
        {"body": requests.ReadTimeout()},
        {"body": requests.ConnectionError("cut")},
    ],
    ids=["empty", "list", "null", "string", "text", "truncated", "502", "no answer", "cut"],
)
def test_an_answer_that_does_not_say_leaves_the_message_uncertain(answer: dict[str, object]) -> None:
    assert isinstance(send(**answer)[AWA], Uncertain)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"status": 401, "body": "The supplied authentication is invalid", "content_type": "text/plain"}, Failed),
        ({"status": 429, "body": "Too Many Requests", "content_type": "text/plain"}, Retry),
        ({"body": requests.ConnectTimeout()}, Retry),
    ],
)
def test_what_was_surely_not_sent_is_known(answer: dict[str, object], expected: type) -> None:
    assert isinstance(send(**answer)[AWA], expected)


def test_the_address_override_still_reaches_the_sdk() -> None:
    """The SDK offers no setting for its address; this fails loudly when an upgrade moves the attribute."""
    with responses.RequestsMock() as carrier:
        carrier.post(URL, json=told(recipient()), status=201, content_type="application/json")
        Sender("jamakan", "secret", "http://127.0.0.1:9/", "JAMAKAN").send("déjà", [AWA], "attempt-1")
        request = carrier.calls[0].request
    assert request.headers["apiKey"] == "secret"
    assert request.body == "username=jamakan&to=%2B22370000001&message=d%C3%A9j%C3%A0&bulkSMSMode=1&from=JAMAKAN"
