"""The console served to a real browser by this very process: the test holds the house's core in its hands."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from jamakan.core import Core
from jamakan.staff import accounts
from tests.support.console import NAMES, PASSWORD


@pytest.fixture
def url(gateway: Flask) -> Iterator[str]:
    """Where the console is."""
    server = make_server("127.0.0.1", 0, gateway, threaded=True)
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


def signs_in(page: Page, url: str, core: Core, role: str = "operator") -> Page:
    """Somebody new with this role, in front of the home page."""
    accounts.add(core, NAMES[role], f"{role}@example.org", role, PASSWORD)
    page.goto(f"{url}/sign-in")
    page.fill("[name=email]", f"{role}@example.org")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.locator(".masthead nav").wait_for()
    return page
