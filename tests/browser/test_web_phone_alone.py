"""The web phone in a real browser, with a customer of three screens: no gateway, no database."""

import re
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.support.running_emulator import RealCustomer, RunningEmulator, emulator

pytestmark = pytest.mark.browser

AWA, MOUSSA, FATOU = "+22370000001", "+22366000002", "+22350000003"
SCREENS = {
    "": "CON Bienvenue\n1 M'inscrire\n2 Donner mon avis",
    "1": "CON Votre nom ?",
    "1*Awa Traoré": "END Merci, vous avez une place.",
    "2": "CON " + "a" * 200,
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningEmulator, RealCustomer]]:
    folder = tmp_path_factory.mktemp("emulator")
    options = ("--report-seconds", "0.1")
    with RealCustomer() as customer, emulator(folder, *options, *customer.options()) as running:
        yield running, customer


@pytest.fixture
def customer(shared: tuple[RunningEmulator, RealCustomer]) -> RealCustomer:
    shared[1].heard.clear()
    shared[1].answers["/ussd"] = lambda fields: (200, SCREENS.get(fields["text"], "?").encode())
    return shared[1]


@pytest.fixture
def running(shared: tuple[RunningEmulator, RealCustomer], customer: RealCustomer) -> RunningEmulator:
    shared[0].post("/reset")
    return shared[0]


