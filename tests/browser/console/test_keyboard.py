"""The main paths with the keyboard alone: what has the focus is seen, the order is that of reading, nothing traps."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from jamakan.core import Core
from jamakan.house_rules import changing
from jamakan.store.models import BroadcastEvent, Message
from tests.support import bulk
from tests.support.letters import writes
from tests.support.reminding import office
from tests.support.rows import column, count
from tests.support.served import signs_in

pytestmark = pytest.mark.browser

PATIENCE = 30_000  # milliseconds
MOST = 80  # keys before somebody gives up
SEEN = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return (ring || style.boxShadow !== "none") && box.width > 1 && box.bottom > 0 && box.top < innerHeight;
}"""
ORDER = """() => [...document.querySelectorAll("[tabindex]")].filter(one => one.tabIndex > 0).length"""


@pytest.fixture
def keys(page: Page, url: str, core: Core) -> Page:
    """An operator who has lost the mouse; four people have a seat and one of them wrote."""
    somebody = [bulk.registered(core, number, f"Personne {number}") for number in range(1, 5)]
    writes(core, somebody[0], "Le forage est en panne")
    changing.change(core, {"approval_over": "0"}, None)
    return signs_in(page, url, core)


def reach(page: Page, wanted: Locator) -> None:
    """Go there by Tab; the focus is seen on every stop of the way."""
    wanted.wait_for()
    for _ in range(MOST):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), f"the focus is not seen on {page.evaluate('document.activeElement.outerHTML')}"
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{MOST} times Tab do not lead to {wanted} on {page.url}")


def follow(page: Page, wanted: Locator) -> None:
    """Reach a link or a button and go where it leads."""
    reach(page, wanted)
    with page.expect_navigation(timeout=PATIENCE):
        page.keyboard.press("Enter")


def press(page: Page, name: str) -> None:
    """Reach a form's button and send the form."""
    follow(page, page.get_by_role("button", name=name).first)


def section(page: Page, name: str) -> None:
    """A line of the main menu."""
    follow(page, page.locator(".masthead nav").get_by_role("link", name=name, exact=True))


def test_a_reminder_from_draft_to_approval(keys: Page, url: str, core: Core) -> None:
    section(keys, "Rappels")
    follow(keys, keys.get_by_role("button", name="Écrire un rappel"))
    reach(keys, keys.locator("#text-fr"))
    keys.keyboard.type("Bonjour, à demain.")
    press(keys, "Enregistrer, puis choisir")
    reach(keys, keys.locator("[name=everybody]"))
    keys.keyboard.press("Space")
    press(keys, "Enregistrer, puis voir")
    press(keys, "Soumettre")
    expect(keys.locator(".lead .stamp")).to_have_text("à approuver")

    press(keys, "Se déconnecter")
    approver = signs_in(keys, url, core, "approver")
    follow(approver, approver.locator(".waits a[href*='/reminders']"))
    follow(approver, approver.locator("main").get_by_role("link", name="Bonjour").first)
    press(approver, "Approuver")
    expect(approver.locator(".lead .stamp")).to_have_text("prévu")
    assert office(core) == 4
    assert "approve" in column(core.db, select(BroadcastEvent.event))


def test_a_check_in_at_the_door(keys: Page) -> None:
    section(keys, "Activités")
    follow(keys, keys.locator("main tbody a").first)
    follow(keys, keys.get_by_role("button", name="Liste de présence"))
    reach(keys, keys.locator("#filter"))
    keys.keyboard.type("personne 3")
    reach(keys, keys.get_by_role("button", name="Personne 3"))
    keys.keyboard.press("Enter")
    expect(keys.locator("#count")).to_have_text("1")
    expect(keys.get_by_role("button", name="Personne 3")).to_be_focused()
    keys.keyboard.press("Enter")  # a slip, taken back from where one is
    expect(keys.locator("#count")).to_have_text("0")


def test_an_answer_from_the_inbox(keys: Page, core: Core) -> None:
    section(keys, "Boîte")
    follow(keys, keys.get_by_role("link", name="Le forage est en panne"))
    before = count(core.db, Message)
    reach(keys, keys.locator("#text"))
    keys.keyboard.type("Merci, le maire est prévenu.")
    press(keys, "Envoyer la réponse")
    expect(keys.locator(".said-by-us")).to_contain_text("Merci, le maire est prévenu.")
    assert count(core.db, Message) == before + 1


@pytest.mark.parametrize("path", ["/", "/activities", "/people", "/surveys", "/reminders/new", "/inbox", "/settings"])
def test_tab_goes_through_a_page_and_out_again(keys: Page, url: str, path: str) -> None:
    keys.goto(url + path)
    assert keys.evaluate(ORDER) == 0, "an order of its own"
    keys.keyboard.press("Tab")
    assert keys.evaluate("document.activeElement.className") == "skip"
    for _ in range(MOST):
        keys.keyboard.press("Tab")
        if keys.evaluate("document.activeElement === document.body"):
            return
    raise AssertionError(f"{MOST} times Tab and still on the page")
