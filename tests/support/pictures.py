"""Pictures of the console for the documentation, from a demo that runs with its made-up people.

    python3 run.py demo                              # wait a minute: they call
    python -m tests.support.pictures [var] [docs/images/console]

A form is brought and a reminder written first, as somebody of the staff would, so that there is something to show.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from jamakan.house import record
from tests.support.browser import FLAGS, find_chromium
from tests.support.forms import form
from tests.support.spreadsheets import xlsx

WIDE, NARROW = {"width": 1280, "height": 1240}, {"width": 360, "height": 740}
TEXT = "Bonjour {name}, rendez-vous le {date} à {time}, {place}. Votre code : {code}."


def main() -> None:
    """Take them all."""
    var, folder = (*map(Path, sys.argv[1:]), *(Path("var"), Path("docs/images/console"))[len(sys.argv) - 1 :])
    folder.mkdir(parents=True, exist_ok=True)
    house = record.read(var)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(locale="fr-FR", viewport=WIDE)
        page.goto(house["console"])
        page.locator("[name=email]").fill(house["staff"]["email"])
        page.locator("[name=password]").fill(house["staff"]["password"])
        page.locator("main form button").first.click()
        page.locator(".masthead nav").wait_for()
        for name, path in _screens(page, house["console"].rstrip("/")).items():
            for width, size in (("wide", WIDE), ("narrow", NARROW)):
                page.set_viewport_size(size)
                page.goto(path)
                page.wait_for_timeout(400)
                page.screenshot(path=folder / f"{name}-{width}.png")
        browser.close()


def _screens(page: Page, base: str) -> dict[str, str]:
    """Name of the picture → address, once there is something on each."""
    found = {"home": f"{base}/"}
    page.goto(f"{base}/activities")
    found["activity"] = base + str(page.locator("main tbody a").first.get_attribute("href"))
    page.goto(f"{base}/people")
    found["person"] = base + str(page.locator("main tbody a").first.get_attribute("href"))
    found["results"] = f"{base}/surveys/of/feedback"
    page.goto(f"{base}/surveys/files/new")
    page.locator("#file").set_input_files({"name": "enquete.xlsx", "mimeType": "", "buffer": xlsx(form("civic.md"))})
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url(re.compile(r"/files/\d+"))
    found["phone"] = f"{page.url}/phone"
    page.goto(f"{base}/inbox")
    found["message"] = base + str(page.locator("main a[href*='/messages/']").first.get_attribute("href"))
    found["reminder"] = _reminder(page, base)
    return found


def _reminder(page: Page, base: str) -> str:
    page.goto(f"{base}/reminders/new")
    page.locator("#activity").select_option(index=1)
    page.get_by_label("Texte : français").fill(TEXT)
    page.get_by_role("button", name="Enregistrer, puis choisir").click()
    page.get_by_role("button", name="Enregistrer, puis voir").click()
    page.get_by_role("button", name="Soumettre").wait_for()
    return page.url


if __name__ == "__main__":
    main()
