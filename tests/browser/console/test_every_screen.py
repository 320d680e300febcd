"""Every screen that links lead to: it opens in both languages, on a narrow screen and a wide one; nothing that
people wrote is anything but text; axe finds no serious fault; none is heavy."""

import re

import pytest
from playwright.sync_api import ViewportSize

from jamakan.house.crowd import AGREED, HELLO, everybody
from jamakan.house.people import Lost, Reply
from jamakan.house.variables import SERVICE_CODE, SHORT_CODE
from tests.support.desk import NARROW, WIDE, Desk
from tests.support.hostile import PAYLOADS
from tests.support.house import House
from tests.support.links import follow

pytestmark = pytest.mark.browser

SECTIONS = {"/", "/activities", "/people", "/surveys", "/reminders", "/inbox", "/settings"}
NAMES = [payload for payload in PAYLOADS if re.search("[a-zA-Z]", payload) and len(payload) < 30][:20]
OPINION = "SELECT id FROM answers WHERE step = 'why' AND value <> ''"
HEARD = "SELECT id FROM messages WHERE direction = 'in'"


@pytest.fixture(scope="module")
def spoken(house: House) -> House:
    """The shared house, once a hundred hostile texts were said in it: as names, as opinions, as messages."""
    neighbours = list(everybody())[:30]
    for name, somebody in zip(NAMES, neighbours, strict=False):
        answers = somebody.registration[len(HELLO) + len(AGREED) + 1 :]
        called = (*HELLO, *AGREED, Reply("prénom", text=name.replace("*", "x")), *answers)
        house.person(somebody.phone).call(SERVICE_CODE, *called)
    for number, payload in enumerate(PAYLOADS):
        somebody = neighbours[number % len(NAMES)]
        house.carrier.text(somebody.phone, SHORT_CODE, payload)
        satisfied = (Reply("", pick="Donner mon avis"), Reply("satisfait", pick="Peu"))
        try:
            house.person(somebody.phone).call(SERVICE_CODE, *satisfied, Reply("", text=payload), Reply("", text="9"))
        except Lost:  # refused with a word of why, as an empty text is
            continue
    house.stored(OPINION, count=len(PAYLOADS) // 2)
    house.stored(HEARD, count=len(PAYLOADS) - 5)
    return house


@pytest.mark.parametrize(("language", "screen"), [("fr", NARROW), ("en", WIDE)], ids=["fr-narrow", "en-wide"])
def test_every_screen(spoken: House, desk: Desk, language: str, screen: ViewportSize) -> None:
    desk.page.set_viewport_size(screen)
    desk.speaks(language)

    faults: list[str] = []

    def look(path: str) -> list[str]:
        answer = desk.opens(path)
        if answer.status != 200:
            faults.append(f"{path} answered {answer.status}")
            return []
        if not desk.page.locator(f"html[lang={language}]").count():
            faults.append(f"{path} is in another language")
        faults.extend(
            f"{path}: {fault}" for fault in (*desk.trouble, *desk.too_heavy(), *desk.inaccessible(), *desk.too_wide())
        )
        desk.trouble.clear()
        return desk.links()

    assert set(follow("/", look)) >= SECTIONS
    assert not faults, "\n".join(faults)
