"""Seats, waiting lists, changes and cancellations."""

import pytest
from sqlalchemy import select, update

from jamakan import events
from jamakan.store import ingest
from jamakan.store.database import Database
from jamakan.store.models import Activity, Contact, Message, Participant
from jamakan.store.profiles import profile
from tests.support.rows import count, counters_agree, outbox, rows, seats
from tests.support.stories import NOON, VAULT, Phone

KAYES, MOPTI, GAO = "kayes-2026-11-26", "mopti-2026-11-30", "gao-2026-12-04"
VALUES = {"org": "COCEM", "tel": "+223 20 00 00 00"}


@pytest.fixture
def small(programme: Database) -> Database:
    """Kayes has a single seat."""
    with programme.begin() as connection:
        connection.execute(update(Activity).where(Activity.slug == KAYES).values(seats=1))
    return programme


def play(db: Database, *phones: Phone) -> ingest.Applied:
    """Apply all that these people said, in the order of time."""
    told = sorted((entry for phone in phones for entry in phone.told), key=lambda entry: entry.turn.at)
    return ingest.apply(db, VAULT, told, VALUES)


def test_a_seat_and_its_confirmation(programme: Database, awa: Phone) -> None:
    awa.says(events.LanguageSet("fr"))
    awa.registers(KAYES, "Awa Traoré", code="123456")
    applied = play(programme, awa)
    assert applied.activities_changed
    assert seats(programme, KAYES) == [(awa.ref, "registered")]
    assert outbox(programme, awa) == [
        (
            "Merci Awa Traoré. Inscription notée : Kayes, 26–27 nov. 2026, Maison des jeunes, Kayes. "
            "Code 123456. Pour annuler, envoyez ANNULER."
        )
    ]
    assert counters_agree(programme)
    with programme.read() as connection:
        seen = profile(connection, awa.ref, NOON)
    assert seen is not None
    assert [(seat.activity, seat.code, seat.state) for seat in seen.seats] == [(KAYES, "123456", "registered")]


def test_the_confirmation_is_in_the_persons_language_and_fits_without_a_name(programme: Database, awa: Phone) -> None:
    awa.says(events.LanguageSet("en"))
    awa.registers(KAYES, code="123456")
    play(programme, awa)
    assert outbox(programme, awa) == [
        (
            "Thank you. Registration noted: Kayes, 26–27 Nov 2026, Maison des jeunes, Kayes. "
            "Code 123456. To cancel, send CANCEL."
        )
    ]


def test_the_same_person_asking_twice_has_one_seat(programme: Database, awa: Phone) -> None:
    awa.registers(KAYES, "Awa Traoré", code="111111")
    awa.registers(KAYES, "  awa TRAORE ", code="222222")
    play(programme, awa)
    assert seats(programme, KAYES) == [(awa.ref, "registered")]
    assert outbox(programme, awa)[1].startswith("Cette personne est déjà inscrite")
    assert "111111" in outbox(programme, awa)[1]


def test_several_people_share_one_phone(programme: Database, awa: Phone) -> None:
    awa.registers(KAYES, "Awa Traoré")
    awa.registers(KAYES, "Sira Traoré")
    awa.registers(KAYES, sex="female", age="18_24")
    awa.registers(KAYES, sex="male", age="25_35")
    play(programme, awa)
    assert len(seats(programme, KAYES)) == 4
    assert count(programme, Participant) == 4


def test_beyond_the_last_seat_people_wait_and_move_up_in_order(
    small: Database, awa: Phone, moussa: Phone, fatou: Phone
) -> None:
    awa.registers(KAYES, "Awa", code="111111")
    moussa.registers(KAYES, "Moussa")
    fatou.registers(KAYES, "Fatou")
    play(small, awa, moussa, fatou)
    assert [state for _, state in seats(small, KAYES)] == ["registered", "waitlisted", "waitlisted"]
    assert "liste d'attente" in outbox(small, moussa)[0]
    assert counters_agree(small)

    awa.says(events.CancelRequested("111111"), kind="sms")
    applied = play(small, awa)
    assert [state for _, state in seats(small, KAYES)] == ["cancelled", "registered", "waitlisted"]
    assert outbox(small, awa)[1].startswith("C'est noté : votre inscription est annulée (Kayes")
    assert outbox(small, moussa)[1].startswith("Bonne nouvelle")
    assert applied.contacts == {awa.ref, moussa.ref}
    assert counters_agree(small)


def test_a_change_moves_the_seat_and_lets_the_next_one_in(small: Database, awa: Phone, moussa: Phone) -> None:
    awa.registers(KAYES, "Awa")
    moussa.registers(KAYES, "Moussa")
    awa.registers(MOPTI, mode="change")
    play(small, awa, moussa)
    assert seats(small, KAYES) == [(awa.ref, "cancelled"), (moussa.ref, "registered")]
    assert seats(small, MOPTI) == [(awa.ref, "registered")]
    assert "Mopti" in outbox(small, awa)[1]
    assert counters_agree(small)


