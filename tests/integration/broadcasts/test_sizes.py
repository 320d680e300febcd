"""What the database counts in one statement is what goes out, line by line."""

from collections.abc import Mapping

import pytest

from jamakan import events
from jamakan.broadcasts import drafting
from jamakan.broadcasts.counting import count
from jamakan.core import Core
from jamakan.programme.audience import Audience
from jamakan.store.broadcasts.sizes import Size, size
from tests.support import bulk


@pytest.fixture
def house(core: Core) -> Core:
    """Awa and Sira, women; Sira stopped messages. Moussa and Drissa share a line. Fatou only gave her opinion."""
    bulk.registered(core, 1, "Awa", sex="female")
    sira = bulk.registered(core, 2, "Sira", sex="female")
    moussa = bulk.registered(core, 3, "Moussa", sex="male")
    moussa.registers(bulk.coming(core), "Drissa", sex="male", code="999111")
    sira.says(events.OptedOut())
    bulk.store(core, sira, moussa)
    bulk.answers(core, bulk.phone(4), "feedback", satisfaction="5")
    return core


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ({"everybody": True}, Size(2, 3, 1)),
        ({"sex": ["female"]}, Size(1, 1, 1)),
        ({"sex": ["male"]}, Size(1, 2, 0)),
        ({"registration": ["registered"]}, Size(2, 3, 1)),
        ({"answered": ["feedback"]}, Size(1, 1, 0)),
        ({"answers": {"feedback:satisfaction": ["5"]}}, Size(1, 1, 0)),
        ({"answered": ["feedback"], "sex": ["male"]}, Size(0, 0, 0)),
        ({"not_answered": ["feedback"]}, Size(2, 3, 1)),
        ({"language": ["en"]}, Size(0, 0, 0)),
        ({"nobody": True}, Size(0, 0, 0)),
    ],
)
def test_lines_people_and_those_who_stopped(house: Core, audience: Mapping[str, object], expected: Size) -> None:
    whom = Audience.from_json(audience)
    with house.db.read() as connection:
        assert size(connection, whom, None) == expected
    counted = count(house, bulk.plan(house, audience))
    assert (counted.lines, counted.excluded["opted_out"]) == (expected.lines, expected.stopped)
    assert counted.lines + counted.excluded["same_line"] == expected.people


def test_the_lines_of_a_spreadsheet(house: Core) -> None:
    texts = {"fr": "Bonjour"}
    sheet = drafting.read_sheet(house, texts, b"tel\n70000001\n70000002\n70009999\n")
    made = drafting.create(house, bulk.plan(house, sheet.audience.to_json(), texts=texts), by="Awa", sheet=sheet)
    with house.db.read() as connection:
        assert size(connection, made.plan.audience, made.id) == Size(2, 2, 1)
