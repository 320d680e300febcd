"""Orange and the Android phone at the gateway's door: what the pretend carriers post is taken, once."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from emulator.exchange import Reply
from jamakan import storing
from jamakan.config import Settings
from jamakan.core import Core
from jamakan.state import stream
from jamakan.store.models import Contact, DeliveryReport, Message, Refusal
from tests.support.callbacks import EVENT, GOOD, PATHS, RECEIPT, SIGNING_KEY, encoded, post, signature
from tests.support.emulator import Desk
from tests.support.line import AWA, Line
from tests.support.rows import column, rows

ORANGE, ANDROID = "2230000", "+22379000009"  # what people write to


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The small house, which knows its phone's signing key."""
    return settings.model_copy(update={"android_webhook_key": SIGNING_KEY})


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    """The pretend carriers, whose callbacks come in by the gateway's door."""
    return Desk({kind: f"http://gateway.test{path}" for kind, path in PATHS.items()}, _through(client))


def _through(client: FlaskClient) -> Callable[[str, bytes, Mapping[str, str], float], Reply]:
    def exchange(url: str, body: bytes, headers: Mapping[str, str], _patience: float) -> Reply:
        answer = client.post(urlsplit(url).path, data=body, headers=dict(headers))
        return Reply(answer.status_code, answer.get_data())

    return exchange


# ---- what people say ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "channel"), [(ORANGE, "orange"), (ANDROID, "android")])
def test_an_sms_moves_the_dialogue_and_its_reply_leaves_by_the_same_channel(
    desk: Desk, awa: Line, core: Core, number: str, channel: str
) -> None:
    told = desk.post("/sms", **{"from": AWA}, to=number, text="AVIS")
    assert (told["state"], told["answers"]) == ("delivered", [200])
    (question,) = awa.outbox()
    assert "satisfait" in question
    assert column(core.db, select(Contact.channel)) == [channel]
    assert column(core.db, select(Message.channel).order_by(Message.id)) == [channel, channel]


@pytest.mark.parametrize("number", [ORANGE, ANDROID])
def test_an_sms_delivered_twice_is_taken_once(desk: Desk, awa: Line, number: str) -> None:
    desk.post("/sms", **{"from": AWA}, to=number, text="AVIS", copies=3)
    assert len(awa.outbox()) == 1


def test_the_same_words_twice_from_one_phone_are_two_messages(desk: Desk, awa: Line, core: Core) -> None:
    """The app makes `messageId` of the content; the envelope tells them apart."""
    for _ in range(2):
        desk.post("/sms", **{"from": AWA}, to=ANDROID, text="AIDE")
    awa.outbox()
    assert len(column(core.db, select(Message.id).where(Message.direction == "in"))) == 2


def test_an_sms_without_identifier_is_taken_once_too(desk: Desk, awa: Line) -> None:
    desk.client.patch("/_control/rules", json={"orange_message_ids": False})
    desk.post("/sms", **{"from": AWA}, to=ORANGE, text="AVIS", copies=2)
    assert len(awa.outbox()) == 1


def test_a_sender_in_national_form_is_the_contact_we_know(desk: Desk, awa: Line, core: Core) -> None:
    awa.texts("AVIS")
    desk.client.patch("/_control/rules", json={"android_national": True})
    desk.post("/sms", **{"from": AWA}, to=ANDROID, text="4")
    assert "Pourquoi" in awa.outbox()[-1]
    assert len(column(core.db, select(Contact.id))) == 1


@pytest.mark.parametrize("text", ["", "\x00", "😀" * 300, "a" * 20_000, "=1+1", "*" * 200, "\u202eabc", "𐀀"])
@pytest.mark.parametrize("number", [ORANGE, ANDROID])
def test_any_text_is_kept_word_for_word(desk: Desk, core: Core, number: str, text: str) -> None:
    assert desk.post("/sms", **{"from": AWA}, to=number, text=text)["state"] == "delivered"
    assert storing.drain(core) == 1


@pytest.mark.parametrize("hook", ["orange_sms", "android"])
def test_an_sms_in_latin_1_is_read_and_kept(client: FlaskClient, awa: Line, hook: str) -> None:
    awa.texts("AVIS 4")
    body = encoded(GOOD[hook]).replace(b"AVIS", b"d\xe9j\xe0 vu")
    assert post(client, hook, body).status_code == 200
    assert "proposition" in awa.outbox()[-1]


@pytest.mark.parametrize("hook", ["orange_sms", "android"])
def test_half_a_surrogate_pair_is_no_reason_to_lose_an_answer(client: FlaskClient, awa: Line, hook: str) -> None:
    awa.texts("AVIS 4")
    assert post(client, hook, encoded(GOOD[hook]).replace(b"AVIS", b"bien \\ud83d")).status_code == 200
    assert "proposition" in awa.outbox()[-1]


