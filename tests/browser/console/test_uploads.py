"""A file on its way over a network that comes and goes: nothing is lost, nothing happens twice, the bar moves."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from jamakan.core import Core
from jamakan.people import importing
from jamakan.store.models import AuditEntry, BroadcastEvent, Participant, PeopleImport, SurveyUpload
from tests.support import bulk
from tests.support.reminding import office
from tests.support.rows import count, rows
from tests.support.served import signs_in
from tests.support.spreadsheets import xlsx

pytestmark = pytest.mark.browser

PATIENCE = 30_000  # milliseconds
FORM = xlsx("""
| survey | | | |
| | type | name | label::Français (fr) |
| | text | quoi | Que faut-il faire ? |
""")
PEOPLE = "téléphone;nom\n" + "".join(f"7{number:07};Awa Traoré\n" for number in range(450))
LOST = """() => {
    const real = window.fetch;
    window.fetch = async (...call) => { await real(...call); window.fetch = real; throw new TypeError("lost"); };
}"""
"""The server takes what is sent, and its answer never comes: what a page sees of a network that goes half-way."""


@pytest.fixture
def desk(page: Page, url: str, core: Core) -> Page:
    """An operator signed in."""
    return signs_in(page, url, core)


def choose(page: Page, name: str, body: bytes) -> None:
    page.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": body})


def is_told_to_wait(page: Page) -> None:
    """A sentence says what happens, and the file is still chosen."""
    expect(page.locator("[data-upload-state]")).to_contain_text(
        "Pas de réseau : le fichier repart dès son retour.", timeout=PATIENCE
    )
    assert page.locator("#file").evaluate("field => field.files.length") == 1


def comes_back(page: Page) -> None:
    """The browser learns that there is a network again."""
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")


@pytest.mark.parametrize("half", ["before it arrived", "before the answer came"])
def test_a_form_survives_a_lost_network(desk: Page, url: str, core: Core, half: str) -> None:
    desk.goto(f"{url}/surveys/files/new")
    choose(desk, "eau.xlsx", FORM)
    desk.check("#skip")
    if half == "before it arrived":
        desk.context.set_offline(True)
    else:
        desk.evaluate(LOST)
    desk.get_by_role("button", name="Envoyer").click()
    is_told_to_wait(desk)
    assert desk.is_checked("#skip")
    desk.get_by_role("button", name="Envoyer").press("Enter")  # an impatient second time
    comes_back(desk)
    desk.wait_for_url("**/surveys/files/1", timeout=PATIENCE)
    assert rows(core.db, select(SurveyUpload.filename)) == [("eau.xlsx",)]


def test_people_survive_a_lost_network_and_are_kept_once(
    desk: Page, url: str, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.goto(f"{url}/people/import")
    choose(desk, "gens.csv", PEOPLE.encode())
    desk.check("#agreed")
    desk.evaluate(LOST)
    desk.get_by_role("button", name="Vérifier le fichier").click()
    is_told_to_wait(desk)
    assert desk.is_checked("#agreed")
    comes_back(desk)
    expect(desk.locator("h1")).to_have_text("450 lignes", timeout=PATIENCE)
    assert (count(core.db, PeopleImport), count(core.db, Participant)) == (1, 0)

    monkeypatch.setattr(importing, "AT_ONCE_SECONDS", 0.0)  # a chunk each time somebody works at it
    monkeypatch.setattr(importing, "OFFICE_SECONDS", 0.0)
    desk.get_by_role("button", name="Enregistrer 450 personnes").dblclick()
    bar = desk.locator("#progress progress")
    for done in ("200", "400"):
        expect(bar).to_have_attribute("value", done, timeout=PATIENCE)
        expect(desk.locator("#progress")).to_contain_text(f"{done} sur 450")
        importing.keep_waiting(core)
    importing.keep_waiting(core)
    expect(desk.locator("#progress h2")).to_have_text("Enregistré", timeout=PATIENCE)
    assert desk.locator("#progress").get_attribute("hx-trigger") is None, "it asks on though all is kept"
    assert count(core.db, Participant) == 450
    assert rows(core.db, select(AuditEntry.action).where(AuditEntry.action == "people.imported")) == [
        ("people.imported",)
    ]


def test_a_reminder_submitted_twice_in_a_row_is_submitted_once(desk: Page, url: str, core: Core) -> None:
    bulk.registered(core, 1)
    desk.goto(f"{url}/reminders/new")
    desk.fill("#text-fr", "Bonjour à toutes")
    desk.get_by_role("button", name="Enregistrer").dblclick()
    desk.check("[name=everybody]")
    desk.get_by_role("button", name="Enregistrer, puis voir").dblclick()
    desk.get_by_role("button", name="Soumettre").dblclick()
    expect(desk.locator(".lead .stamp")).to_have_text("prévu")
    desk.reload()
    assert office(core) == 1
    submitted = select(BroadcastEvent.broadcast_id).where(BroadcastEvent.event == "submit")
    assert rows(core.db, submitted) == [(1,)]
