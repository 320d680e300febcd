"""Activities from a browser: what is seen, planned, changed, and what people and Redis learn of it."""

import time
from collections.abc import Callable

import pytest
from sqlalchemy import update

from gateway.console.activities.editing import seen
from jamakan.conversation.programme import ProgrammeReader
from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.state import keys
from jamakan.store import models
from jamakan.store.activities import find
from jamakan.store.message_list import latest
from tests.support.console import Staff, register, trail_holds
from tests.support.rows import counters_agree, rows, seats

People = Callable[[str], Staff]
NEW = {
    "region": "koutiala",
    "place": "Foyer des femmes",
    "first": "2027-03-01",
    "last": "02/03/2027",
    "starts": "9h",
    "ends": "16:30",
    "seats": "40",
    "target": "40",
    "quota__sex__female": "20",
    "note": "",
}


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


def series(staff: Staff) -> str:
    return staff.opens("/activities/new").split('name="series"')[1].split('value="')[1].split('"')[0]


def form_of(staff: Staff, activity: Activity) -> dict[str, str]:
    """The edit form as it stands."""
    page = staff.opens(f"/activities/{activity.slug}/edit")
    fields = {name: page.split(f'name="{name}" ')[1].split('value="')[1].split('"')[0] for name in FILLED}
    return fields | {"region": activity.region, "note": activity.note}


FILLED = ("seen", "place", "first", "last", "starts", "ends", "seats", "target")


def small(core: Core, kayes: Activity, seats: int = 1) -> None:
    with core.db.begin() as connection:
        connection.execute(update(models.Activity).where(models.Activity.slug == kayes.slug).values(seats=seats))


def told(core: Core) -> list[str]:
    """What people were or will be sent, oldest first."""
    with core.db.read() as connection:
        return [row.body for row in reversed(latest(connection, core.settings.vault, (), 100))]


def test_the_list_and_the_calendar_in_both_languages(oumou: Staff) -> None:
    oumou.opens("/activities")
    oumou.sees("Kayes", "Maison des jeunes, Kayes", "0/60", "Places prises")
    oumou.opens("/activities?when=past")
    oumou.sees("novembre 2025", "48/60", "FEMAPH, Bamako")
    oumou.opens("/activities/calendar?month=2025-12")
    oumou.sees("décembre 2025", "jour non publié", "Sikasso", "Bamako")
    oumou.opens("/activities")
    oumou.sends("/language", to="en", next="/activities?when=past")
    oumou.opens("/activities?when=past")
    oumou.sees("November 2025", '<html lang="en"', "Reached")


@pytest.mark.parametrize("month", ["", "2026", "9999-99", "0001-01", "2026-02-30", "' OR 1=1"])
def test_any_month_asked_for_gives_a_calendar(oumou: Staff, month: str) -> None:
    oumou.opens(f"/activities/calendar?month={month}")


def test_one_activity_shows_who_may_see_it_what_they_may_see(staff: People, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "Sira Keïta")
    oumou, viewer = staff("operator"), staff("viewer")
    oumou.opens(f"/activities/{kayes.slug}")
    oumou.sees("Awa Traoré", "+223 7• •• •• 00", "Modifier", "Liste de présence")
    viewer.opens(f"/activities/{kayes.slug}")
    viewer.sees("A. T.", "S. K.")
    assert "Traoré" not in viewer.html
    assert "Modifier" not in viewer.html
    assert "+22370000000" not in oumou.html + viewer.html


def test_a_whole_number_is_shown_on_request_and_noted(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    oumou.opens(f"/activities/{kayes.slug}/people/1")
    assert "+22370000000" not in oumou.html
    oumou.sends(f"/activities/{kayes.slug}/people/1/number", 200)
    oumou.sees("+22370000000")
    assert (oumou.deeds()[0].action, oumou.deeds()[0].subject) == ("number.read", "registration:1")


def test_a_new_activity_is_open_at_once_and_made_once(oumou: Staff, core: Core) -> None:
    form = NEW | {"series": series(oumou)}
    places = [oumou.sends("/activities/new", **form).location for _ in range(2)]
    assert places == ["/activities/koutiala-2027-03-01"] * 2
    oumou.opens(places[0])
    oumou.sees("Foyer des femmes", "1–2 mars 2027, 09:00–16:30", "0/20", "Femmes")
    open_now = ProgrammeReader().read(core.redis.get(keys.PROGRAMME), time.time()).activities
    assert [activity.slug for activity in open_now].count("koutiala-2027-03-01") == 1


def test_two_activities_of_one_region_may_begin_on_one_day(oumou: Staff) -> None:
    form = NEW | {"series": series(oumou)}
    oumou.sends("/activities/new", **form)
    other = oumou.sends("/activities/new", **form | {"place": "Mairie"})
    assert other.location == "/activities/koutiala-2027-03-01-2"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"place": "  "}, "Ce champ est vide."),
        ({"place": "x" * 61}, "Trop long : 60 caractères au plus."),
        ({"region": "atlantide"}, "Choisissez dans la liste."),
        ({"first": "demain"}, "Il faut une date JJ/MM/AAAA."),
        ({"first": "2027-02-30"}, "Il faut une date JJ/MM/AAAA."),
        ({"first": "0999-01-01", "last": "0999-01-01"}, "Cette année n’est pas possible."),
        ({"last": "2027-02-27"}, "Le dernier jour est avant le premier."),
        ({"last": "2027-06-01"}, "Une activité dure au plus 31 jours."),
        ({"last": "2027-03-01", "ends": "08:00"}, "La fin est avant le début."),
        ({"starts": "25:00"}, "Il faut une heure."),
        ({"seats": "0"}, "Il faut un nombre entre 1 et 5000."),
        ({"seats": "1e3"}, "Il faut un nombre entre 1 et 5000."),
        ({"seats": "9" * 500}, "Il faut un nombre entre 1 et 5000."),
        ({"quota__sex__female": "-1"}, "Il faut un nombre entre 0 et 5000."),
        ({"series": "999999"}, "Choisissez dans la liste."),
    ],
)
def test_bad_input_is_explained_and_nothing_typed_is_lost(
    oumou: Staff, core: Core, wrong: dict[str, str], words: str
) -> None:
    form = NEW | {"series": series(oumou), "note": "Apporter les chaises"} | wrong
    oumou.sends("/activities/new", 422, **form)
    oumou.sees(words, "Apporter les chaises")
    with core.db.read() as connection:
        assert find(connection, "koutiala-2027-03-01") is None


