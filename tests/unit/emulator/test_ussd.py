"""USSD sessions, as a phone and the customer see them."""

from typing import Any

import pytest

from emulator.exchange import Reply
from tests.support.emulator import AWA, Desk

CODE = "*384*12345#"


def dial(desk: Desk, code: str = CODE) -> Any:
    return desk.post("/ussd/dial", phone=AWA, code=code)


def answer(desk: Desk, session: Any, text: str) -> Any:
    return desk.post("/ussd/answer", session=session["session"], text=text)


@pytest.fixture
def echo(desk: Desk) -> Desk:
    """A customer that goes on for ever."""
    desk.customer.answers["ussd"] = lambda fields: Reply(200, f"CON <{fields['text']}>".encode())
    return desk


def test_a_request_is_encoded_as_the_real_one_was_captured(echo: Desk) -> None:
    session = dial(echo)
    _, _, body, headers = echo.customer.heard[0]
    assert body.decode() == (
        "phoneNumber=%2B22370000001&serviceCode=%2A384%2A12345%23&text="
        f"&sessionId={session['session']}&networkCode=99999"
    )
    assert headers["User-Agent"] == "at-ussd-api/1.0"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded; charset=UTF-8"


def test_the_text_is_the_whole_history(echo: Desk) -> None:
    session = dial(echo)
    for typed in ["1", "Awa Traore", "", "2", "5*6", "é 😀"]:
        session = answer(echo, session, typed)
    assert [hop["text"] for hop in echo.customer.of("ussd")] == [
        "",
        "1",
        "1*Awa Traore",
        "1*Awa Traore*",
        "1*Awa Traore**2",
        "1*Awa Traore**2*5*6",
        "1*Awa Traore**2*5*6*é 😀",
    ]
    assert session["hops"] == 7


def test_an_empty_first_answer_cannot_be_told_from_a_repeat(echo: Desk) -> None:
    session = dial(echo)
    answer(echo, session, "")
    answer(echo, session, "2")
    assert [hop["text"] for hop in echo.customer.of("ussd")] == ["", "", "*2"]


@pytest.mark.parametrize(
    ("dialled", "text"),
    [("*384*12345*1*2#", "1*2"), ("*384*12345*1#", "1"), ("*384*12345*#", ""), (" *384*12345# ", "")],
)
def test_dialling_through(echo: Desk, dialled: str, text: str) -> None:
    dial(echo, dialled)
    (hop,) = echo.customer.of("ussd")
    assert (hop["serviceCode"], hop["text"]) == (CODE, text)


def test_the_longest_service_code_wins() -> None:
    desk = Desk(service_codes=("*384#", CODE))
    dial(desk, "*384*12345*7#")
    assert desk.customer.of("ussd")[0]["serviceCode"] == CODE


def test_a_repeat_sends_the_same_and_counts_for_nothing(echo: Desk) -> None:
    session = answer(echo, dial(echo), "1")
    again = echo.post("/ussd/repeat", session=session["session"])
    assert [hop["text"] for hop in echo.customer.of("ussd")] == ["", "1", "1"]
    assert (again["screen"], again["hops"]) == (session["screen"], session["hops"])


def test_end_shows_its_text_and_ends_the_session(desk: Desk) -> None:
    desk.customer.says("ussd", 200, "END Merci !")
    session = dial(desk)
    assert (session["open"], session["status"], session["screen"]["text"]) == (False, "Success", "Merci !")
    refused = desk.client.post("/_control/ussd/answer", json={"session": session["session"], "text": "1"})
    assert (refused.status_code, refused.get_json()) == (409, {"error": "the session is over"})


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (200, "Bonjour", "not_con_end"),
        (200, "", "not_con_end"),
        (200, "CON", "not_con_end"),
        (200, " CON x", "not_con_end"),
        (200, "\ufeffCON x", "not_con_end"),
        (200, "con x", "not_con_end"),
        (201, "CON x", "bad_status"),
        (302, "", "bad_status"),
        (404, "END x", "bad_status"),
        (500, "CON x", "bad_status"),
        (0, "", "no_answer"),
    ],
)
def test_anything_else_ends_the_session(desk: Desk, status: int, body: str, problem: str) -> None:
    desk.customer.says("ussd", status, body)
    session = dial(desk)
    assert (session["open"], session["status"], session["problem"]) == (False, "Failed", problem)
    assert session["notice"]["fr"] == "Problème de connexion ou code IHM non valide."
    desk.advance(0)
    (told,) = desk.customer.of("ussd_end")
    assert (told["status"], told["errorMessage"]) == ("Failed", problem)


