"""What moves on the reminders' pages without a reload: the counters while one writes, the bar while it leaves."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from jamakan.core import Core
from jamakan.store.broadcasts import states
from tests.support import bulk
from tests.support.reminding import fates, office
from tests.support.served import signs_in

pytestmark = pytest.mark.browser

PEOPLE = 4


@pytest.fixture
def desk(page: Page, url: str, core: Core) -> Page:
    """An operator signed in, and four people to write to."""
    for number in range(1, PEOPLE + 1):
        bulk.registered(core, number, sex="female" if number % 2 else "male")
    return signs_in(page, url, core)


def loads(page: Page) -> int:
    """How many pages this browser has loaded here."""
    return int(page.evaluate("window.marked = (window.marked || 0) + 1"))


def test_counters_follow_the_fingers_and_the_bar_follows_the_messages(desk: Page, url: str, core: Core) -> None:
    desk.goto(f"{url}/reminders/new")
    loads(desk)
    text = desk.locator("#text-fr")
    text.press_sequentially("Bonjour")
    expect(desk.locator("#count-fr")).to_contain_text("7 signes, restent 153")
    text.press_sequentially(" œuf €")
    expect(desk.locator("#count-fr")).to_contain_text("comptent pour deux : €")
    text.fill("x" * 161)
    expect(desk.locator("#count-fr")).to_contain_text("2 SMS")
    text.fill("Bonjour à toutes")
    assert loads(desk) == 2, "the page was loaded anew"
    desk.get_by_role("button", name=re.compile("Enregistrer")).click()

    desk.locator("summary", has_text="Sexe").click()
    desk.locator("input[name=sex][value=female]").check()
    expect(desk.locator("#size")).to_contain_text("2 téléphones")
    desk.locator("input[name=sex][value=male]").check()
    expect(desk.locator("#size")).to_contain_text("4 téléphones")
    desk.get_by_role("button", name=re.compile("Enregistrer, puis voir")).click()
    desk.get_by_role("button", name="Soumettre").click()
    expect(desk.locator("#progress")).to_contain_text("L’envoi commence dans un instant.")

    assert office(core) == PEOPLE
    expect(desk.locator("#progress")).to_contain_text("0 sur 4", timeout=15_000)
    bar = desk.locator("#progress .bar-value")
    for gone in range(1, PEOPLE + 1):
        fates(core, 1, *[("delivered", "")] * gone)
        expect(bar).to_have_attribute("width", f"{25.0 * gone}", timeout=15_000)
        expect(desk.locator("#progress")).not_to_contain_text("100 %")
    states.finish_done(core.db, datetime.now(UTC))
    expect(desk.locator("#progress")).to_contain_text("100 %", timeout=15_000)
    expect(desk.locator(".lead .stamp")).to_have_text("terminé")
    assert desk.locator("#progress").get_attribute("hx-trigger") is None, "it asks on though all is over"
