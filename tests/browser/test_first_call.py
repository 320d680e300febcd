"""The first call, in a real browser against the whole running house: dial, answer, read the inbox."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.house import House

pytestmark = pytest.mark.browser

FATOU = "+22350000003"


@pytest.fixture
def fatou(page: Page, house: House) -> Page:
    """The web phone with Fatou's line in hand."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(house.record["web_phone"])
    page.get_by_test_id(f"phone-{FATOU}").click()
    expect(page.get_by_test_id(f"phone-{FATOU}")).to_have_attribute("aria-pressed", "true")
    return page


def sees(page: Page, words: str) -> None:
    expect(page.get_by_test_id("screen-text")).to_contain_text(words)


def types(page: Page, *answers: str) -> None:
    for answer in answers:
        before = page.get_by_test_id("screen-text").inner_text()
        page.get_by_test_id("entry").fill(answer)
        page.get_by_test_id("submit").click()
        expect(page.get_by_test_id("screen-text")).not_to_have_text(before)


def dials(page: Page, house: House) -> None:
    page.get_by_test_id("entry").fill(house.record["service_code"])
    page.get_by_test_id("key-call").click()
    expect(page.get_by_test_id("handset")).to_have_attribute("data-state", "open")


def test_fatou_dials_registers_and_reads_her_confirmation(fatou: Page, house: House) -> None:
    dials(fatou, house)
    sees(fatou, "Langue / Language ?")
    expect(fatou.get_by_test_id("counter")).to_have_text(re.compile(r"^\d+/160$"))
    types(fatou, "1")
    sees(fatou, "Bienvenue sur Jamakan")
    types(fatou, "1", "1", "1")
    sees(fatou, "Votre prénom et votre nom ?")
    types(fatou, "Fatou Diarra", "3", "1")
    sees(fatou, "Votre région ?")
    types(fatou, "98")
    sees(fatou, "18 Koutiala")
    types(fatou, "3", "2", "1")
    sees(fatou, "Quelle session ?")
    types(fatou, "3")
    sees(fatou, "Inscription notée. 6 questions")
    types(fatou, "2", "2")
    sees(fatou, "Merci Fatou Diarra. Inscription notée : Gao")
    expect(fatou.get_by_test_id("handset")).to_have_attribute("data-state", "ended")
    inbox = fatou.get_by_test_id("bubble-text").last
    expect(inbox).to_contain_text("Merci Fatou Diarra. Inscription notée : Gao", timeout=15_000)
    assert house.stored("SELECT 1 FROM registrations WHERE state = 'registered'")


def test_fatou_answers_the_survey_by_sms(fatou: Page) -> None:
    for text, reply in (
        ("AVIS", "satisfait(e) de la session"),
        ("5", "Pourquoi ?"),
        ("On nous a écoutés", "Votre proposition"),
        ("Plus de femmes", "Merci, vos réponses"),
    ):
        fatou.get_by_test_id("compose-text").fill(text)
        fatou.get_by_test_id("compose-send").click()
        expect(fatou.get_by_test_id("bubble-text").last).to_contain_text(reply, timeout=15_000)
