"""From a phone to the inbox and back: what no flow understood is read, measured while typed, answered, heard."""

import re

import pytest
from playwright.sync_api import expect

from jamakan.house.variables import SHORT_CODE
from tests.support.desk import Desk
from tests.support.house import House

pytestmark = pytest.mark.browser

PATIENCE = 30_000  # milliseconds
KADIA = "+22375990077"
WORDS = "Le pont de Sanankoroba est coupé"


def test_a_message_is_answered_and_the_reply_lands_in_its_case(desk: Desk, house: House) -> None:
    page = desk.page
    house.carrier.text(KADIA, SHORT_CODE, WORDS)
    house.stored("SELECT id FROM inbox_items i JOIN contacts c ON c.id = i.contact_id ORDER BY 1")
    desk.opens("/")
    page.locator(".waits a").filter(has_text="attend").first.click()
    page.get_by_text(WORDS).click()

    field, length = page.locator("#text"), page.locator("#length")
    field.fill("C’est noté : le maire est prévenu, œuvrons ensemble.")
    expect(length).to_contain_text("1 SMS", timeout=PATIENCE)
    expect(length).to_contain_text("œ")
    field.fill("mot " * 60)
    expect(length).to_contain_text("2 SMS", timeout=PATIENCE)
    field.fill("Le maire est prévenu.")
    page.get_by_role("button", name="Envoyer la réponse").click()
    expect(page.locator(".said-by-us")).to_contain_text("Le maire est prévenu.")
    house.person(KADIA).wait_for("Le maire est prevenu")

    page.get_by_role("button", name="En faire un dossier").click()
    page.locator("[name=kind]").select_option("challenge")
    page.locator("[name=title]").fill("Pont coupé")
    page.get_by_role("button", name="Ouvrir le dossier").click()
    expect(page.locator("h1")).to_have_text("Pont coupé")
    house.carrier.text(KADIA, SHORT_CODE, "Merci, quand viennent-ils ?")
    house.stored("SELECT id FROM case_events WHERE event = 'message'", count=2)
    page.reload()
    expect(page.locator(".history")).to_contain_text(re.compile("Merci, quand viennent-ils"))
    desk.stays_calm()
    assert desk.inaccessible() == []
    assert desk.too_wide() == []
