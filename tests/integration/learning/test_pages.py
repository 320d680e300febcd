"""Tests in the console: chosen and opened on the activity's page, read in the report, taken as a workbook."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from jamakan import events, storing
from jamakan.core import Core
from jamakan.learning import choosing
from jamakan.learning.report import flow_of, report
from jamakan.programme.activities import Activity
from jamakan.store import ingest
from tests.support.console import Staff, trail_holds
from tests.support.learning import seat, typed
from tests.support.line import AWA, Line
from tests.support.stories import VAULT, Phone

People = Callable[[str], Staff]


@pytest.fixture
def oumou(staff: People) -> Staff:
    return staff("operator")


def test_a_test_is_chosen_opened_and_answered(oumou: Staff, core: Core, kayes: Activity, awa: Line) -> None:
    page = f"/activities/{kayes.slug}"
    oumou.opens(page)
    oumou.sees("Test de connaissances", "Aucun", "Citoyenneté active")
    oumou.sends(f"/learning/at/{kayes.slug}/test", flow="citizenship")
    oumou.opens(page)
    oumou.sees("selon les dates", "0 test d’entrée", "Ouvrir le test de sortie")
    oumou.sends(f"/learning/at/{kayes.slug}/opened", to="after")
    seat(core, AWA, "Awa Traoré", activity=kayes)
    awa.dials("1")
    awa.types("1", *typed(9))
    awa.sees("Vos réponses justes : 9 sur 9.")
    storing.drain(core)
    oumou.opens(page)
    oumou.sees("test de sortie ouvert", "1 test de sortie")
    assert "Aucun</option>" not in oumou.html  # somebody took it: it stays
    oumou.sends(f"/learning/at/{kayes.slug}/test", flow="")
    oumou.opens(page)
    oumou.sees("Des personnes ont déjà répondu à ce test")
    assert [entry.action for entry in oumou.deeds()[:2]] == ["test.opened", "test.chosen"]
    assert trail_holds(core)


def test_a_click_that_changes_nothing_leaves_no_line(oumou: Staff, core: Core, kayes: Activity) -> None:
    choosing.choose(core, kayes.slug)
    for _ in range(2):
        oumou.sends(f"/learning/at/{kayes.slug}/opened", to="closed")
    oumou.sends(f"/learning/at/{kayes.slug}/opened", to="tomorrow")
    assert [entry.action for entry in oumou.deeds()].count("test.opened") == 1


def test_a_viewer_reads_and_opens_nothing(staff: People, core: Core, kayes: Activity) -> None:
    choosing.choose(core, kayes.slug)
    vieux = staff("viewer")
    vieux.opens(f"/activities/{kayes.slug}")
    assert "Ouvrir le test" not in vieux.html
    vieux.sends(f"/learning/at/{kayes.slug}/opened", status=403, to="after")
    vieux.sends(f"/learning/at/{kayes.slug}/test", status=403, flow="")


def taken(core: Core, activity: Activity, people: int) -> str:
    """So many people take both tests; every fifth learns nothing. The version."""
    choosing.choose(core, activity.slug)
    version = core.book.current("citizenship").version
    told = []
    for number in range(people):
        line = Phone(f"+2237100{number:04d}")
        sex = "female" if number % 3 else "male"
        line.registers(activity.slug, f"Awa {number}", code=str(200_000 + number), sex=sex, age="25_35")
        for phase, signs in (("before", "110100000"), ("after", "110100000" if number % 5 == 0 else "111110100")):
            answers = {
                "test.seat": str(200_000 + number),
                "test.phase": phase,
                "test.activity": activity.slug,
                "version": version,
                "marks": signs,
                "passed": "yes" if signs.count("1") > 5 else "",
                "language": "fr",
            }
            line.says(events.Performed(f"{phase} {number}", "test_taken", "", answers))
        told += line.told
    ingest.apply(core.db, VAULT, told, core.settings.values)
    return version


def test_the_report_says_what_changed(oumou: Staff, core: Core, kayes: Activity) -> None:
    version = taken(core, kayes, 30)
    oumou.opens("/learning")
    oumou.sees("Citoyenneté active", "60")
    oumou.opens(f"/learning/of/{version}?by=sex&activity={kayes.slug}")
    oumou.sees("Citoyenneté active", "33,3 %", "60,0 %", "+26,7", "0,40", "Selon la Constitution", "Femmes et hommes")
    oumou.sees("ces chiffres disent une évolution", "Femmes", "Hommes")
    assert "impact" not in oumou.html.lower()
    made = report(core, version, kayes.slug)
    assert made.whole.passed is not None
    assert (made.whole.passed.gained, made.whole.passed.lost) == (24, 0)
    assert made is report(core, version, kayes.slug)  # counted once


def test_few_people_are_not_told_of(oumou: Staff, core: Core, kayes: Activity) -> None:
    version = taken(core, kayes, 4)
    oumou.opens(f"/learning/of/{version}")
    oumou.sees("moins de 5", "Moins de 5 personnes ont fait les deux tests")
    assert "Question par question" not in oumou.html


def test_the_workbook_holds_the_same_figures(oumou: Staff, core: Core, kayes: Activity) -> None:
    version = taken(core, kayes, 30)
    answer = oumou.client.get(f"/learning/of/{version}/workbook.xlsx?by=sex")
    book = load_workbook(BytesIO(answer.data))
    assert book.sheetnames == ["Ensemble", "Questions", "Sexe"]
    rows = list(book["Ensemble"].values)
    assert rows[-1][1:6] == (30, 0, 30, 30, 30)
    assert book["Questions"].max_row == 1 + len(flow_of(core, version).items)
    assert oumou.deeds()[0].action == "test.taken"


@pytest.mark.parametrize("path", ["of/nothing", "of/nothing/workbook.xlsx"])
def test_a_test_that_is_not_there(oumou: Staff, path: str) -> None:
    oumou.opens(f"/learning/{path}", 404)


def test_other_dimensions_and_other_flows_are_not_reports(oumou: Staff, core: Core, kayes: Activity) -> None:
    version = taken(core, kayes, 4)
    oumou.opens(f"/learning/of/{version}?by=name", 404)
    oumou.opens(f"/learning/of/{version}?activity=nowhere", 404)
    oumou.opens(f"/learning/of/{core.book.current('feedback').version}", 404)
