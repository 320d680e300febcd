"""How activities and places are called."""

from datetime import UTC, datetime

import pytest

from jamakan.programme.activities import Activity, dates, label, name
from jamakan.programme.regions import REGIONS, region_name


def activity(first: tuple[int, int, int], last: tuple[int, int, int], precision: str = "day") -> Activity:
    return Activity(
        slug="x",
        region="segou",
        place="Maison de la femme",
        starts_at=datetime(*first, 9, tzinfo=UTC),
        ends_at=datetime(*last, 16, tzinfo=UTC),
        precision=precision,
        seats=60,
        seats_taken=60,
        waitlisted=0,
        target=60,
        reached=None,
        note="",
    )


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ((2026, 11, 26), (2026, 11, 27), "26–27 nov. 2026", "26–27 Nov 2026"),
        ((2026, 11, 30), (2026, 12, 1), "30 nov. – 1 déc. 2026", "30 Nov – 1 Dec 2026"),
        ((2026, 12, 31), (2027, 1, 1), "31 déc. 2026 – 1 janv. 2027", "31 Dec 2026 – 1 Jan 2027"),
        ((2026, 12, 1), (2026, 12, 1), "1 déc. 2026", "1 Dec 2026"),
    ],
)
def test_dates(first: tuple[int, int, int], last: tuple[int, int, int], french: str, english: str) -> None:
    assert (dates(activity(first, last), "fr"), dates(activity(first, last), "en")) == (french, english)


def test_only_the_month_when_no_more_was_published() -> None:
    november = activity((2025, 11, 1), (2025, 11, 30), "month")
    assert (dates(november, "fr"), label(november, "en")) == ("novembre 2025", "Ségou Nov")


def test_a_language_without_its_own_words_is_told_in_french() -> None:
    assert label(activity((2026, 11, 26), (2026, 11, 27)), "bm") == "Ségou 26–27 nov."


def test_names_keep_their_accents_and_full_is_said() -> None:
    one = activity((2026, 11, 26), (2026, 11, 27))
    assert (name(one), one.full) == ("Ségou", True)
    assert region_name("elsewhere") == "elsewhere"


def test_the_regions_are_nineteen_and_the_district() -> None:
    assert len(REGIONS) == 20
    assert sorted(region.pcode for region in REGIONS.values()) == [f"ML{n:02}" for n in range(1, 21)]
    assert {region.old for region in REGIONS.values()} <= {"", *REGIONS}
