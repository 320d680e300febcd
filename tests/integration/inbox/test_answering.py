"""Answers side by side and out of order: written once, to who may be written to, as the counts say."""

from typing import Any

import pytest
from sqlalchemy import event, select

from jamakan import answering, events
from jamakan.answering import AnswerRefused, Reply
from jamakan.core import Core
from jamakan.events import SessionEnd
from jamakan.inbox import Stale
from jamakan.inbox import cases as casework
from jamakan.inbox import messages as acts
from jamakan.staff import accounts
from jamakan.store import ingest, staff_answers
from jamakan.store.inbox import cases, forgetting, items
from jamakan.store.inbox.cases import About
from jamakan.store.inbox.items import Item
from jamakan.store.models import Message, StaffAnswer
from jamakan.store.outbox.successors import add_successors
from tests.support.letters import counts_agree, states, stops, writes
from tests.support.rows import column, count, outbox
from tests.support.stories import NOON, VAULT, Phone
from tests.support.together import together


@pytest.fixture
def by(core: Core) -> int:
    """One of the staff."""
    return accounts.add(core, "Oumou Bah", "oumou@example.org", "operator", "une phrase assez longue").id


def seen(core: Core, number: int) -> Item:
    with core.db.read() as connection:
        found = items.one(connection, VAULT, number)
    assert found is not None
    return found


def test_ten_clicks_at_once_are_one_answer(core: Core, by: int) -> None:
    awa = Phone("+22370000000")
    (item,) = writes(core, awa, "Le forage est en panne")
    page = seen(core, item)
    together(10, lambda _: acts.answer(core, page, (), "On vient demain.", by, "one form"))
    assert outbox(core.db, awa) == ["On vient demain."]
    assert (count(core.db, StaffAnswer), states(core)) == (1, ["answered"])
    assert counts_agree(core.db)


def test_ten_of_the_staff_at_once_answer_once(core: Core, by: int) -> None:
    awa = Phone("+22370000000")
    (item,) = writes(core, awa, "Le forage est en panne")
    page, told = seen(core, item), []

    def click(number: int) -> None:
        try:
            acts.answer(core, page, (), f"Réponse {number}", by, f"form {number}")
        except Stale:
            told.append(number)

    together(10, click)
    assert (len(outbox(core.db, awa)), len(told)) == (1, 9)


def test_an_sms_that_arrives_while_the_case_is_opened_is_not_lost(core: Core, by: int) -> None:
    awa, about = Phone("+22370000000"), About("question", "Forage")
    (first,) = writes(core, awa, "Le forage est en panne")
    page = seen(core, first)

    def act(number: int) -> None:
        if number:
            writes(core, awa, "Depuis lundi")
        else:
            casework.open_from(core, page, (), about, by)

    together(2, act)
    assert states(core)[0] == "in_case"
    assert states(core)[1] in {"open", "in_case"}
    assert counts_agree(core.db)