@pytest.fixture
def phone(page: Page, running: RunningEmulator) -> Page:
    """The page, as it opens: Awa's phone in hand."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(running.url)
    expect(page.get_by_test_id(f"phone-{AWA}")).to_have_attribute("aria-pressed", "true")
    return page


def state(page: Page, name: str) -> None:
    expect(page.get_by_test_id("handset")).to_have_attribute("data-state", name)


def send_to(running: RunningEmulator, number: str, text: str) -> None:
    form = {"username": "sandbox", "to": number, "message": text, "from": "JAMAKAN"}
    requests.post(f"{running.url}/version1/messaging", form, headers={"apiKey": "atsk_emulator"}, timeout=5)


def test_a_conversation_by_the_keys_and_by_the_keyboard(phone: Page) -> None:
    for key in ("star", "3", "8", "4", "star", "1", "2", "3", "4", "5", "hash"):
        phone.get_by_test_id(f"key-{key}").click()
    expect(phone.get_by_test_id("entry")).to_have_value("*384*12345#")
    phone.get_by_test_id("key-call").click()
    expect(phone.get_by_test_id("screen-text")).to_have_text(re.compile("Bienvenue"))
    expect(phone.get_by_test_id("counter")).to_have_text("40/160")
    expect(phone.get_by_test_id("elapsed")).to_have_text(re.compile(r"^0:0\d$"))
    phone.keyboard.type("1")
    phone.keyboard.press("Enter")
    expect(phone.get_by_test_id("screen-text")).to_have_text("Votre nom ?")
    phone.get_by_test_id("entry").fill("Awa Traoré")
    phone.get_by_test_id("submit").click()
    expect(phone.get_by_test_id("screen-text")).to_have_text("Merci, vous avez une place.")
    state(phone, "ended")
    phone.get_by_test_id("submit").click()
    state(phone, "idle")


def test_digits_typed_anywhere_dial_and_escape_hangs_up(phone: Page, running: RunningEmulator) -> None:
    phone.keyboard.type("*384*12345*1#")
    phone.keyboard.press("Enter")
    expect(phone.get_by_test_id("screen-text")).to_have_text("Votre nom ?")
    phone.keyboard.press("Escape")
    expect(phone.get_by_test_id("screen-text")).to_have_text("Session terminée.")
    assert running.get("/phones/22370000001")["session"]["status"] == "Incomplete"


def test_a_long_screen_and_a_broken_one_show_as_on_a_phone(phone: Page) -> None:
    phone.get_by_test_id("shortcut").click()
    state(phone, "open")
    phone.get_by_test_id("entry").fill("2")
    phone.keyboard.press("Enter")
    expect(phone.get_by_test_id("counter")).to_have_text("200/160")
    expect(phone.get_by_test_id("warning")).to_have_text("Écran trop long : coupé par l'opérateur")
    phone.keyboard.press("Enter")
    expect(phone.get_by_test_id("screen-text")).to_have_text("Problème de connexion ou code IHM non valide.")


def test_sms_come_and_go(phone: Page, running: RunningEmulator, customer: RealCustomer) -> None:
    phone.get_by_test_id("compose-text").fill("AVIS très utile 😀")
    expect(phone.get_by_test_id("compose-size")).to_have_text("18/70 · 1 SMS")
    phone.get_by_test_id("compose-send").click()
    bubbles = phone.get_by_test_id("bubble")
    expect(bubbles).to_have_count(1)
    expect(bubbles.first).to_contain_text("remis")
    assert customer.of("/sms")[0]["text"] == "AVIS très utile 😀"
    send_to(running, AWA, "<b>Merci</b>\nA bientôt")
    expect(bubbles).to_have_count(2)
    expect(bubbles.last.get_by_test_id("bubble-text")).to_have_text("<b>Merci</b>\nA bientôt")
    expect(phone.get_by_test_id(f"unread-{AWA}")).to_contain_text("1")
    expect(phone.get_by_test_id(f"unread-{AWA}")).to_have_count(0)  # seen, after a moment


def test_each_tab_holds_its_own_phone(phone: Page, running: RunningEmulator) -> None:
    other = phone.context.new_page()
    other.goto(f"{running.url}/#{MOUSSA}")
    expect(other.get_by_test_id(f"phone-{MOUSSA}")).to_have_attribute("aria-pressed", "true")
    other.get_by_test_id("shortcut").click()
    state(other, "open")
    state(phone, "idle")
    send_to(running, MOUSSA, "Pour Moussa")
    expect(other.get_by_test_id("bubble")).to_have_text(re.compile("Pour Moussa"))
    expect(phone.get_by_test_id("bubble")).to_have_count(0)
    phone.get_by_test_id(f"phone-{MOUSSA}").click()
    state(phone, "open")  # the same phone, as if handed over
    assert phone.url.endswith(f"#{MOUSSA}")


def test_a_number_can_be_added_if_it_exists(phone: Page) -> None:
    phone.get_by_test_id("add-open").click()
    phone.get_by_test_id("add-name").fill("Sira")
    phone.get_by_test_id("add-number").fill("12")
    phone.get_by_test_id("add-submit").click()
    expect(phone.get_by_test_id("add-problem")).to_contain_text("n'existe pas")
    phone.get_by_test_id("add-number").fill("76 00 00 04")
    phone.get_by_test_id("add-submit").click()
    expect(phone.get_by_test_id("phone-+22376000004")).to_have_attribute("aria-pressed", "true")
    expect(phone.get_by_test_id("phone-+22376000004")).to_contain_text("Sira")


def test_backstage_tells_what_was_posted(phone: Page, running: RunningEmulator) -> None:
    phone.get_by_test_id("network-open").click()
    expect(phone.get_by_test_id("callback")).to_have_count(0)
    send_to(running, AWA, "Bonjour")
    expect(phone.get_by_test_id("callback")).to_have_count(3)
    expect(phone.get_by_test_id("delivery")).to_contain_text("Success")
    phone.keyboard.press("Escape")
    expect(phone.get_by_test_id("network")).to_be_hidden()


def test_english_keeps_the_phone_in_hand(phone: Page) -> None:
    phone.get_by_test_id(f"phone-{FATOU}").click()
    phone.get_by_test_id("language").click()
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    expect(phone.get_by_test_id(f"phone-{FATOU}")).to_have_attribute("aria-pressed", "true")
    expect(phone.get_by_test_id("submit")).to_have_text("Send")


def test_the_page_says_when_the_carrier_is_gone_and_comes_back(phone: Page) -> None:
    phone.context.set_offline(True)
    expect(phone.get_by_test_id("notice")).to_have_text(re.compile("ne répond plus"))
    phone.context.set_offline(False)
    expect(phone.get_by_test_id("notice")).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 768), (360, 740), (360, 640)])
def test_all_fits_without_scrolling(phone: Page, width: int, height: int) -> None:
    phone.set_viewport_size({"width": width, "height": height})
    phone.get_by_test_id("shortcut").click()
    state(phone, "open")
    size = phone.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [width, height]
    box = phone.get_by_test_id("key-hash").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height
    if width < 880:
        phone.get_by_test_id("tab-messages").click()
    expect(phone.get_by_test_id("compose-send")).to_be_in_viewport()
