"""The console's two journeys, whole: a form becomes a chart of answers, a draft becomes a delivered SMS."""

import re

import pytest
from playwright.sync_api import Page, expect

from jamakan.house.crowd import AGREED, HELLO
from jamakan.house.people import Reply
from jamakan.house.variables import SERVICE_CODE, SHORT_CODE
from tests.support.desk import Desk
from tests.support.house import House
from tests.support.spreadsheets import xlsx

pytestmark = pytest.mark.browser

PATIENCE = 30_000  # milliseconds
WATER = """
| survey | | | | |
| | type | name | label::Français (fr) | label::English (en) |
| | select_one oui_non | forage | Le forage marche-t-il ? | Does the borehole work? |
| | text | quoi | Que faut-il faire ? | What should be done? |
| choices | | | | |
| | list_name | name | label::Français (fr) | label::English (en) |
| | oui_non | oui | Oui | Yes |
| | oui_non | non | Non | No |
| settings | | | | |
| | form_id | form_title | default_language | |
| | eau | L’eau au village | Français (fr) | |
"""
WALIA, BINTA = "+22375990001", "+22375990002"
REGISTRATION = (
    Reply("âge", pick="25 à 35"),
    Reply("Vous êtes", pick="Une femme"),
    Reply("région", pick="Mopti"),
    Reply("participez", pick="Association"),
    Reply("Aujourd'hui", pick="Résident"),
    Reply("session", pick="Mopti"),
    Reply("Inscription notée", pick="Passer"),
    Reply("Vous considérez", pick="Non"),
)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.locator("main a").filter(has_text=re.compile(f"^{re.escape(words)}$")).first.click()


def becomes(desk: Desk, path: str, words: str) -> None:
    """A page says it, sooner or later: what people answered reaches SQL a moment later."""
    for _ in range(PATIENCE // 500):
        desk.opens(path)
        if desk.page.get_by_text(words).count():
            return
        desk.page.wait_for_timeout(500)
    expect(desk.page.get_by_text(words)).to_be_visible()


def test_a_form_becomes_a_chart_of_what_people_answered(desk: Desk, house: House) -> None:
    page = desk.page
    desk.opens("/surveys")
    follow(page, "Apporter un formulaire")
    page.locator("#file").set_input_files({"name": "eau.xlsx", "mimeType": "", "buffer": xlsx(WATER)})
    press(page, "Envoyer")
    expect(page.get_by_role("heading", name="L’eau au village")).to_be_visible(timeout=PATIENCE)
    follow(page, "Essayer sur le téléphone")
    expect(page.locator(".glass")).to_contain_text("Le forage marche-t-il ?")
    press(page, "2")
    expect(page.locator(".glass")).to_contain_text("Que faut-il faire ?")
    expect(page.locator(".measured")).to_contain_text(re.compile(r"\d+/160"))
    follow(page, "L’eau au village")
    page.get_by_label("Mot SMS").fill("EAU")
    press(page, "Ouvrir aux gens")
    expect(page.get_by_text("Personne n’a encore répondu.")).to_be_visible()

    phone = page.context.new_page()
    phone.goto(house.record["web_phone"])
    phone.get_by_test_id("phone-+22350000003").click()
    said = (("EAU", "Le forage"), ("2", "Que faut-il faire ?"), ("Réparer la pompe", "Merci"))
    for text, reply in said:
        phone.get_by_test_id("compose-text").fill(text)
        phone.get_by_test_id("compose-send").click()
        expect(phone.get_by_test_id("bubble-text").last).to_contain_text(reply, timeout=PATIENCE)
    for number, answer in ((WALIA, "Non"), (BINTA, "Oui")):
        replies = (Reply("forage", pick=answer), Reply("faire", text="Appeler le maire"))
        house.person(number).text(SHORT_CODE, "EAU", *replies)

    becomes(desk, "/surveys/of/eau", "3 réponses")
    said_no = page.get_by_role("row", name=re.compile(r"^Non\b"))
    expect(said_no).to_contain_text(re.compile(r"2\s*67\s%"))
    expect(said_no.locator("svg.bar")).to_be_visible()
    follow(page, "Lire les réponses")
    expect(page.get_by_text("Réparer la pompe")).to_be_visible()
    desk.stays_calm()


def test_a_draft_becomes_a_delivered_message(desk: Desk, house: House) -> None:
    page = desk.page
    for number, name in ((WALIA, "Walia Diallo"), (BINTA, "Binta Cissé")):
        house.person(number).call(SERVICE_CODE, *HELLO, *AGREED, Reply("prénom", text=name), *REGISTRATION)
    house.stored("SELECT 1 FROM registrations WHERE state = 'registered'", count=2)

    desk.opens("/reminders/new")
    mopti = page.get_by_label("Activité").locator("option").filter(has_text="Mopti").get_attribute("value")
    page.get_by_label("Activité").select_option(mopti)
    text = page.get_by_label("Texte : français")
    text.fill("Bonjour {name}, rendez-vous le {date} à l’activité, {place}.")
    expect(page.locator("#count-fr")).to_contain_text("1 SMS")
    press(page, "Enregistrer, puis choisir les destinataires")
    expect(page.locator("#size")).to_contain_text("téléphones")
    press(page, "Enregistrer, puis voir l’aperçu")
    expect(page.locator("#appraisal")).to_contain_text("téléphones", timeout=PATIENCE)
    press(page, "Soumettre")
    expect(page.locator("#progress")).to_contain_text("100 %", timeout=PATIENCE)
    expect(page.locator("#progress .plain-reasons")).to_contain_text("arrivé", timeout=PATIENCE)
    assert "Bonjour Binta Cissé, rendez-vous le" in house.person(BINTA).wait_for("Bonjour Binta")
    desk.stays_calm()
