"""Staff at a real browser, in front of a running house.

desk.opens("/people")
desk.stays_calm()               # no script failed, no dialog opened, nothing broke the content policy
assert not desk.inaccessible()  # axe finds nothing serious
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Response, ViewportSize

from tests.support.house import House

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
SERIOUS = ("serious", "critical")
FIRST, LATER = 150_000, 30_000  # bytes of a page on the wire: for somebody who was never here, and for who was
TAKEN = """() => {
    const taken = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const sum = (size) => taken.reduce((all, one) => all + size(one), 0);
    return [sum((one) => one.encodedBodySize + 300), sum((one) => one.transferSize)];
}"""  # 300: the heads, as the browser reckons them
NARROW: ViewportSize = {"width": 360, "height": 740}
WIDE: ViewportSize = {"width": 1280, "height": 800}
POLICY = "Content Security Policy"


@dataclass
class Desk:
    """One browser of one member of staff, and what went wrong on its pages."""

    page: Page
    house: House
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        self.page.on("dialog", self._dismiss)
        self.page.on("console", self._hear)

    def signs_in(self) -> None:
        """With the demo's own account."""
        staff = self.house.record["staff"]
        self.opens("/sign-in")
        self.page.locator("[name=email]").fill(staff["email"])
        self.page.locator("[name=password]").fill(staff["password"])
        self.page.locator("main form button").first.click()
        self.page.locator(".masthead nav").wait_for()

    def speaks(self, language: str) -> None:
        """Choose the language of the pages."""
        button = self.page.locator(f"button[name=to][value={language}]")
        if button.count():
            button.click()
        self.page.locator(f"html[lang={language}]").wait_for(state="attached")

    def opens(self, path: str) -> Response:
        """Go to a page of the console."""
        answer = self.page.goto(self.house.record["gateway"] + path)
        assert answer is not None
        return answer

    def links(self) -> list[str]:
        """The console's own pages that this one leads to: paths with their queries, downloads left out."""
        found: list[str] = self.page.eval_on_selector_all(
            "a[href]:not([download])", "links => links.map(link => link.href)"
        )
        here = urlsplit(self.house.record["gateway"]).netloc
        parts = [urlsplit(url) for url in found]
        return [part._replace(scheme="", netloc="", fragment="").geturl() for part in parts if part.netloc == here]

    def stays_calm(self) -> None:
        """Nothing failed, opened or broke the policy so far."""
        assert self.trouble == [], self.page.url

    def inaccessible(self) -> list[str]:
        """The serious faults that axe finds."""
        self.page.evaluate(AXE)
        found: list[dict[str, Any]] = self.page.evaluate("async () => (await axe.run()).violations")
        return [
            f"{fault['id']}: {[node['html'][:200] for node in fault['nodes']][:3]}"
            for fault in found
            if fault["impact"] in SERIOUS
        ]

    def too_wide(self) -> list[str]:
        """Whether one has to scroll sideways."""
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        return [f"{wide} px wide on a screen of {room}"] if wide > room else []

    def too_heavy(self) -> list[str]:
        """Whether the page at hand takes more than it may: all it is made of, and what was fetched for it now."""
        whole, fetched = self.page.evaluate(TAKEN)
        heavy = [f"{whole} bytes in all"] if whole > FIRST else []
        return heavy + ([f"{fetched} bytes fetched"] if fetched > LATER else [])

    def _dismiss(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _hear(self, message: ConsoleMessage) -> None:
        if POLICY in message.text:
            self.trouble.append(message.text)


@pytest.fixture
def desk(browser: Browser, house: House) -> Iterator[Desk]:
    """A browser signed in to the shared house."""
    context = browser.new_context(locale="fr-FR", viewport=WIDE)
    opened = Desk(context.new_page(), house)
    opened.signs_in()
    yield opened
    context.close()
