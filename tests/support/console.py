"""Staff at the console, through the gateway's own Flask app over a real Valkey and a real database.

oumou = staff("operator")
oumou.opens("/activities")
oumou.sends("/activities/new", place="FEMAPH", …)
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.app import create_app
from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.staff import accounts
from jamakan.staff.audit import Entry, verify
from jamakan.store import ingest
from jamakan.store.activities import open_activities
from jamakan.store.staff import trail
from tests.support.stories import NOON, VAULT, Phone

PASSWORD = "une phrase assez longue"
NAMES = {"viewer": "Vieux Sow", "operator": "Oumou Bah", "approver": "Alou Kanté", "administrator": "Ramata Sy"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
TIGHT = re.compile("\N{NO-BREAK SPACE}(?=[:;?!»])|(?<=«)\N{NO-BREAK SPACE}")


@dataclass
class Staff:
    """Somebody of the staff at a browser of their own."""

    client: FlaskClient
    email: str
    core: Core
    html: str = ""
    token: str = ""
    sent: list[TestResponse] = field(default_factory=list)

    def opens(self, path: str, status: int = 200) -> str:
        """Go to a page; what it says, tags and all, entities undone and plain spaces before « ? »."""
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.headers.get("Location"))
        return self._read(answer)

    def sends(self, path: str, status: int = 303, **fields: object) -> TestResponse:
        """Post a form with the secret of the last page seen."""
        if not self.token:
            self.opens("/settings")
        form = {"csrf_token": self.token} | {name.replace("__", "-"): str(value) for name, value in fields.items()}
        answer = self.client.post(path, data=form)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        self._read(answer)
        return answer

    def signs_in(self, password: str = PASSWORD, status: int = 303, **fields: object) -> TestResponse:
        """E-mail and password, on a fresh form, in whatever state this browser is."""
        self.client.delete_cookie("jamakan")
        self.opens("/sign-in")
        answer = self.sends("/sign-in", status, email=self.email, password=password, **fields)
        if status == 303:
            self.token = ""  # a new sign-in has a new secret
        return answer

    def sees(self, *words: str) -> None:
        """The last page holds these words."""
        for expected in words:
            assert expected in self.html, f"{expected!r} is not on the page:\n{self.html}"

    def deeds(self) -> list[Entry]:
        """The trail, newest first."""
        with self.core.db.read() as connection:
            return trail.latest(connection, None, 100)

    def _read(self, answer: TestResponse) -> str:
        self.html = TIGHT.sub(" ", unescape(answer.text))
        found = TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
        return self.html


@pytest.fixture
def gateway(core: Core) -> Flask:
    """The gateway's application."""
    return create_app(core)


@pytest.fixture
def somebody(gateway: Flask, core: Core) -> Callable[[str], Staff]:
    """A browser in front of the sign-in form, with this e-mail in mind."""
    return lambda email: Staff(gateway.test_client(), email, core)


@pytest.fixture
def staff(somebody: Callable[[str], Staff], core: Core) -> Callable[[str], Staff]:
    """Somebody with this role, signed in."""

    def join(role: str) -> Staff:
        email = f"{role}@example.org"
        accounts.add(core, NAMES[role], email, role, PASSWORD)
        person = somebody(email)
        person.signs_in()
        return person

    return join


@pytest.fixture
def kayes(core: Core) -> Activity:
    """The next activity."""
    with core.db.read() as connection:
        return open_activities(connection, NOON)[0]


def register(core: Core, activity: Activity, *names: str, sex: str = "female", first: int = 0) -> None:
    """Have people with these names ask for a seat, each on a phone of their own."""
    told = []
    for number, name in enumerate(names, first):
        phone = Phone(f"+2237000{number:04d}")
        phone.registers(activity.slug, name, code=str(100_000 + number), sex=sex, age="25_35", group="youth")
        told += phone.told
    ingest.apply(core.db, VAULT, told, core.settings.values)


def trail_holds(core: Core) -> bool:
    """Whether every entry of the trail is as it was written."""
    with core.db.read() as connection:
        verdict = verify(VAULT, trail.entries(connection))
    return not verdict.broken
