"""What is in the files: everybody once, masked unless asked otherwise, and nothing a spreadsheet would run."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from jamakan import events, storing
from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.store import attendance, ingest
from jamakan.store.activities import open_activities
from jamakan.store.models import Export, Registration
from tests.support.console import register
from tests.support.files import built, bytes_of, column, sheet
from tests.support.rows import rows
from tests.support.stories import NOON, VAULT, Phone, dialogue_of

FORMATS = pytest.mark.parametrize("how", ["csv", "xlsx"])
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://evil.example")',
    "+1;DDE()",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    '"a", 2\nb',
    "<b>&amp;",
)
FACTS = ("sex", "age", "region", "group", "displacement", "pvh", "disability", "disability_some", "by_relay")


def answers(core: Core, *texts: str) -> str:
    """People each give one free answer to the feedback survey; its version."""
    version, told = core.book.current("feedback").version, []
    for number, text in enumerate(texts):
        phone = Phone(f"+2237{number:07d}")
        started = events.DialogueStarted(dialogue_of(phone), "feedback", version, "fr")
        satisfied = events.Answered(dialogue_of(phone), "satisfaction", "select_one", "4", False)
        why = events.Answered(dialogue_of(phone), "why", "text", text, False)
        told.append(phone.says(started, satisfied, why))
    storing.refresh(core)  # the questions asked stay beside the answers
    ingest.apply(core.db, VAULT, told, core.settings.values)
    return version


@FORMATS
def test_people_are_there_once_with_pseudonyms_and_masked_numbers(core: Core, kayes: Activity, how: str) -> None:
    register(core, kayes, "Awa Traoré", "Sira Ba")
    found = sheet(core, built(core, "people", how))
    assert found[0] == ["person", "line", "phone", "network", "language", "stopped", *FACTS, "registered"]
    assert [phone.lstrip("'") for phone in column(found, "phone")] == ["+223 7• •• •• 00", "+223 7• •• •• 01"]
    assert len({*column(found, "person"), *column(found, "line")}) == 4
    assert column(found, "sex") == ["female", "female"]
    assert b"Awa" not in bytes_of(core, built(core, "people", "csv"))


@FORMATS
def test_who_may_gets_names_and_whole_numbers(core: Core, kayes: Activity, how: str) -> None:
    register(core, kayes, "Awa Traoré")
    found = sheet(core, built(core, "people", how, identified=True))
    assert column(found, "name") == ["Awa Traoré"]
    assert column(found, "phone") == ["+22370000000"]


def test_pseudonyms_of_two_files_have_nothing_in_common(core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "Sira Ba")
    one, other = (sheet(core, built(core, "people")) for _ in range(2))
    assert not {*column(one, "person")} & {*column(other, "person")}
    assert rows(core.db, select(Export.salt)) == [("",), ("",)]  # nobody leads them back, not even we


def test_a_dialogue_has_its_number_for_those_who_may_and_a_pseudonym_for_others(core: Core) -> None:
    version = answers(core, "Les repas", "Tout")
    masked, again = (column(sheet(core, built(core, "answers", version=version)), "_dialogue") for _ in range(2))
    assert len({*masked, *again}) == 4
    whole = sheet(core, built(core, "answers", version=version, identified=True))
    assert column(whole, "_dialogue") == ["1", "2"]
    assert not {"1", "2"} & {*masked, *again}


@FORMATS
def test_an_answer_is_a_column_by_its_name_in_the_form(core: Core, how: str) -> None:
    version = answers(core, "Les repas", "Tout")
    found = sheet(core, built(core, "answers", how, version=version))
    assert [name for name in found[0] if not name.startswith("_")] == ["consent", "satisfaction", "why", "proposal"]
    assert column(found, "why") == ["Les repas", "Tout"]
    assert column(found, "_outcome") == ["partial", "partial"]


@FORMATS
@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(core: Core, how: str, text: str) -> None:
    record = built(core, "answers", how, version=answers(core, text))
    (cell,) = column(sheet(core, record), "why")
    if how == "csv":
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell.replace("'", "") == text
    else:
        assert cell == text
        with zipfile.ZipFile(io.BytesIO(bytes_of(core, record))) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@FORMATS
def test_attendance_says_who_came_on_which_day(core: Core, kayes: Activity, how: str) -> None:
    register(core, kayes, "Awa Traoré", "Sira Ba")
    ((first,), *_) = rows(core.db, select(Registration.id).order_by(Registration.id))
    with core.db.begin() as connection:
        attendance.mark(connection, first, 1, None, datetime.now(UTC))
    found = sheet(core, built(core, "attendance", how, activity=kayes.slug))
    assert [int(came) for came in column(found, "day1")] == [1, 0]
    assert column(found, "activity") == [kayes.slug] * 2
    assert len(sheet(core, built(core, "attendance", how, activity=kayes.slug, since="2099-01-01"))) == 1


def test_messages_hold_no_words_unless_whole(core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    phone = Phone("+22370000077")
    ingest.apply(core.db, VAULT, [phone.says(events.MessageIn("Je suis Awa", "ATX1", understood=True), kind="sms")])
    masked = sheet(core, built(core, "messages"))
    assert "text" not in masked[0]
    assert "in" in column(masked, "direction")
    assert "Je suis Awa" in column(sheet(core, built(core, "messages", identified=True)), "text")


def test_filters_narrow_by_activity_and_days(core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    with core.db.read() as connection:
        other = open_activities(connection, NOON)[1]
    people = {"activity": (kayes.slug, 1), "until": ("2026-11-22", 0), "since": ("2026-11-23", 1)}
    for name, (value, expected) in people.items():
        assert len(sheet(core, built(core, "people", **{name: value}))) - 1 == expected, name
    assert len(sheet(core, built(core, "people", activity=other.slug))) == 1
