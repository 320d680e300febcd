"""The diagram of docs/broadcasts.md is the table of transitions."""

import re
from pathlib import Path

from jamakan.programme.broadcasts import DRAFT, TRANSITIONS

PAGE = Path(__file__).parents[3] / "docs" / "broadcasts.md"
WAY = re.compile(r"^ {4}(\S+) --> (\w+)(?:: (.+))?$", re.MULTILINE)


def test_the_diagram_shows_every_transition_and_no_other() -> None:
    drawn = WAY.findall(PAGE.read_text(encoding="utf-8"))
    ways = {(before, event): after for before, after, events in drawn for event in events.split(", ") if event}
    assert ways == dict(TRANSITIONS)
    assert [after for before, after, _ in drawn if before == "[*]"] == [DRAFT]
