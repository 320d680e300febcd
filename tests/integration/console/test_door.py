"""The check-in list: who came on which day, once, and taken back by another tap."""

from collections.abc import Callable

import pytest

from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.store import models, tallies
from jamakan.store.activities import row_id
from jamakan.store.tallies import PRESENT, Tally
from tests.support.console import Staff, register, trail_holds
from tests.support.rows import count
from tests.support.together import together

People = Callable[[str], Staff]


@pytest.fixture
def oumou(staff: People, core: Core, kayes: Activity) -> Staff:
    register(core, kayes, "Awa Traoré", "Sira Keïta")
    register(core, kayes, "Moussa Koné", sex="male", first=2)
    return staff("operator")


def tally(core: Core, activity: Activity) -> Tally:
    with core.db.read() as connection:
        found = row_id(connection, activity.slug)
        assert found is not None
        return tallies.of(connection, [found])[found]


def tap(staff: Staff, activity: Activity, person: int, day: int = 1, came: int = 1, status: int = 303) -> None:
    staff.sends(f"/activities/{activity.slug}/door/{day}/{person}", status, came=came)


def test_the_list_is_in_the_order_of_names(oumou: Staff, kayes: Activity) -> None:
    page = oumou.opens(f"/activities/{kayes.slug}/door/1")
    places = [page.index(name) for name in ("Awa Traoré", "Moussa Koné", "Sira Keïta")]
    assert places == sorted(places)
    oumou.sees("sur 3 attendus", 'aria-pressed="false"')


def test_people_come_on_one_day_or_both(oumou: Staff, core: Core, kayes: Activity) -> None:
    tap(oumou, kayes, 1)
    tap(oumou, kayes, 1, day=2)
    tap(oumou, kayes, 3, day=2)
    counts = tally(core, kayes)
    assert [counts.people(name) for name in (PRESENT, "day1", "day2", "came2", "came1")] == [2, 1, 2, 1, 1]
    assert counts.people(PRESENT, "sex", "female") == 1
    oumou.opens(f"/activities/{kayes.slug}")
    oumou.sees("Présents le jour 1", "1/3", "Présents tous les jours")


def test_a_tap_counts_once_and_another_takes_it_back(oumou: Staff, core: Core, kayes: Activity) -> None:
    for _ in range(2):
        tap(oumou, kayes, 1)
    assert (count(core.db, models.Attendance), tally(core, kayes).people(PRESENT)) == (1, 1)
    for _ in range(2):
        tap(oumou, kayes, 1, came=0)
    assert (count(core.db, models.Attendance), tally(core, kayes).people(PRESENT)) == (0, 0)
    assert [entry.details["came"] for entry in oumou.deeds() if entry.action == "presence"] == [False, True]


def test_two_doors_at_the_same_instant(oumou: Staff, core: Core, kayes: Activity) -> None:
    oumou.opens("/settings")
    form = {"csrf_token": oumou.token, "came": "1"}
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in oumou.client._cookies.values())

    def door(number: int) -> int:
        client = oumou.client.application.test_client(use_cookies=False)
        person = number % 3 + 1
        path = f"/activities/{kayes.slug}/door/1/{person}"
        return client.post(path, data=form, headers={"Cookie": cookies}).status_code

    assert together(6, door) == [303] * 6
    assert (count(core.db, models.Attendance), tally(core, kayes).people("day1")) == (3, 3)
    assert trail_holds(core)


def test_a_tap_answers_with_the_row_and_the_count(oumou: Staff, kayes: Activity) -> None:
    oumou.opens(f"/activities/{kayes.slug}/door/1")
    path = f"/activities/{kayes.slug}/door/1/1"
    form = {"csrf_token": oumou.token, "came": "1"}
    answer = oumou.client.post(path, data=form, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith("<li")
    assert 'aria-pressed="true"' in answer.text
    assert '<strong id="count" hx-swap-oob="true">1</strong>' in answer.text
    assert len(answer.data) < 3000


@pytest.mark.parametrize(("day", "person"), [(0, 1), (3, 1), (1, 999)])
def test_no_such_day_or_person(oumou: Staff, core: Core, kayes: Activity, day: int, person: int) -> None:
    tap(oumou, kayes, person, day=day, status=404)
    assert count(core.db, models.Attendance) == 0


def test_an_activity_of_which_only_the_month_is_known_has_no_door(oumou: Staff) -> None:
    oumou.opens("/activities/kayes-2025-11/door", status=404)
