"""A file is asked for on a page that follows it by itself, and taken; rules typed there hold at once."""

import pytest
from playwright.sync_api import expect

from tests.support.desk import Desk

pytestmark = pytest.mark.browser

PATIENCE = 60_000  # milliseconds


def test_a_file_is_followed_to_its_end_and_taken(desk: Desk) -> None:
    page = desk.page
    desk.opens("/exports")
    page.check("[name=kind][value=people]")
    page.check("[name=format][value=csv]")
    page.get_by_role("button", name="Préparer le fichier").click()
    link = page.get_by_role("button", name="Télécharger")
    expect(link).to_be_visible(timeout=PATIENCE)  # without anybody loading the page again
    with page.expect_download() as taken:
        link.click()
    assert taken.value.path().read_bytes().startswith(b"\xef\xbb\xbfperson,line,phone")
    desk.stays_calm()
    assert desk.inaccessible() == []
    assert desk.too_wide() == []
