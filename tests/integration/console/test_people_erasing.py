"""Erasing somebody: nothing that says who they were is left, in SQL or in Redis, and the figures stay."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as Away
from sqlalchemy import select

from jamakan import events, resending
from jamakan.channels.outcomes import Failed, Retry, Uncertain
from jamakan.core import Core
from jamakan.exports import asking, building
from jamakan.exports.asking import Order
from jamakan.people import erasing
from jamakan.programme.activities import Activity
from jamakan.programme.plan import Recipient
from jamakan.state import keys
from jamakan.store import ingest, sealing, tallies
from jamakan.store.activities import row_id
from jamakan.store.broadcasts import recipients
from jamakan.store.exports.filters import Filters
from jamakan.store.inbox import cases, history
from jamakan.store.inbox.cases import About
from jamakan.store.lines import make_known
from jamakan.store.models import (
    Answer,
    BroadcastRecipient,
    Case,
    CaseEvent,
    Contact,
    Export,
    ExportPart,
    Message,
    Participant,
    Quarantined,
    Refusal,
    Registration,
)
from jamakan.store.outbox import Fate
from jamakan.store.profiles import profile
from tests.integration.conversation.test_registration import registers
from tests.support.console import Staff, register, trail_holds
from tests.support.letters import counts_agree, writes
from tests.support.line import AWA, Line
from tests.support.outbox import SOON, all_of, broadcast, numbers, queue, record, single, taken
from tests.support.rows import column, count, counters_agree, rows
from tests.support.stories import NOON, VAULT, Phone, dialogue_of

People = Callable[[str], Staff]
NAME = "Awatoumata Traorewatt"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def alou(staff: People) -> Staff:
    return staff("approver")


def opened(core: Core) -> str:
    """Every sealed word of the database that speaks of people, opened, with every reference."""
    found = [str(rows(core.db, select(Contact.ref, Participant.person).join(Participant)))]
    for query, purpose in (
        (select(Contact.phone), sealing.PHONE),
        (select(Participant.name).where(Participant.name.is_not(None)), sealing.NAME),
        (select(Message.body), sealing.BODY),
        (select(Answer.sealed).where(Answer.sealed.is_not(None)), sealing.ANSWER),
    ):
        found += [VAULT.open_text(value, purpose) for value in column(core.db, query)]
    return " ".join([*found, *column(core.db, select(Answer.value))])


def test_nothing_is_left_of_somebody_who_called(alou: Staff, awa: Line, core: Core, kayes: Activity) -> None:
    awa.dials("1")
    registers(awa, NAME)
    awa.texts("mon secret à moi")
    awa.outbox()
    awa.dials()
    assert NAME in opened(core)
    ref = VAULT.ref("phone", AWA)
    alou.sends("/people/1/erase", reason="asked", word=" effacer ")
    left = opened(core)
    for secret in (NAME, AWA, "mon secret", ref):
        assert secret not in left
    assert [key for key in core.redis.scan_iter() if ref.encode() in key] == []
    marks = [core.redis.get(key) or b"" for key in core.redis.scan_iter("*:handled:*")]  # that an SMS was taken
    assert [VAULT.open(mark, "handled") for mark in marks] == [b'["","",false]']
    assert column(core.db, select(Message.id).where(Message.state == "queued")) == []
    assert counters_agree(core.db)
    assert trail_holds(core)
    assert (alou.deeds()[0].action, alou.deeds()[0].details) == ("person.erased", {"reason": "asked"})
    alou.opens("/people/1", status=410)
    alou.sees("Cette page n’existe plus", "a été effacé")
    alou.opens("/people/lines/1", status=404)
    alou.sends("/people/search", 200, who=NAME)
    alou.opens("/people")
    assert "Awatoumata" not in alou.html


def test_the_word_and_a_reason_are_asked_for(alou: Staff, core: Core, kayes: Activity, staff: People) -> None:
    register(core, kayes, "Awa Traoré")
    alou.opens("/people/1/erase")
    alou.sees("C’est pour toujours", "empreinte du numéro")
    alou.sends("/people/1/erase", 422, reason="asked", word="oui")
    alou.sees("Tapez le mot EFFACER")
    alou.sends("/people/1/erase", 422, reason="", word="EFFACER")
    staff("operator").sends("/people/1/erase", 403, reason="asked", word="EFFACER")
    assert column(core.db, select(Participant.erased_at)) == [None]


def test_who_came_stays_counted_and_a_seat_to_come_goes_to_who_waits(
    alou: Staff, core: Core, kayes: Activity
) -> None:
    with core.db.begin() as connection:
        number = row_id(connection, kayes.slug) or 0
    register(core, kayes, "Awa Traoré", "Sira Keïta")
    alou.sends(f"/activities/{kayes.slug}/door/1/1", came=1)
    alou.sends("/people/1/erase", reason="asked", word="EFFACER")
    with core.db.read() as connection:
        tally = tallies.of(connection, [number])[number]
    assert (tally.people("present"), tally.people("present", "sex", "female"), tally.people("seated")) == (1, 1, 1)
    assert counters_agree(core.db)
    alou.opens(f"/activities/{kayes.slug}?list=cancelled")
    alou.sees("Nom non donné", "…")


def test_a_stop_outlives_the_person(alou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Fatou Sow")
    fatou = Phone("+22370000000", v=10)
    ingest.apply(core.db, VAULT, [fatou.says(events.OptedOut())], core.settings.values)
    alou.sends("/people/1/erase", reason="asked", word="ERASE")
    with core.db.begin() as connection:
        known = profile(connection, fatou.ref)
        assert known is not None
        assert known.opted_out
        (number,) = make_known(connection, VAULT, [fatou.number], channel="africastalking", now=NOON).values()
    assert rows(core.db, select(Contact.opted_out).where(Contact.id == number)) == [(True,)]


def test_a_stop_told_to_the_carrier_before_brings_nobody_back(alou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Fatou Sow")
    told = events.CarrierStop("africastalking", "JAMAKAN", "+22370000000", time.time())
    alou.sends("/people/1/erase", reason="asked", word="EFFACER")
    ingest.apply(core.db, VAULT, [told], core.settings.values)
    assert column(core.db, select(Contact.ref).where(Contact.ref == Phone("+22370000000").ref)) == []
    with core.db.begin() as connection:
        (number,) = make_known(connection, VAULT, ["+22370000000"], channel="africastalking", now=NOON).values()
    assert column(core.db, select(Contact.opted_out).where(Contact.id == number)) == [True]


def test_what_lies_elsewhere_goes_too(
    alou: Staff, core: Core, kayes: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(core, kayes, "Awa Traoré", "Sira Keïta")
    awa, sira = Phone("+22370000000", v=9), Phone("+22370000001", v=9)
    unstorable = [phone.says(events.Answered("d" * 201, "why", "text", "x", False)) for phone in (awa, sira)]
    refused = [
        events.Refused(
            "africastalking", "ussd", "no session", f"phoneNumber=%2B223+7000+000{last}&text=1", NOON.timestamp()
        )
        for last in (0, 1)
    ]
    ingest.apply(core.db, VAULT, [*unstorable, *refused], core.settings.values)
    built, waits = (
        asking.ask(core, Order(kind, "csv", Filters(), identified=True), 1) for kind in ("people", "messages")
    )
    building.build_one(core, built)
    alou.sends("/people/1/erase", reason="asked", word="EFFACER")
    left = column(core.db, select(Quarantined.entry))
    assert [sealed_for(entry) for entry in left] == [sira.ref]
    raw = [VAULT.open_text(one, sealing.RAW) for one in column(core.db, select(Refusal.raw).order_by(Refusal.id))]
    assert raw == ["", refused[1].raw]
    assert rows(core.db, select(Export.id, Export.state).order_by(Export.id)) == [
        (built, "expired"),
        (waits, "asked"),
    ]
    assert count(core.db, ExportPart) == 0


def sealed_for(entry: bytes) -> str:
    opened = events.open_entry(entry, VAULT)
    assert isinstance(opened, events.TurnEntry)
    return opened.turn.contact


def test_what_was_said_before_and_stored_after_does_not_come_back(alou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    late = Phone("+22370000000", v=20)
    late.registers(kayes.slug, "Awa Traoré")
    alou.sends("/people/1/erase", reason="asked", word="EFFACER")
    ingest.apply(core.db, VAULT, late.told, core.settings.values)
    assert column(core.db, select(Contact.ref).where(Contact.ref == late.ref)) == []


def test_a_line_others_use_stays_theirs(alou: Staff, core: Core, kayes: Activity) -> None:
    phone = Phone("+22370000000")
    keys_of = [dialogue_of(phone, name) for name in ("a", "b")]
    for key, name in zip(keys_of, ("Awa Traoré", "Sira Keïta"), strict=True):
        answers = (
            events.Answered(key, "name", "text", name, True),
            events.Answered(key, "sex", "select_one", "female", False),
        )
        phone.says(events.DialogueStarted(key, "registration", "v1", "fr"), *answers)
        phone.registers(kayes.slug, name, dialogue=key, sex="female")
    phone.says(events.MessageIn("c’est Awa Traoré qui écrit", "p1", False), kind="sms")
    phone.says(events.MessageIn("c’est nous", "p2", False), kind="sms")
    ingest.apply(core.db, VAULT, phone.told, core.settings.values)
    alou.sends("/people/1/erase", reason="asked", word="EFFACER")
    left = opened(core)
    assert "Traoré" not in left
    assert all(words in left for words in ("Sira Keïta", phone.number, "c’est nous", phone.ref))
    lines = rows(
        core.db, select(Participant.contact_id, Registration.contact_id).join(Registration).order_by(Participant.id)
    )
    assert lines == [(2, 2), (1, 1)]
    assert counters_agree(core.db)
    alou.opens("/people/2")


def test_what_staff_wrote_of_one_person_of_a_line_goes_and_the_rest_stays(
    alou: Staff, core: Core, kayes: Activity
) -> None:
    phone = Phone("+22370000000")
    for name in ("Awa Traoré", "Sira Keïta"):
        phone.registers(kayes.slug, name, sex="female")
    ingest.apply(core.db, VAULT, phone.told, core.settings.values)
    writes(core, phone, "Bonjour")
    for title in ("Le seau d’Awa Traoré", "Le forage", *["Awa Traoré"] * 50):  # more than a page shows
        with core.db.begin() as connection:
            number = cases.add(connection, VAULT, 1, About("question", title), 1, NOON)
            history.tell(connection, VAULT, number, "note", "read", by=1, at=NOON, text=f"appelé : {title}")
    for name, fields in (("a", {"prenom": "Awa", "nom": "Traoré"}), ("b", {"nom": "Sira Keïta"}), ("c", {})):
        sheet = [Recipient(phone.number, "", fields)]
        recipients.keep(core.db, VAULT, broadcast(core.db, name), sheet, channel="africastalking", now=NOON)
    assert erasing.erase(core, 1, 1, "asked")
    titles = [VAULT.open_text(title, sealing.CASE) for title in column(core.db, select(Case.title))]
    notes = column(core.db, select(CaseEvent.body).where(CaseEvent.body.is_not(None)))
    assert [title for title in titles if title] == ["Le forage"]
    assert [VAULT.open_text(note, sealing.CASE) for note in notes] == ["appelé : Le forage"]
    assert sorted(column(core.db, select(BroadcastRecipient.broadcast_id))) == [2, 3]
    assert counts_agree(core.db)


@pytest.mark.parametrize(
    ("fate", "then"),
    [
        (Failed("refused"), "skipped"),
        (Uncertain("cut"), "skipped"),
        (None, "sending"),  # the attempt goes on while its person is erased
    ],
)
def test_no_empty_sms_leaves(core: Core, alou: Staff, kayes: Activity, fate: Fate | None, then: str) -> None:
    phone = Phone("+22370000000")
    for name in ("Awa Traoré", "Sira Keïta"):
        phone.registers(kayes.slug, name, sex="female")
    ingest.apply(core.db, VAULT, phone.told, core.settings.values)
    queue(core.db, phone, ("reply", "Merci Awa Traoré"))
    claim = taken(single(core.db))
    if fate:
        record(core.db, claim, all_of(claim, fate))
    assert erasing.erase(core, 1, 1, "asked")
    assert column(core.db, select(Message.state).where(Message.id.in_(numbers(claim)))) == [then]
    if not fate:
        record(core.db, claim, all_of(claim, Retry("busy", seconds=0)))
    assert resending.resend(core, numbers(claim)) == 0
    assert "Sira Keïta" in taken(single(core.db, now=SOON + MINUTE)).body
    found = rows(core.db, select(Message.state, Message.reason).where(Message.id.in_(numbers(claim))))
    assert found == [("skipped", "erased")]


@pytest.mark.parametrize("short", ["Ba", "N’Ba", "×"])
def test_only_whole_words_are_a_name(alou: Staff, core: Core, kayes: Activity, short: str) -> None:
    phone = Phone("+22370000000")
    for name in (short, "Sira Keïta"):
        phone.registers(kayes.slug, name, sex="female")
    for number, text in enumerate(("je viens de Bamako", f"la sœur d’{short}, bonsoir")):
        phone.says(events.MessageIn(text, f"p{number}", False), kind="sms")
    ingest.apply(core.db, VAULT, phone.told, core.settings.values)
    alou.sends("/people/1/erase", reason="asked", word="EFFACER")
    left = opened(core)
    assert ("Bamako" in left, "bonsoir" in left) == (True, short == "×")


def test_a_crash_before_redis_is_mended_by_the_next_look(
    alou: Staff, core: Core, kayes: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(core, kayes, "Awa Traoré")
    ref = Phone("+22370000000").ref
    core.redis.set(keys.contact(ref), b"1\nx\n")
    with monkeypatch.context() as away:

        def gone(*_: object) -> None:
            raise Away("gone")

        away.setattr(Redis, "delete", gone)
        assert erasing.erase(core, 1, 1, "asked")
    assert core.redis.exists(keys.contact(ref))
    assert (erasing.finish(core), erasing.finish(core)) == (1, 0)
    assert not core.redis.exists(keys.contact(ref))
    assert not erasing.erase(core, 1, 1, "asked")