def test_more_seats_let_the_waiting_list_in_and_tell_them(oumou: Staff, core: Core, kayes: Activity) -> None:
    small(core, kayes)
    register(core, kayes, "Awa Traoré", "Sira Keïta", "Fatou Diarra")
    oumou.sends(f"/activities/{kayes.slug}/edit", **form_of(oumou, kayes) | {"seats": "2"})
    assert [state for _, state in seats(core.db, kayes.slug)] == ["registered", "registered", "waitlisted"]
    oumou.opens(f"/activities/{kayes.slug}")
    oumou.sees("1 personne de la liste d’attente a maintenant une place.")
    assert "Sira Keïta" in told(core)[-1]
    assert counters_agree(core.db)
    assert trail_holds(core)


def test_fewer_seats_than_people_is_refused(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "Sira Keïta")
    oumou.sends(f"/activities/{kayes.slug}/edit", 422, **form_of(oumou, kayes) | {"seats": "1"})
    oumou.sees("2 personnes ont déjà une place : annulez-en d’abord.")


def test_another_place_asks_whether_to_tell_people(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    form = form_of(oumou, kayes)
    moved = oumou.sends(f"/activities/{kayes.slug}/edit", **form | {"place": "Stade Abdoulaye Makoro Sissoko"})
    assert moved.location == f"/activities/{kayes.slug}?moved=yes"
    oumou.opens(moved.location)
    oumou.sees("Faut-il la prévenir ?", f"/reminders?activity={kayes.slug}&about=moved")
    again = oumou.sends(f"/activities/{kayes.slug}/edit", **form_of(oumou, kayes) | {"note": "seulement la note"})
    assert again.location == f"/activities/{kayes.slug}"


def test_two_people_editing_do_not_undo_each_other(staff: People, core: Core, kayes: Activity) -> None:
    oumou, ramata = staff("operator"), staff("administrator")
    mine, theirs = form_of(oumou, kayes), form_of(ramata, kayes)
    ramata.sends(f"/activities/{kayes.slug}/edit", **theirs | {"place": "Mairie"})
    oumou.sends(f"/activities/{kayes.slug}/edit", 422, **mine | {"seats": "70"})
    oumou.sees("Quelqu’un a modifié cette activité entre-temps")
    with oumou.client.application.test_request_context(), core.db.read() as connection:
        changed = find(connection, kayes.slug)
        assert changed is not None
        assert (changed.place, changed.seats) == ("Mairie", 60)
        assert seen(changed) != mine["seen"]


def test_cancelling_for_somebody_tells_them_and_the_next_one(oumou: Staff, core: Core, kayes: Activity) -> None:
    small(core, kayes)
    register(core, kayes, "Awa Traoré", "Sira Keïta")
    before = len(told(core))
    path = f"/activities/{kayes.slug}/people/1/cancel"
    oumou.sends(path, 422)
    oumou.sees("Choisissez dans la liste.")
    oumou.sends(path, reason="asked")
    oumou.sends(path, reason="asked")
    assert [state for _, state in seats(core.db, kayes.slug)] == ["cancelled", "registered"]
    assert len(told(core)) == before + 2
    deed = next(entry for entry in oumou.deeds() if entry.action == "registration.cancelled")
    assert deed.details == {"reason": "asked"}
    oumou.opens(f"/activities/{kayes.slug}?list=cancelled")
    oumou.sees("Awa Traoré", "Rien n’a changé")
    assert counters_agree(core.db)


def test_a_place_given_by_hand_needs_a_free_seat(oumou: Staff, core: Core, kayes: Activity) -> None:
    small(core, kayes)
    register(core, kayes, "Awa Traoré", "Sira Keïta", "Fatou Diarra")
    path = f"/activities/{kayes.slug}/people/3/promote"
    oumou.sends(path, reason="organisation")
    assert [state for _, state in seats(core.db, kayes.slug)] == ["registered", "waitlisted", "waitlisted"]
    small(core, kayes, seats=2)
    oumou.sends(path, reason="organisation")
    assert [state for _, state in seats(core.db, kayes.slug)] == ["registered", "waitlisted", "registered"]
    assert "Fatou Diarra" in told(core)[-1]
    assert counters_agree(core.db)


def test_a_registration_of_another_activity_is_not_there(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    other = rows(core.db, models.Activity.__table__.select())[0]
    slug = next(value for value in other if isinstance(value, str) and "-20" in value)
    oumou.opens(f"/activities/{slug}/people/1", status=404)
    oumou.opens("/activities/nulle-part", status=404)
    oumou.sees("Cette page n’existe pas")
