"""Everything a carrier or a stranger may post: a clear refusal or a polite screen, never a 5xx, nothing emptied."""

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app
from jamakan import storing
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.state import stream
from tests.support.line import AWA, TOKEN, Line

FORM = "application/x-www-form-urlencoded"
HOP = {"phoneNumber": AWA, "serviceCode": "*384#", "text": "", "sessionId": "s1", "networkCode": "99999"}
SMS = {"from": AWA, "to": "36000", "text": "AVIS", "id": "m1", "date": "2026-11-02 06:04:45"}
REPORT = {"id": "ATXid_1", "status": "Success", "phoneNumber": AWA}
END = {"sessionId": "s1", "phoneNumber": AWA, "status": "Incomplete"}
STOP = {"senderId": "JAMAKAN", "phoneNumber": AWA}
HOOKS = {"ussd": HOP, "sms": SMS, "delivery": REPORT, "opt-out": STOP, "ussd-end": END}

PHONES = ["", "+", "abc", "+1", "9" * 500, "+223700000010", "<script>alert(1)</script>", "\x00", "٠" * 9, "-1"]
TEXTS = [
    "\x00",
    "\x00\x07",
    "😀" * 300,
    "\u202eabc",
    "=1+1",
    "<b>",
    "*" * 200,
    "a" * 20_000,
    "𐀀",
    "0",
    "98",
    "99",
    "00",
]


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("token", ["wrong", "a" * 500, "é", "%00", TOKEN[:-1], TOKEN + "x"])
def test_an_unknown_token_is_404_and_stores_nothing(client: FlaskClient, core: Core, hook: str, token: str) -> None:
    assert client.post(f"/hooks/at/{token}/{hook}", data=HOOKS[hook]).status_code == 404
    assert stream.waiting(core.redis) == 0


@pytest.mark.parametrize("phone", PHONES)
def test_an_absurd_number_gets_a_polite_end(client: FlaskClient, core: Core, phone: str) -> None:
    answer = client.post(f"/hooks/at/{TOKEN}/ussd", data=HOP | {"phoneNumber": phone})
    assert (answer.status_code, answer.text[:4]) == (200, "END ")
    assert stream.waiting(core.redis) == 0


@pytest.mark.parametrize("field", ["phoneNumber", "sessionId", "text"])
def test_a_hop_that_lacks_a_field_gets_a_polite_end(client: FlaskClient, core: Core, field: str) -> None:
    answer = client.post(f"/hooks/at/{TOKEN}/ussd", data={name: HOP[name] for name in HOP.keys() - {field}})
    assert (answer.status_code, answer.text[:4]) == (200, "END ")
    assert stream.waiting(core.redis) == 0


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_in_a_ussd_survey_is_answered_with_a_screen(awa: Line, text: str) -> None:
    awa.dials("1")
    awa.types("2", "4", text)
    assert awa.screen


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_in_an_sms_is_kept_word_for_word(awa: Line, core: Core, text: str) -> None:
    awa.texts("AVIS")
    awa.texts(text)
    assert awa.outbox()
    assert storing.drain(core) == 0


def test_raw_bytes_that_are_not_utf8_are_never_an_emptied_answer(client: FlaskClient, awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("2", "4")
    raw = f"phoneNumber=%2B{AWA[1:]}&serviceCode=*384%23&sessionId={awa.session}&text=".encode() + b"1*2*4*d\xe9j\xe0"
    answer = client.post(f"/hooks/at/{TOKEN}/ussd", data=raw, content_type=FORM)
    assert answer.text.startswith("END Message illisible")
    awa.types("Bien")
    awa.sees("Votre proposition")


def test_an_sms_in_latin_1_is_read_and_kept(client: FlaskClient, awa: Line) -> None:
    awa.texts("AVIS")
    raw = f"from=%2B{AWA[1:]}&id=m9&to=36000&text=".encode() + b"4 d\xe9j\xe0"
    assert client.post(f"/hooks/at/{TOKEN}/sms", data=raw, content_type=FORM).status_code == 200
    assert "Choix non valable" in awa.outbox()[-1]


@pytest.mark.parametrize("sender", ["ORANGE", "36000", "+1", ""])
def test_an_sms_from_what_is_no_phone_is_kept_for_staff(client: FlaskClient, core: Core, sender: str) -> None:
    answer = client.post(f"/hooks/at/{TOKEN}/sms", data=SMS | {"from": sender})
    assert answer.status_code == 200
    assert "kept for staff" in answer.text
    assert stream.waiting(core.redis) == 1
    storing.drain(core)
    assert stream.waiting(core.redis) == 0


@pytest.mark.parametrize("hook", ["sms", "delivery", "opt-out", "ussd-end"])
@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", FORM, 400),
        (b"{}", "application/json", 400),
        (b"a=b", "text/plain", 400),
        (b"a=b", "", 400),
        (b"&".join([b"a=1"] * 60), FORM, 400),
        (b"text=" + b"a" * 1_000_000, FORM, 413),
    ],
)
def test_what_is_no_form_is_refused_with_its_reason(
    client: FlaskClient, core: Core, hook: str, body: bytes, content_type: str, status: int
) -> None:
    answer = client.post(f"/hooks/at/{TOKEN}/{hook}", data=body, content_type=content_type)
    assert answer.status_code == status
    assert answer.text
    assert stream.waiting(core.redis) == 0


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"text=" + b"a" * 1_000_000])
def test_a_hop_that_is_no_form_gets_a_polite_end(client: FlaskClient, body: bytes) -> None:
    answer = client.post(f"/hooks/at/{TOKEN}/ussd", data=body, content_type=FORM)
    assert answer.status_code in (200, 413)
    assert answer.text.startswith("END ")


def test_redis_away_is_503_so_that_the_carrier_asks_again(settings: Settings) -> None:
    away = settings.model_copy(update={"redis_url": "unix:///nowhere/valkey.sock"})
    client = create_app(build_core(away)).test_client()
    for hook, form in HOOKS.items():
        answer = client.post(f"/hooks/at/{TOKEN}/{hook}", data=form)
        assert answer.status_code == 503, hook
        assert "ask again" in answer.text
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == 200


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_posts_are_taken(client: FlaskClient, method: str) -> None:
    assert getattr(client, method)(f"/hooks/at/{TOKEN}/ussd").status_code == 405


def test_a_fault_of_ours_is_503_and_never_logs_the_token(
    client: FlaskClient,
    core: Core,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fault(_turn: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(core.conversation, "sms", fault)
    assert client.post(f"/hooks/at/{TOKEN}/sms", data=SMS).status_code == 503
    printed = capsys.readouterr()
    assert "a fault" in printed.out + printed.err
    assert TOKEN not in caplog.text + printed.out + printed.err
