"""What all pages have in common: their policy, their weight, and text that stays text."""

import re
from collections.abc import Callable

import pytest

from gateway.console.headers import POLICY
from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.staff import accounts
from jamakan.staff.accounts import AccountError
from tests.support.console import PASSWORD, Staff, register

People = Callable[[str], Staff]
PAGES = (
    "/",
    "/activities",
    "/activities?when=past",
    "/activities/calendar",
    "/activities/new",
    "/activities/{slug}",
    "/activities/{slug}?list=waiting",
    "/activities/{slug}/edit",
    "/activities/{slug}/door/1",
    "/activities/{slug}/people/1",
    "/people",
    "/surveys",
    "/reminders",
    "/inbox",
    "/settings",
    "/settings/staff",
    "/settings/audit",
    "/settings/words",
    "/settings/channels",
    "/settings/rules",
    "/settings/prices",
    "/settings/follow-ups",
    "/settings/retention",
    "/exports",
    "/second-factor",
)
FIRST, LATER = 150_000, 30_000  # bytes, as they travel
MANY = 300
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "{{ 7 * 7 }} ${7*7}",
    '=HYPERLINK("http://evil.example")',
    "\u202eeroarT awA",
    "%(name)s %s %n",
    "😀 \u0000 Awa",
)


@pytest.fixture
def ramata(staff: People) -> Staff:
    return staff("administrator")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_opens_in_both_languages_under_the_policy(
    ramata: Staff, core: Core, kayes: Activity, language: str
) -> None:
    register(core, kayes, "Awa Traoré")
    ramata.opens("/settings")
    ramata.sends("/language", to=language, next="/")
    for path in PAGES:
        answer = ramata.client.get(path.format(slug=kayes.slug))
        assert answer.status_code == 200, path
        assert f'<html lang="{language}"' in answer.text, path
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["Cache-Control"] == "no-store"
        assert not re.search(r"<[^>]+\s(on\w+|style)=|<style|<script(?![^>]*\ssrc=)", answer.text), path


def test_a_first_visit_and_later_ones_are_light(ramata: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, *(f"Personne Numéro{number}" for number in range(MANY)))
    packed = {"Accept-Encoding": "gzip"}
    weights = {path: len(ramata.client.get(path.format(slug=kayes.slug), headers=packed).data) for path in PAGES}
    assert max(weights.values()) < LATER, weights
    page = ramata.client.get("/").text
    assets = set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page)) | {"/assets/x/selvedge-across.svg"}
    assert len(assets) >= 5
    first = weights["/"] + sum(len(ramata.client.get(path, headers=packed).data) for path in assets)
    assert first < FIRST


def test_assets_are_kept_for_ever_by_their_content(ramata: Staff) -> None:
    (path,) = set(re.findall(r'"(/assets/[^"]+console\.css)"', ramata.client.get("/").text))
    answer = ramata.client.get(path)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    older = ramata.client.get("/assets/000000000000/console.css")
    assert (older.data, older.headers["Cache-Control"]) == (answer.data, "no-cache")
    for path in ("/assets/x/vendor/CHECKSUMS", "/assets/x/vendor/pico.LICENSE", "/assets/x/../console.py"):
        assert ramata.client.get(path).status_code == 404


@pytest.mark.parametrize("name", HOSTILE)
def test_what_people_wrote_is_shown_as_text(ramata: Staff, core: Core, kayes: Activity, name: str) -> None:
    register(core, kayes, name.replace("\u0000", ""))
    for path in ("/activities/{slug}", "/activities/{slug}/door/1", "/activities/{slug}/people/1"):
        page = ramata.client.get(path.format(slug=kayes.slug)).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg onload" not in page
        assert "<bdi>" in page


def test_hostile_words_of_staff_are_text_too(ramata: Staff, core: Core) -> None:
    accounts.add(core, HOSTILE[0], "pirate@example.org", "viewer", PASSWORD)
    assert "<script>alert" not in ramata.client.get("/settings/staff").text
    with pytest.raises(AccountError):
        accounts.add(core, "Deux fois", "PIRATE@example.org ", "viewer", PASSWORD)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nulle-part", 404), ("/activities/x/y/z", 404), ("/sign-in/code", 303), ("/favicon.ico", 404)],
)
def test_addresses_that_are_nobody_s(somebody: People, path: str, status: int) -> None:
    answer = somebody("").client.get(path)
    assert answer.status_code == status
    assert status != 404 or "Cette page n’existe pas" in answer.text


def test_an_address_of_carriers_is_answered_in_plain_words(somebody: People) -> None:
    assert "Jamakan" not in somebody("").client.get("/hooks/nobody").text


@pytest.mark.parametrize(
    ("body", "status"), [(b'{"csp-report": {"blocked-uri": "inline"}}', 204), (b"[]", 400), (b"\xff", 400)]
)
def test_a_browser_s_report_is_read(somebody: People, body: bytes, status: int) -> None:
    assert somebody("").client.post("/csp-report", data=body).status_code == status


def test_a_page_while_sql_is_away_says_so(ramata: Staff, core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    from jamakan.store.database import DatabaseAway

    def away(*_: object) -> None:
        raise DatabaseAway("gone")

    monkeypatch.setattr("gateway.console.activities.showing.all_activities", away)
    ramata.opens("/activities", status=503)
    ramata.sees("rien n’est perdu")


HUGE = "9" * 30
BAD = (
    *(f"/{section}?before={HUGE}" for section in ("people", "inbox", "reminders", "inbox/cases", "exports")),
    *(f"/people/{HUGE}", f"/inbox/messages/{HUGE}", f"/reminders/{'9' * 5000}", f"/inbox/uncertain?before={HUGE}"),
    *("/people?sex=%00", "/inbox?tag=%00", "/reminders?activity=%00", "/surveys/of/%00", "/activities/%00"),
    *("/people?before=x", "/inbox?list=%F0", "/exports?kind=%00", "/people/0", "/reminders/-1"),
)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path[:40])
def test_an_address_made_by_hand_is_refused_in_words(ramata: Staff, path: str) -> None:
    answer = ramata.client.get(path)
    assert answer.status_code in {200, 400, 404}, answer.text
    assert "<h1" in answer.text
