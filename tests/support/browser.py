"""A real browser: the machine's chromium, or Debian's where we may install it."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # root has none, and the pages are ours
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
INSTALL = (
    ("apt-get", "update"),
    ("apt-get", "install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", "chromium"),
)
ADVICE = "no chromium: install it (Debian, Ubuntu: apt-get install chromium; macOS: brew install --cask chromium)"


def find_chromium() -> str:
    """The path of a chromium on this machine, or nothing."""
    return next(filter(None, map(shutil.which, NAMES)), "")


def install_chromium() -> None:
    """Install Debian's, when this is Debian and we are root; else do nothing."""
    if os.getuid() == 0 and shutil.which("apt-get"):
        for command in INSTALL:
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a chromium. Without one the test fails in CI, and is skipped elsewhere."""
    if not find_chromium():
        install_chromium()
    found = find_chromium()
    if not found:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(ADVICE)
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless browser for one module: playwright keeps an event loop running in this thread, and tests of
    other modules want their own."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, as for somebody who was never here. A script error on it fails the test."""
    context = browser.new_context(locale="fr-FR")
    errors: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == [], "the page's scripts failed"
