"""The public page: off until staff publish an edition; what it shows, in both languages and as data; withdrawn."""

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from jamakan.core import Core
from jamakan.figures import snapshots
from jamakan.programme.activities import Activity
from jamakan.store.results import keeping
from tests.support.console import Staff, register, trail_holds

People = Callable[[str], Staff]


@pytest.fixture
def reader(client: FlaskClient) -> FlaskClient:
    """Somebody who never signed in."""
    return client


@pytest.fixture
def town(core: Core, kayes: Activity) -> None:
    """Twenty-five women and three men."""
    register(core, kayes, *(f"Awa {number}" for number in range(25)))
    register(core, kayes, *(f"Moussa {number}" for number in range(3)), sex="male", first=50)
    snapshots.refresh(core)


def publish(person: Staff, *shown: str, status: int = 303) -> None:
    person.opens("/figures/public?" + "&".join(f"show={one}" for one in shown))
    digest = person.html.partition('name="digest" value="')[2].partition('"')[0]
    answer = person.client.post(
        "/figures/public", data={"csrf_token": person.token, "digest": digest, "show": list(shown)}
    )
    assert answer.status_code == status, answer.text[:3000]


def test_nothing_is_public_until_somebody_publishes(reader: FlaskClient) -> None:
    assert reader.get("/public").status_code == 404
    assert reader.get("/public/data.csv").status_code == 404


@pytest.mark.usefixtures("town")
def test_an_edition_is_read_by_anybody(staff: People, reader: FlaskClient, core: Core) -> None:
    alou = staff("approver")
    publish(alou, "participation.group", "participation.region")
    french, english = reader.get("/public"), reader.get("/public/en")
    for page in (french, english):
        assert page.status_code == 200
        assert "Set-Cookie" not in page.headers
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert "public" in page.headers["Cache-Control"]
        assert len(page.data) < 30_000
        assert "<script" not in page.text
    assert "Participation aux activités" in french.text
    assert "Taking part in activities" in english.text
    again = reader.get("/public", headers={"If-None-Match": french.headers["ETag"]})
    assert again.status_code == 304
    assert alou.deeds()[0].action == "public.published"
    assert trail_holds(core)


@pytest.mark.usefixtures("town")
def test_three_men_are_not_to_be_found(staff: People, reader: FlaskClient) -> None:
    alou = staff("approver")
    publish(alou, "participation.sex")
    rows = list(csv.DictReader(io.StringIO(reader.get("/public/data.csv").text)))
    by_sex = {row["value"]: row for row in rows if row["dimension"] == "sex"}
    assert (by_sex["male"]["mark"], by_sex["male"]["all"]) == ("small", "")
    assert (by_sex["female"]["mark"], by_sex["female"]["all"]) == ("masked", "")  # 28 - 25 would be the men
    assert "25" not in reader.get("/public").text.partition("<main>")[2].partition("limits")[0]
    alou.opens("/figures/public")
    alou.sees("moins de 5 personnes", "ou un total la ferait deviner")
    names = list(csv.DictReader(io.StringIO(reader.get("/public/dictionary.csv").text)))
    assert {"all", "percent", "participation"} <= {row["name"] for row in names}


@pytest.mark.usefixtures("town")
def test_one_person_more_changes_nothing(staff: People, reader: FlaskClient, core: Core, kayes: Activity) -> None:
    alou = staff("approver")
    publish(alou, "participation.group")
    before = reader.get("/public/data.csv").text
    register(core, kayes, "Fatou", first=80)
    snapshots.refresh(core)
    publish(alou, "participation.group")
    after = reader.get("/public/data.csv").text
    assert after.replace("\r\n2,", "\r\n1,") == before
    alou.opens("/figures/public")
    alou.sees("Garde les chiffres de sa dernière édition")
    register(core, kayes, *(f"Kadi {number}" for number in range(4)), first=90)
    snapshots.refresh(core)
    publish(alou, "participation.group")
    assert ",33," in reader.get("/public/data.csv").text


@pytest.mark.usefixtures("town")
def test_two_clicks_are_one_edition(staff: People, core: Core) -> None:
    alou = staff("approver")
    alou.opens("/figures/public?show=participation.group")
    digest = alou.html.partition('name="digest" value="')[2].partition('"')[0]
    form = {"csrf_token": alou.token, "digest": digest, "show": ["participation.group"]}
    assert alou.client.post("/figures/public", data=form).status_code == 303
    assert alou.client.post("/figures/public", data=form).status_code == 409
    with core.db.read() as connection:
        assert len(keeping.editions(connection)) == 1


@pytest.mark.usefixtures("town")
def test_an_edition_is_taken_off(staff: People, reader: FlaskClient) -> None:
    alou = staff("approver")
    publish(alou, "participation.group")
    alou.opens("/figures/public")
    alou.sends("/figures/public/1/withdraw")
    assert reader.get("/public").status_code == 404
    assert alou.deeds()[0].action == "public.withdrawn"
    alou.sends("/figures/public/1/withdraw")
    publish(alou, "participation.group")
    assert reader.get("/public").status_code == 200


@pytest.mark.usefixtures("town")
def test_who_may_not_approve_publishes_nothing(staff: People, reader: FlaskClient) -> None:
    oumou = staff("operator")
    oumou.opens("/figures/public?show=participation.group")
    assert 'name="digest"' not in oumou.html
    oumou.sends("/figures/public", 403, digest="", show="participation.group")
    assert reader.get("/public").status_code == 404
