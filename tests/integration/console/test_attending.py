"""The code of the day, people whom staff enter, kept seats, and the list of certificates."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.store import models
from jamakan.store.models import Attendance, Consent, Contact, DayCode, Participant, Registration
from tests.support.console import Staff, register
from tests.support.rows import column, count, rows

People = Callable[[str], Staff]
AGREED = {"agreed": "1", "sex": "female", "age": "", "region": "", "group": "", "displacement": "", "pvh": "yes"}


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


def today_is_day_one(core: Core, activity: Activity) -> None:
    first = datetime.now(UTC).replace(hour=0, minute=0, second=1)
    times = {"starts_at": first, "ends_at": first + timedelta(days=1, hours=12)}
    with core.db.begin() as connection:
        connection.execute(update(models.Activity).where(models.Activity.slug == activity.slug).values(times))


def came(staff: Staff, activity: Activity, person: int, *days: int) -> None:
    for day in days:
        staff.sends(f"/activities/{activity.slug}/door/{day}/{person}", came=1)


def test_the_code_is_made_once_and_shown_large(oumou: Staff, core: Core, kayes: Activity) -> None:
    oumou.opens(f"/activities/{kayes.slug}/code/1")
    oumou.sees("Faire le code")
    for _ in range(2):
        oumou.sends(f"/activities/{kayes.slug}/code/1")
    (code,) = column(core.db, select(DayCode.code))
    oumou.opens(f"/activities/{kayes.slug}/code/1")
    oumou.sees(f'class="day-code">{code}<', f"Envoyez PRESENT {code} au 36000, ou composez *384*12345*{code}#.")
    assert [entry.action for entry in oumou.deeds()].count("code.made") == 1
    oumou.opens(f"/activities/{kayes.slug}/code/3", 404)


def test_a_viewer_makes_no_code(staff: People, kayes: Activity) -> None:
    staff("viewer").sends(f"/activities/{kayes.slug}/code/1", 403)


def test_somebody_without_a_phone_is_entered_once(oumou: Staff, core: Core, kayes: Activity) -> None:
    oumou.opens(f"/activities/{kayes.slug}/enter")
    for _ in range(2):
        oumou.sends(f"/activities/{kayes.slug}/enter", 303, token="t1", name="Bintou Coulibaly", phone="", **AGREED)
    assert rows(core.db, select(Participant.sex, Participant.pvh)) == [("female", "yes")]
    assert column(core.db, select(Registration.state)) == ["registered"]
    assert rows(core.db, select(Consent.kind)) == [("staff",)]
    assert column(core.db, select(Contact.opted_out)) == [True]  # nobody is ever written to there
    assert [entry.action for entry in oumou.deeds()].count("registration.added") == 1
    oumou.opens(f"/activities/{kayes.slug}")
    oumou.sees("Bintou Coulibaly")
    oumou.opens("/people/1")


def test_a_walk_in_is_there_today(oumou: Staff, core: Core, kayes: Activity) -> None:
    today_is_day_one(core, kayes)
    oumou.opens(f"/activities/{kayes.slug}/enter")
    oumou.sees("Elle est là aujourd’hui, jour 1")
    oumou.sends(
        f"/activities/{kayes.slug}/enter", 303, token="t2", name="Ali", phone="70 00 00 09", here="1", **AGREED
    )
    assert rows(core.db, select(Attendance.day, Attendance.source)) == [(1, "door")]
    assert count(core.db, models.Message) == 0


@pytest.mark.parametrize(
    ("field", "value"), [("agreed", ""), ("age", "under_18"), ("phone", "123"), ("name", "123"), ("sex", "other")]
)
def test_what_is_wrong_is_told_and_nothing_kept(
    oumou: Staff, core: Core, kayes: Activity, field: str, value: str
) -> None:
    typed = {"token": "t3", "name": "Ali", "phone": "", **AGREED} | {field: value}
    oumou.sends(f"/activities/{kayes.slug}/enter", 422, **typed)
    oumou.sees(f'id="{field}-problem"')
    assert count(core.db, Participant) == 0


def test_kept_seats_are_seen_and_opened_to_all(oumou: Staff, core: Core, kayes: Activity) -> None:
    oumou.opens(f"/activities/{kayes.slug}/edit")
    seen = oumou.html.split('name="seen" id="seen" value="')[1].split('"')[0]
    first, last = kayes.first_day.isoformat(), kayes.last_day.isoformat()
    plan = {"seen": seen, "region": "kayes", "place": "Mairie", "starts": "09:00", "ends": "16:00", "target": 2}
    days = {"first": first, "last": last, "seats": 2, "note": "", "kept__sex__female": 1}
    oumou.sends(f"/activities/{kayes.slug}/edit", 303, **plan, **days)
    register(core, kayes, "Moussa", "Issa", sex="male")
    assert column(core.db, select(Registration.state).order_by(Registration.id)) == ["registered", "waitlisted"]
    oumou.opens(f"/activities/{kayes.slug}")
    oumou.sees("Places gardées", "Ouvrir à tous")
    oumou.sends(f"/activities/{kayes.slug}/release")
    assert column(core.db, select(Registration.state).order_by(Registration.id)) == ["registered", "registered"]
    oumou.opens(f"/activities/{kayes.slug}")
    oumou.sees("Elles sont ouvertes à tous.", "1 personne qui attendait a une place")
    oumou.sends(f"/activities/{kayes.slug}/release")
    assert [entry.action for entry in oumou.deeds()].count("activity.released") == 1


def test_more_cannot_be_kept_than_there_is(oumou: Staff, kayes: Activity) -> None:
    oumou.opens(f"/activities/{kayes.slug}/edit")
    oumou.sends(f"/activities/{kayes.slug}/edit", 422, seats=3, kept__sex__female=4)
    oumou.sees("Il y a plus de places gardées que de places.")


def test_certificates_are_for_those_who_came_every_day(oumou: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "=Sira Keïta", "Fatou Diarra")
    came(oumou, kayes, 1, 1, 2)
    came(oumou, kayes, 2, 1, 2)
    came(oumou, kayes, 3, 2)
    page = oumou.opens(f"/activities/{kayes.slug}/certificates")
    oumou.sees("2 personnes sont venues tous les jours.")
    assert "Fatou" not in page
    answer = oumou.sends(f"/activities/{kayes.slug}/certificates.csv", 200)
    table = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row[0] for row in table] == ["nom", "'=Sira Keïta", "Awa Traoré"]
    answer = oumou.client.post(f"/activities/{kayes.slug}/certificates.xlsx", data={"csrf_token": oumou.token})
    sheet = load_workbook(BytesIO(answer.get_data())).active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows()] == ["nom", "=Sira Keïta", "Awa Traoré"]
    assert [entry.action for entry in oumou.deeds()].count("activity.certificates") == 2


def test_a_viewer_sees_no_certificates(staff: People, kayes: Activity) -> None:
    viewer = staff("viewer")
    viewer.opens(f"/activities/{kayes.slug}/certificates", 403)
    viewer.sends(f"/activities/{kayes.slug}/certificates.csv", 403)