def test_an_unknown_code_never_reaches_the_customer(desk: Desk) -> None:
    session = dial(desk, "*999#")
    assert session["problem"] == "unknown_code"
    desk.advance(1)
    assert desk.customer.heard == []


@pytest.mark.parametrize(
    ("text", "units", "limit", "flags", "shown"),
    [
        ("a" * 160, 160, 160, [], 160),
        ("a" * 161, 161, 160, ["too_long"], 160),
        ("€" * 81, 162, 160, ["too_long"], 80),
        ("ɛ" * 70, 70, 70, ["not_gsm"], 70),
        ("ɛ" * 71, 71, 70, ["not_gsm", "too_long"], 70),
    ],
)
def test_a_screen_too_long_is_cut_and_flagged(
    desk: Desk, text: str, units: int, limit: int, flags: list[str], shown: int
) -> None:
    desk.customer.says("ussd", 200, f"CON {text}")
    screen = dial(desk)["screen"]
    assert (screen["units"], screen["limit"], screen["flags"]) == (units, limit, flags)
    assert screen["text"] == text[:shown]


def test_the_standard_s_own_limits_can_be_had() -> None:
    desk = Desk(screen_limit=182)
    desk.customer.says("ussd", 200, "CON " + "ɛ" * 80)
    assert dial(desk)["screen"]["limit"] == 80


def test_strict_phones_refuse_letters_outside_the_alphabet() -> None:
    desk = Desk(strict_screens=True)
    desk.customer.says("ussd", 200, "CON Français")
    session = dial(desk)
    assert (session["status"], session["problem"]) == ("Failed", "not_gsm")


def test_a_minute_without_an_answer_ends_the_session(echo: Desk) -> None:
    session = dial(echo)
    echo.advance(50)
    answer(echo, session, "1")
    echo.advance(59)
    assert echo.get(f"/ussd/{session['session']}")["open"]
    echo.advance(1)
    assert echo.get(f"/ussd/{session['session']}")["problem"] == "inactive"
    assert echo.customer.of("ussd_end")[0]["status"] == "Incomplete"


def test_three_minutes_end_it_however_busy(echo: Desk) -> None:
    session = dial(echo)
    for _ in range(4):
        echo.advance(40)
        answer(echo, session, "1")
    echo.advance(20)
    assert echo.get(f"/ussd/{session['session']}")["problem"] == "too_old"


def test_the_end_is_told_with_the_whole_story(desk: Desk) -> None:
    desk.customer.says("ussd", 200, "CON Votre nom ?", at_ussd_hop_metadata="step=name")
    session = dial(desk)
    desk.advance(2)
    answer(desk, session, "1")
    desk.post("/ussd/hangup", session=session["session"])
    desk.advance(0)
    (told,) = desk.customer.of("ussd_end")
    assert told | {"date": ""} == {
        "date": "",
        "sessionId": session["session"],
        "serviceCode": CODE,
        "networkCode": "99999",
        "phoneNumber": AWA,
        "status": "Incomplete",
        "cost": "XOF 0.0000",
        "durationInMillis": "2000",
        "hopsCount": "2",
        "hopsMetadata": "step=name|step=name",
        "input": "1",
        "lastAppResponse": "CON Votre nom ?",
    }


def test_metadata_comes_back_on_the_next_hop(desk: Desk) -> None:
    desk.customer.says("ussd", 200, "CON x", at_ussd_hop_metadata="step=name")
    answer(desk, dial(desk), "1")
    first, second = (headers for kind, _, _, headers in desk.customer.heard if kind == "ussd")
    assert "at-ussd-hop-metadata" not in first
    assert second["at-ussd-hop-metadata"] == "step=name"


@pytest.mark.parametrize("value", ["a|b", "x" * 100])
def test_unusable_metadata_is_dropped(desk: Desk, value: str) -> None:
    desk.customer.says("ussd", 200, "CON x", at_ussd_hop_metadata=value)
    answer(desk, dial(desk), "1")
    assert "at-ussd-hop-metadata" not in desk.customer.heard[1][3]


def test_dialling_again_leaves_the_session_before(echo: Desk) -> None:
    first, second = dial(echo), dial(echo)
    assert echo.get(f"/ussd/{first['session']}")["problem"] == "left"
    assert echo.get("/phones/22370000001")["session"]["session"] == second["session"]


def test_hanging_up_while_the_customer_thinks(desk: Desk) -> None:
    def think(fields: dict[str, str]) -> Reply:
        desk.post("/ussd/hangup", session=fields["sessionId"])
        return Reply(200, b"CON Trop tard")

    desk.customer.answers["ussd"] = think
    session = dial(desk)
    assert (session["status"], session["problem"], session["screen"]["text"]) == ("Incomplete", "left", "")