def test_a_change_towards_a_full_activity_keeps_the_seat_until_one_frees(
    small: Database, awa: Phone, moussa: Phone
) -> None:
    moussa.registers(KAYES, "Moussa")
    awa.registers(MOPTI, "Awa")
    play(small, moussa, awa)
    awa.registers(KAYES, mode="change")
    play(small, awa)
    assert (seats(small, KAYES)[1], seats(small, MOPTI)) == ((awa.ref, "waitlisted"), [(awa.ref, "registered")])
    assert "votre place actuelle est gardée" in outbox(small, awa)[1]

    moussa.says(events.CancelRequested())
    play(small, moussa)
    assert (seats(small, KAYES)[1], seats(small, MOPTI)) == ((awa.ref, "registered"), [(awa.ref, "cancelled")])
    assert counters_agree(small)


def test_the_latest_wish_is_the_one_that_counts(small: Database, awa: Phone, moussa: Phone) -> None:
    moussa.registers(KAYES, "Moussa")
    awa.registers(MOPTI, "Awa")
    play(small, moussa, awa)
    awa.registers(KAYES, mode="change")
    awa.registers(GAO, mode="change")
    play(small, awa)
    assert [state for _, state in seats(small, KAYES)] == ["registered", "cancelled"]
    assert seats(small, MOPTI) == [(awa.ref, "cancelled")]
    assert seats(small, GAO) == [(awa.ref, "registered")]
    assert counters_agree(small)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("", ("Plusieurs inscriptions sur ce numéro. Pour en annuler une, envoyez ANNULER et son code. "
             "Codes : 111111, 222222.")),
        ("999999", ("Aucune inscription avec le code 999999 sur ce numéro. Vérifiez le code, ou appelez le "
                   "+223 20 00 00 00.")),
        (" 222222 ", ("C'est noté : votre inscription est annulée (Mopti, 30 nov. – 1 déc. 2026). "
                     "Pour revenir, envoyez INSCRIRE.")),
    ],
)  # fmt: skip
def test_cancelling_when_several_are_registered(programme: Database, awa: Phone, code: str, answer: str) -> None:
    awa.registers(KAYES, "Awa", code="111111")
    awa.registers(MOPTI, "Sira", code="222222")
    awa.says(events.CancelRequested(code), kind="sms")
    play(programme, awa)
    assert outbox(programme, awa)[2] == answer


def test_cancelling_nothing_says_so(programme: Database, awa: Phone) -> None:
    awa.says(events.CancelRequested(), kind="sms")
    play(programme, awa)
    assert outbox(programme, awa) == ["Ce numéro n'a pas d'inscription en cours. Pour participer, envoyez INSCRIRE."]


@pytest.mark.parametrize(
    ("activity", "beginning"),
    [
        ("bamako-2025-12-17", "Bamako, 17–18 déc. 2025 : cette session a déjà commencé."),
        ("nowhere", "Cette session n'existe pas ou plus."),
        ("", "Cette session n'existe pas ou plus."),
    ],
)
def test_a_past_or_unknown_activity_is_said_and_the_answers_are_kept(
    programme: Database, awa: Phone, activity: str, beginning: str
) -> None:
    awa.registers(activity, "Awa")
    applied = play(programme, awa)
    assert (applied.fresh, applied.quarantined) == (1, 0)
    assert outbox(programme, awa)[0].startswith(beginning)
    assert seats(programme, activity) == []


def test_registering_by_the_same_dialogue_twice_is_one_request(programme: Database, awa: Phone) -> None:
    awa.registers(KAYES, "Awa", dialogue="d" * 32)
    awa.registers(MOPTI, "Awa", dialogue="d" * 32)
    play(programme, awa)
    assert seats(programme, MOPTI) == []
    assert len(outbox(programme, awa)) == 1


def test_people_who_stopped_messages_get_only_answers_to_their_own_words(
    small: Database, awa: Phone, fatou: Phone
) -> None:
    awa.registers(KAYES, "Awa")
    fatou.says(events.OptedOut(), events.Reply("C'est noté"), kind="sms")
    fatou.registers(KAYES, "Fatou")
    fatou.says(events.CancelRequested("000000"), kind="sms")
    play(small, awa, fatou)
    awa.says(events.CancelRequested())
    play(small, awa)
    assert seats(small, KAYES)[1] == (fatou.ref, "registered")
    query = (
        select(Message.purpose, Message.state, Message.reason)
        .join(Contact, Contact.id == Message.contact_id)
        .where(Contact.ref == fatou.ref)
        .order_by(Message.created_at, Message.id)
    )
    assert rows(small, query) == [
        ("reply", "queued", ""),
        ("reply", "queued", ""),  # her place on the waiting list: the screen had promised a seat
        ("followup", "skipped", "opted_out"),  # her moving up
        ("reply", "queued", ""),
    ]
