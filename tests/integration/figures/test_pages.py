"""The console's results: counted by the office, with their targets, as a report on paper and as a workbook."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from jamakan import exports
from jamakan.core import Core
from jamakan.figures import snapshots
from jamakan.figures.indicators import INDICATORS, THEMES, of_theme
from jamakan.figures.period import Period
from jamakan.programme.activities import Activity
from jamakan.store.exports import records
from tests.support.console import Staff, register

People = Callable[[str], Staff]


@pytest.fixture
def town(core: Core, kayes: Activity) -> None:
    """Twenty-five women and three men."""
    register(core, kayes, *(f"Awa {number}" for number in range(25)))
    register(core, kayes, *(f"Moussa {number}" for number in range(3)), sex="male", first=50)


def test_pages_wait_for_the_first_count(staff: People, core: Core) -> None:
    oumou = staff("operator")
    oumou.opens("/figures")
    oumou.sees("Les chiffres n’ont pas encore été comptés", "Compter maintenant")
    oumou.sends("/figures/count")
    assert snapshots.refresh(core) == 1
    oumou.opens("/figures")
    oumou.sees("D’abord les femmes", "Chiffres arrêtés le")


@pytest.mark.usefixtures("town")
def test_every_theme_and_split_is_a_page(staff: People, core: Core) -> None:
    snapshots.refresh(core)
    vieux = staff("viewer")
    for theme in THEMES:
        if not of_theme(theme):
            vieux.opens(f"/figures/theme/{theme}", 404)
            continue
        vieux.opens(f"/figures/theme/{theme}")
        for name in {name for one in of_theme(theme) for name in one.splits}:
            vieux.opens(f"/figures/theme/{theme}?by={name}")
    vieux.opens("/figures/theme/participation?by=region")
    vieux.sees("Carte des régions", "Kayes")
    vieux.opens("/figures/theme/participation?by=shoes", 404)


@pytest.mark.usefixtures("town")
def test_a_target_stands_beside_its_result(staff: People, core: Core) -> None:
    snapshots.refresh(core)
    oumou = staff("operator")
    oumou.sends("/figures/targets", indicator="present", place="programme:", target="80")
    oumou.sends("/figures/targets", indicator="present", place="region:kayes", target="75")
    oumou.sends("/figures/targets", indicator="present", place="region:kayes", target="75")
    assert [entry.action for entry in oumou.deeds()][:2] == ["target.changed", "target.changed"]
    oumou.opens("/figures/theme/participation")
    oumou.sees("80 %")
    oumou.sends("/figures/targets", 422, indicator="present", place="region:kayes", target="180")
    oumou.sends("/figures/targets", 422, indicator="shoes", place="moon", target="1")
    oumou.sends("/figures/targets", indicator="present", place="programme:", target="")
    oumou.opens("/figures/targets")
    assert "80%" not in oumou.html.replace(" ", "")
    staff("viewer").sends("/figures/targets", 403, indicator="present", place="programme:", target="80")


@pytest.mark.usefixtures("town")
def test_the_report_on_paper_hides_small_numbers(staff: People, core: Core, kayes: Activity) -> None:
    oumou = staff("operator")
    day = kayes.first_day
    since, until = (day - timedelta(days=1)).isoformat(), day.isoformat()
    oumou.sends("/figures/report", since=since, until=until, activity="", **{"as": "page"})
    oumou.opens(f"/figures/report?since={since}&until={until}")
    oumou.sees("pas encore compté")
    assert snapshots.refresh(core) == 2
    oumou.opens(f"/figures/report?since={since}&until={until}")
    oumou.sees("Ce que ces chiffres ne disent pas", "<5", "évolution", "Définitions")
    assert "impact" not in oumou.html.casefold()
    oumou.sends("/figures/report", 422, since="hier", until="", activity="")
    oumou.sends("/figures/report", 422, since="", until="", activity="nowhere")


@pytest.mark.usefixtures("town")
def test_the_workbook(staff: People, core: Core) -> None:
    oumou = staff("operator")
    answer = oumou.sends("/figures/report", since="", until="", activity="", **{"as": "xlsx"})
    number = int(answer.headers["Location"].rpartition("/")[2])
    assert exports.build(core) == 1
    with core.db.read() as connection:
        record = records.find(connection, number)
    assert record is not None
    book = load_workbook(io.BytesIO(b"".join(exports.download(core, record, None))))
    assert book.sheetnames[:2] == ["Couverture", "Définitions"]
    assert book.sheetnames[2:] == list(INDICATORS)
    cells = [[cell.value for cell in row] for row in book["registered"].iter_rows()]
    sexes = {row[0]: row[1] for row in cells if row[0] in ("Femmes", "Hommes")}
    assert sexes == {"Femmes": "masqué", "Hommes": "<5"}
    assert ["", 28] in [row[:2] for row in cells] or [None, 28] in [row[:2] for row in cells]


def test_a_period_of_nobody_is_nothing(core: Core) -> None:
    snapshots.refresh(core)
    report = snapshots.latest(core, Period())
    assert report is not None
    assert report.value("registered").numerator == 0
    assert report.value("present").ratio is None