@pytest.mark.parametrize("sender", ["ORANGE", "36000", "tel:+1", ""])
@pytest.mark.parametrize("hook", ["orange_sms", "android"])
def test_an_sms_from_what_is_no_phone_is_kept_for_staff(
    client: FlaskClient, core: Core, hook: str, sender: str
) -> None:
    body = encoded(GOOD[hook]).replace(AWA.encode(), sender.encode())
    answer = post(client, hook, body)
    assert (answer.status_code, answer.text[:14]) == (200, "kept for staff")
    storing.drain(core)
    assert len(column(core.db, select(Refusal.id))) == 1


@pytest.mark.parametrize("event", ["mms:received", "sms:data-received", "e" * 100])
def test_what_no_dialogue_can_take_is_kept_for_staff(desk: Desk, core: Core, event: str) -> None:
    assert desk.post("/android/event", event=event, payload={"sender": AWA, "data": "aGVsbG8="}) == {"answer": 200}
    storing.drain(core)
    assert len(column(core.db, select(Refusal.id))) == 1


@pytest.mark.parametrize("event", ["system:ping", "app:started"])
def test_the_phone_s_signs_of_life_store_nothing(desk: Desk, core: Core, event: str) -> None:
    assert desk.post("/android/event", event=event, payload={"health": {}}) == {"answer": 200}
    assert stream.waiting(core.redis) == 0


# ---- what becomes of messages -------------------------------------------------------------------------------------


def put_out(core: Core, awa: Line, channel: str, provider_id: str) -> None:
    """One message of ours, taken by that carrier."""
    awa.texts("AIDE")
    awa.outbox()
    with core.db.begin() as connection:
        ours = update(Message).where(Message.direction == "out")
        connection.execute(ours.values(state="sent", channel=channel, provider_id=provider_id))


def fate(core: Core) -> tuple[str, str]:
    storing.drain(core)
    ((state, reason),) = rows(core.db, select(Message.state, Message.reason).where(Message.direction == "out"))
    return state, reason


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["DeliveredToNetwork"], ("sent", "")),
        (["DeliveryImpossible"], ("failed", "DeliveryImpossible")),
        (["DeliveryImpossible", "DeliveredToTerminal"], ("delivered", "DeliveredToTerminal")),
        (["DeliveredToTerminal", "DeliveryImpossible"], ("delivered", "DeliveredToTerminal")),
        (["EatenByCrocodile"], ("sent", "")),
    ],
)
def test_receipts_of_orange(
    client: FlaskClient, awa: Line, core: Core, statuses: list[str], expected: tuple[str, str]
) -> None:
    put_out(core, awa, "orange", "r-1")
    for status in statuses * 2:
        body = encoded(RECEIPT).replace(b"DeliveredToTerminal", status.encode())
        assert post(client, "orange_delivery", body).status_code == 200
    assert fate(core) == expected
    assert len(column(core.db, select(DeliveryReport.id))) == len(statuses)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (["sms:sent"], ("sent", "")),
        (["sms:sent", "sms:delivered"], ("delivered", "sms:delivered")),
        (["sms:delivered", "sms:sent"], ("delivered", "sms:delivered")),
        (["sms:failed"], ("failed", "TTL expired")),
        (["sms:cancelled"], ("failed", "sms:cancelled")),
        (["sms:delivered", "sms:failed"], ("delivered", "sms:delivered")),
        (["sms:failed", "sms:delivered"], ("failed", "TTL expired")),
    ],
)
def test_reports_of_the_phone(
    desk: Desk, awa: Line, core: Core, events: list[str], expected: tuple[str, str]
) -> None:
    put_out(core, awa, "android", "jmk-1")
    for event in [event for event in events for _part in range(2)]:
        reason = {"reason": "TTL expired"} if event == "sms:failed" else {}
        desk.post("/android/event", event=event, payload={"messageId": "jmk-1", "recipient": AWA} | reason)
    assert fate(core) == expected
    assert len(column(core.db, select(DeliveryReport.id))) == len(events)


# ---- the phone's signature ----------------------------------------------------------------------------------------


def test_a_webhook_sent_again_within_its_time_changes_nothing(client: FlaskClient, awa: Line) -> None:
    body = encoded(EVENT)
    headers = signature(body)
    for _ in range(3):
        assert client.post(PATHS["android"], data=body, headers=headers).status_code == 200
    assert len(awa.outbox()) == 1


@pytest.mark.parametrize(
    "rules", [{"android_signing_key": "other"}, {"android_signature_age": 301}, {"android_signature_age": -301}]
)
def test_a_phone_with_another_key_or_clock_keeps_its_messages_until_that_is_mended(
    desk: Desk, awa: Line, rules: dict[str, object]
) -> None:
    desk.client.patch("/_control/rules", json=rules)
    told = desk.post("/sms", **{"from": AWA}, to=ANDROID, text="AVIS")
    assert (told["state"], told["answers"]) == ("sending", [401])
    mended = {"android_signing_key": SIGNING_KEY, "android_signature_age": 0}
    desk.client.patch("/_control/rules", json=mended)
    desk.advance(60)
    assert len(awa.outbox()) == 1
