"""A hundred hostile texts as a spreadsheet of people: its problems, what is kept, search, merging, erasing."""

import csv
import io
import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import expect

from tests.support.desk import Desk
from tests.support.hostile import PAYLOADS

pytestmark = pytest.mark.browser

PATIENCE = 60_000  # milliseconds
ROWS = [(f"7{number:07}", payload) for number, payload in enumerate(PAYLOADS, 5_500_000)]


def brought(desk: Desk, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Send a spreadsheet, and see what the page says of it."""
    table = io.StringIO()
    csv.writer(table, delimiter=";").writerows([head, *rows])
    desk.opens("/people/import")
    body = table.getvalue().replace("\x00", "").encode()
    desk.page.locator("#file").set_input_files({"name": f"{PAYLOADS[0]}.csv", "mimeType": "", "buffer": body})
    desk.page.check("#agreed")
    desk.page.get_by_role("button", name="Vérifier le fichier").click()
    desk.page.locator(".problems, .rows.people").first.wait_for(timeout=PATIENCE)


def is_sound(desk: Desk) -> None:
    desk.stays_calm()
    assert desk.inaccessible() + desk.too_wide() == [], desk.page.url


def test_a_hundred_hostile_names(desk: Desk) -> None:
    page = desk.page
    assert len(PAYLOADS) >= 100
    brought(desk, ("téléphone", "nom", *PAYLOADS[:5]), [("12", payload) for payload in PAYLOADS])
    is_sound(desk)

    brought(desk, ("téléphone", "nom"), ROWS)
    refused: list[str] = page.locator(".problems tbody td:first-child").all_inner_texts()
    good = [row for number, row in enumerate(ROWS, 2) if str(number) not in refused]
    assert len(good) > len(ROWS) // 2, "names that a registration would take"
    brought(desk, ("téléphone", "nom"), good)
    is_sound(desk)
    page.get_by_role("button", name=re.compile("^Enregistrer")).click()
    expect(page.locator("#progress h2")).to_have_text("Enregistré", timeout=PATIENCE)
    is_sound(desk)

    for _, name in good[:3]:
        desk.opens("/people")
        page.locator("input[name=who]").fill(name)
        page.get_by_role("button", name="Chercher").click()
        page.locator(".masthead nav").wait_for()
        is_sound(desk)
    desk.opens("/people")
    people = [link.rsplit("/", 1)[1] for link in desk.links() if re.fullmatch(r"/people/\d+", link)]
    for path in (f"/people/{people[0]}", f"/people/{people[0]}/merge/{people[1]}", f"/people/{people[2]}/erase"):
        desk.opens(path)
        is_sound(desk)
