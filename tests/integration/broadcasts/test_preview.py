"""A preview says who, in which words and at what cost, without a row written."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from jamakan import events
from jamakan.broadcasts.preview import balances, preview, rendering
from jamakan.core import Core
from jamakan.programme.broadcasts import BroadcastError
from jamakan.store import spending
from jamakan.store.models import Base
from tests.support import bulk

LONG = "x" * 159


@pytest.fixture
def house(core: Core) -> Core:
    """Awa and Oumou read French, Moussa English."""
    bulk.registered(core, 1, "Awa")
    moussa = bulk.registered(core, 2, "Moussa")
    moussa.says(events.LanguageSet("en"))
    bulk.store(core, moussa)
    bulk.registered(core, 3, "Oumou Traoré")
    return core


def test_lines_parts_and_cost_by_language(house: Core) -> None:
    found = preview(house, bulk.plan(house, texts={"fr": "Bonjour", "en": "Hello " + LONG})).count
    assert {language: (one.lines, one.parts, one.micros) for language, one in found.languages.items()} == {
        "fr": (2, 2, 16_000_000),
        "en": (1, 2, 16_000_000),
    }
    assert (found.lines, found.parts, found.micros) == (3, 4, 32_000_000)
    assert found.channels == {"africastalking": 3}


def test_the_dearest_rendering_and_whose_it_is(house: Core) -> None:
    french = preview(house, bulk.plan(house, texts={"fr": "{name} : œuvre €"})).count.languages["fr"]
    assert (french.longest, french.at) == ("Oumou Traoré : oeuvre €", 3)
    assert (french.measure.units, french.measure.parts, french.measure.costly) == (24, 1, ("€",))
    assert (french.replaced, french.lost) == (("œ",), ())


def test_what_nothing_stands_for_is_told(house: Core) -> None:
    assert preview(house, bulk.plan(house, texts={"fr": "Merci 😀"})).count.languages["fr"].lost == ("😀",)


def test_nothing_is_written_by_looking(house: Core) -> None:
    def rows() -> list[int]:
        with house.db.read() as connection:
            tables = Base.metadata.sorted_tables
            return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]

    before = rows()
    preview(house, bulk.plan(house))
    assert rows() == before


def test_any_recipients_rendering_by_number_or_phone(house: Core) -> None:
    made = bulk.plan(house, texts={"fr": "Bonjour {name} ç", "en": "Hello {name}"})
    third = rendering(house, made, None, number=3)
    assert (third.number, third.language, third.channel, third.text) == (
        *(3, "fr", "africastalking"),
        "Bonjour Oumou Traoré c",
    )
    assert rendering(house, made, None, phone="70 00 00 02").text == "Hello Moussa"
    with pytest.raises(BroadcastError, match=r"the list has 3 line\(s\)"):
        rendering(house, made, None, number=4)
    with pytest.raises(BroadcastError, match="not among the recipients"):
        rendering(house, made, None, phone="70009999")
    with pytest.raises(BroadcastError, match="no country has such a number"):
        rendering(house, made, None, phone="12")


def test_those_it_wrote_to_are_not_counted_again(house: Core) -> None:
    made = bulk.submitted(house, bulk.plan(house))
    bulk.office(house)
    bulk.registered(house, 4)
    found = preview(house, made.plan, made.id).count
    assert (found.lines, found.excluded, found.in_all) == (1, {"already_written_to": 3}, 4)


def test_the_month_its_cap_and_why_somebody_must_agree(house: Core) -> None:
    poor = bulk.with_settings(house, monthly_cap=1000, approval_over=2)
    with house.db.begin() as connection:
        spending.add(connection, datetime.now(UTC).date(), "orange", spending.Cost(790_000_000))
    found = preview(poor, bulk.plan(poor))
    assert (found.spent_micros, found.cap_micros) == (790_000_000, 1_000_000_000)
    assert found.reasons == (
        "it goes to 3 lines, more than 2",
        "the month would have cost 814 XOF, past the warning line of 800 XOF",
    )


def test_a_line_of_a_channel_that_is_no_more_leaves_by_the_first_one(house: Core) -> None:
    orange = bulk.with_settings(house, channels=("orange", "android"), orange_price=12, android_price=20)
    assert preview(orange, bulk.plan(orange)).count.channels == {"orange": 3}
    assert preview(orange, bulk.plan(orange)).count.micros == 36_000_000
    assert preview(orange, bulk.plan(orange, channel="android")).count.micros == 60_000_000


def test_a_carrier_that_does_not_answer_leaves_its_balance_unknown(house: Core) -> None:
    assert balances(house, preview(house, bulk.plan(house)).count) == {"africastalking": None}