def test_counts_are_the_last_rows_an_act_touches_once_and_in_one_order(core: Core, by: int) -> None:
    awa = Phone("+22370000000")
    first, second = writes(core, awa, "Le forage est en panne", "Depuis lundi")
    page = seen(core, first)
    written: list[tuple[str, Any]] = []

    def hears(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append((statement, parameters))

    event.listen(core.db.engine, "before_cursor_execute", hears)
    casework.open_from(core, page, (second,), About("question", "Forage"), by)
    event.remove(core.db.engine, "before_cursor_execute", hears)
    touched = ["inbox_counts" in statement for statement, _ in written]
    assert touched == sorted(touched)
    rows = [row for statement, rows in written if "inbox_counts" in statement for row in rows]
    assert len(rows) == 5
    assert [tuple(row.values() if isinstance(row, dict) else row)[:2] for row in rows] == [
        ("cases", "read"),
        ("cases", "waiting"),
        ("held", str(by)),
        ("state", "in_case"),
        ("state", "open"),
    ]
    assert counts_agree(core.db)


def test_what_could_not_be_stored_is_not_counted_either(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "check", lambda entry: None)  # the door left open
    heard = Phone("+22370000000").says(
        events.MessageIn("Le forage est en panne", "id-1", understood=False), kind="sms"
    )
    absurd = SessionEnd("africastalking", "s", "", "", 0, 0)
    object.__setattr__(absurd, "at", float("nan"))
    assert ingest.apply(core.db, VAULT, [heard, absurd], core.settings.values).quarantined == 1
    assert counts_agree(core.db)


def test_a_line_s_answers_are_found_by_what_they_are_about(core: Core, by: int) -> None:
    awa = Phone("+22370000000")
    writes(core, awa, "Bonjour")
    reply = Reply(1, "Merci.", by, "t", "answer:88")
    done = [answering.answer(core, reply) for _ in range(2)]
    assert [(one.message_id, one.fresh) for one in done] == [(2, True), (2, False)]
    with core.db.read() as connection:
        (found,) = staff_answers.about(connection, VAULT, ["answer:88"])
    assert (found.text, found.state, found.by, found.message_id) == ("Merci.", "queued", by, 2)


def test_an_answer_sent_again_by_its_form_is_known_though_its_reader_stopped_since(core: Core, by: int) -> None:
    awa = Phone("+22370000000")
    writes(core, awa, "Bonjour")
    answering.answer(core, Reply(1, "Merci.", by, "t", "answer:88"))
    stops(core, awa)
    assert not answering.answer(core, Reply(1, "Merci.", by, "t", "answer:88")).fresh
    with pytest.raises(AnswerRefused, match="stopped"):
        answering.answer(core, Reply(1, "Encore.", by, "u", "answer:88"))


@pytest.mark.parametrize(
    ("contact", "text", "reason"), [(99, "Bonjour", "nobody"), (1, "  ", "empty"), (1, "mot " * 200, "too_long")]
)
def test_an_answer_that_cannot_be_sent_says_why(core: Core, by: int, contact: int, text: str, reason: str) -> None:
    writes(core, Phone("+22370000000"), "Bonjour")
    with pytest.raises(AnswerRefused) as refused:
        answering.answer(core, Reply(contact, text, by, "t", "answer:88"))
    assert refused.value.reason == reason
    assert column(core.db, select(Message.direction)) == ["in"]


def test_an_answer_is_told_by_the_channel_that_took_over(core: Core, by: int) -> None:
    awa = Phone("+22370000000")
    (item,) = writes(core, awa, "Bonjour")
    number = casework.open_from(core, seen(core, item), (), About("question", "Bonjour"), by)
    with core.db.read() as connection:
        case = cases.one(connection, VAULT, number)
    assert case is not None
    first = casework.answer(core, case, "Merci.", by, "t").message_id
    with core.db.begin() as connection:
        add_successors(connection, [first], "orange", NOON)
    with core.db.read() as connection:
        (found,) = staff_answers.about(connection, VAULT, [f"case:{number}"])
    assert (found.message_id, found.state) == (first + 1, "queued")


def test_whoever_is_forgotten_is_waited_for_no_more_and_leaves_no_words(core: Core, by: int) -> None:
    awa = Phone("+22370000000")
    (item,) = writes(core, awa, "Bonjour")
    number = casework.open_from(core, seen(core, item), (), About("question", "Affaire d’Awa"), by)
    writes(core, Phone("+22366000001"), "Moi aussi")
    with core.db.begin() as connection:
        forgetting.forget(connection, VAULT, [1, 2])
    with core.db.read() as connection:
        case = cases.one(connection, VAULT, number)
    assert case is not None
    assert (case.about.title, case.waits, case.state) == ("", False, "read")
    assert states(core) == ["in_case", "aside"]
    assert counts_agree(core.db)
