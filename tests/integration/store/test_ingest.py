"""From the stream to the tables: once, in order, whatever arrives."""

import pytest
from sqlalchemy import select

from jamakan import events
from jamakan.events import Refused, SessionEnd
from jamakan.store import ingest, sealing
from jamakan.store.database import Database
from jamakan.store.models import (
    Answer,
    Consent,
    Contact,
    Dialogue,
    Message,
    OptChange,
    Quarantined,
    Refusal,
    Turn,
    UssdSession,
)
from jamakan.store.profiles import profile
from tests.support.rows import column, count, outbox, rows
from tests.support.stories import NOON, VAULT, Phone, dialogue_of

STANDING = select(Answer.step, Answer.value).where(Answer.withdrawn_seq < Answer.seq).order_by(Answer.step)


def feedback(phone: Phone) -> str:
    """A dialogue begun on this line."""
    key = dialogue_of(phone)
    phone.says(events.DialogueStarted(key, "feedback", "v1", "fr"), events.DialogueMoved(key, "satisfaction"))
    return key


def answered(key: str, step: str, value: str, *, personal: bool = False) -> events.Answered:
    return events.Answered(key, step, "text", value, personal)


def test_a_dialogue_left_half_way_is_partial_with_all_its_answers(db: Database, awa: Phone) -> None:
    key = feedback(awa)
    awa.says(answered(key, "satisfaction", "4"), events.DialogueMoved(key, "why"))
    awa.says(answered(key, "why", "Bonne écoute * merci"), events.DialogueMoved(key, "proposal"))

    applied = ingest.apply(db, VAULT, awa.told)

    assert applied.fresh == 3
    assert rows(db, select(Dialogue.outcome, Dialogue.position, Dialogue.flow)) == [
        ("partial", "proposal", "feedback")
    ]
    assert rows(db, STANDING) == [("satisfaction", "4"), ("why", "Bonne écoute * merci")]


def test_an_ended_dialogue_says_how(db: Database, awa: Phone) -> None:
    key = feedback(awa)
    awa.says(answered(key, "satisfaction", "5"), events.DialogueEnded(key, "completed"))
    ingest.apply(db, VAULT, awa.told)
    assert rows(db, select(Dialogue.outcome, Dialogue.ended_at, Dialogue.started_at)) == [
        ("completed", NOON.replace(second=20), NOON.replace(second=10))
    ]


def test_everything_delivered_again_changes_nothing_and_is_told_again(db: Database, awa: Phone) -> None:
    key = feedback(awa)
    awa.says(answered(key, "satisfaction", "4"), events.MessageIn("4", "in-1"), events.Reply("Merci"), kind="sms")
    first = ingest.apply(db, VAULT, awa.told)
    again = ingest.apply(db, VAULT, awa.told + awa.told)

    assert (first.fresh, first.messages_queued) == (2, True)
    assert (again.fresh, again.contacts, again.messages_queued) == (0, {awa.ref}, True)
    assert (count(db, Turn), count(db, Answer), count(db, Message)) == (2, 1, 2)


def test_the_latest_answer_to_a_step_is_the_one_kept(db: Database, awa: Phone) -> None:
    key = feedback(awa)
    first = awa.says(answered(key, "satisfaction", "1"))
    second = awa.says(answered(key, "satisfaction", "5"))
    ingest.apply(db, VAULT, [awa.told[0], second])
    ingest.apply(db, VAULT, [first])
    assert rows(db, STANDING) == [("satisfaction", "5")]


def test_a_dropped_answer_stays_marked_until_given_again(db: Database, awa: Phone) -> None:
    key = feedback(awa)
    awa.says(answered(key, "why", "Trop loin"))
    awa.says(events.Dropped(key, "why"))
    ingest.apply(db, VAULT, awa.told)
    assert rows(db, STANDING) == []
    assert column(db, select(Answer.value)) == ["Trop loin"]

    ingest.apply(db, VAULT, [awa.says(answered(key, "why", "Trop court"))])
    assert rows(db, STANDING) == [("why", "Trop court")]


def test_personal_answers_and_phones_rest_encrypted(db: Database, awa: Phone) -> None:
    key = feedback(awa)
    awa.says(answered(key, "name", "Awa Traoré", personal=True))
    ingest.apply(db, VAULT, awa.told)
    ((value, sealed),) = rows(db, select(Answer.value, Answer.sealed))
    (phone,) = column(db, select(Contact.phone))
    assert value == ""
    assert VAULT.open_text(sealed, sealing.ANSWER) == "Awa Traoré"
    assert VAULT.open_text(phone, sealing.PHONE) == awa.number


