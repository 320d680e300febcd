"""docs/follow-ups.md does what it says: its rules load, and send what it shows."""

import re
from pathlib import Path

import pytest

from jamakan.followups.reading import read_rules
from jamakan.followups.rules import KINDS, STATES
from tests.integration.followups.test_unfinished import Caller
from tests.support.followups import KAYES, Office, before
from tests.support.stories import Phone

PAGE = (Path(__file__).parents[3] / "docs" / "follow-ups.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_rule_on_the_page_loads(block: str) -> None:
    assert read_rules(block, "docs/follow-ups.md")


def test_every_kind_and_state_is_explained() -> None:
    assert all(f"`{word}" in PAGE for word in (*KINDS, *STATES))


def test_the_reminder_of_the_page_is_sent(office: Office) -> None:
    office.goes_by(BLOCKS[0])
    awa = Phone("+22370000001")
    office.hears(awa.registers(KAYES, "Awa"))
    office.works(before(hours=19))
    assert office.texts(awa)[0].startswith("COCEM : rappel, session Kayes le 26–27 nov. 2026 à 09:00")


def test_the_question_comes_as_the_page_shows_it(office: Office) -> None:
    shown = re.search(r"^```transcript unfinished\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    office.core.book.publish()
    office.goes_by(next(one for one in BLOCKS if one.startswith("unfinished")))
    awa = Caller(office)
    awa.dials("1", "2", "4")
    office.works(awa.waits(minutes=46))
    assert shown
    assert office.texts() == [shown[1].strip()]