def test_the_profile_follows_language_stop_and_return(db: Database, awa: Phone, moussa: Phone) -> None:
    awa.says(events.LanguageSet("en"))
    awa.says(events.OptedOut(), kind="sms")
    moussa.says()
    applied = ingest.apply(db, VAULT, [*awa.told, *moussa.told])
    assert applied.contacts == {awa.ref}
    with db.read() as connection:
        seen = profile(connection, awa.ref)
        assert seen is not None
        assert (seen.rev, seen.language, seen.opted_out) == (2, "en", True)
        assert profile(connection, VAULT.ref("phone", "+22370000009")) is None

    ingest.apply(db, VAULT, [awa.says(events.OptedIn(), kind="sms")])
    with db.read() as connection:
        seen = profile(connection, awa.ref)
    assert seen is not None
    assert not seen.opted_out
    assert column(db, select(OptChange.opted_out).order_by(OptChange.id)) == [True, False]


def test_a_stop_applied_late_does_not_undo_the_return_that_followed(db: Database, awa: Phone) -> None:
    stop, back = awa.says(events.OptedOut()), awa.says(events.OptedIn())
    ingest.apply(db, VAULT, [back])
    ingest.apply(db, VAULT, [stop])
    assert column(db, select(Contact.opted_out)) == [False]


def test_consent_is_kept_with_its_text_and_way(db: Database, awa: Phone) -> None:
    consent = events.ConsentGiven(dialogue_of(awa), "v7", "fr")
    awa.says(consent)
    awa.says(consent)
    ingest.apply(db, VAULT, awa.told)
    assert rows(db, select(Consent.text_version, Consent.language, Consent.kind)) == [("v7", "fr", "ussd")]


def test_an_sms_is_kept_word_for_word_and_its_reply_queued_first(db: Database, awa: Phone) -> None:
    awa.says(events.MessageIn("Où est la salle ?", "in-9", understood=False), events.Reply("AIDE"), kind="sms")
    ingest.apply(db, VAULT, awa.told)
    query = select(Message.direction, Message.state, Message.priority, Message.provider_id, Message.understood)
    assert rows(db, query.order_by(Message.id)) == [
        ("in", "received", 0, "in-9", False),
        ("out", "queued", 0, "", True),
    ]
    assert outbox(db, awa) == ["AIDE"]


def test_an_sms_may_hold_anything(db: Database, awa: Phone) -> None:
    awa.says(events.MessageIn("a\0b", "in-1"), events.Reply("c\0d"), kind="sms")
    assert ingest.apply(db, VAULT, awa.told).quarantined == 0
    assert outbox(db, awa) == ["c\0d"]


def test_ends_of_sessions_and_refused_callbacks_are_kept_once(db: Database, awa: Phone) -> None:
    end = SessionEnd("africastalking", "s1", awa.ref, "Success", 4200, 3, "", NOON.timestamp())
    refused = Refused("africastalking", "ussd", "no phone number", "sessionId=x", NOON.timestamp())
    assert ingest.apply(db, VAULT, [end, refused, end]).fresh == 2
    assert ingest.apply(db, VAULT, [end, refused]).fresh == 0
    assert rows(db, select(UssdSession.hops, UssdSession.at)) == [(3, NOON)]
    assert count(db, Refusal) == 1


def test_a_bad_entry_is_set_aside_and_the_others_stored(db: Database, awa: Phone, moussa: Phone) -> None:
    key = feedback(awa)
    bad = moussa.says(answered("d" * 201, "why", "x"))
    nul = moussa.says(answered("d" * 32, "why", "nul \0 inside"))
    absurd = moussa.says(at=NOON)
    object.__setattr__(absurd.turn, "at", float("nan"))
    awa.says(answered(key, "why", "bien"))

    applied = ingest.apply(db, VAULT, [awa.told[0], bad, nul, absurd, awa.told[1]])

    assert (applied.fresh, applied.quarantined) == (2, 3)
    assert rows(db, STANDING) == [("why", "bien")]
    assert column(db, select(Quarantined.reason).order_by(Quarantined.id)) == [
        "Answered.dialogue is longer than 200 characters",
        "Answered.value holds a NUL, which PostgreSQL refuses",
        "a time no calendar has",
    ]
    assert ingest.apply(db, VAULT, [bad, nul]).quarantined == 0
    assert count(db, Turn) == 2


def test_an_entry_only_sql_refuses_is_found_by_halving(
    db: Database, awa: Phone, moussa: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "check", lambda entry: None)  # the door left open
    bad = moussa.says()
    object.__setattr__(bad.turn, "service", None)
    entries = [awa.says() for _ in range(9)]
    applied = ingest.apply(db, VAULT, [*entries[:4], bad, *entries[4:]])
    assert (applied.fresh, applied.quarantined) == (9, 1)
    assert column(db, select(Quarantined.reason)) == ["IntegrityError"]
    assert column(db, select(Turn.v).order_by(Turn.id)) == list(range(1, 10))


def test_an_answer_too_long_for_its_column_is_refused_on_every_database(db: Database, awa: Phone) -> None:
    awa.registers("kayes-2026-11-26", "Awa", region="x" * 41)
    assert ingest.apply(db, VAULT, awa.told).quarantined == 1


def test_bytes_nobody_can_open_are_kept_once(db: Database) -> None:
    assert ingest.quarantine(db, b"\x01not ours", "does not open", VAULT)
    assert not ingest.quarantine(db, b"\x01not ours", "does not open", VAULT)
    assert count(db, Quarantined) == 1
