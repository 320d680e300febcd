"""A person with a phone, speaking to the gateway's own Flask app over a real Valkey and a real database.

awa.dials()
awa.sees("Langue / Language ?")
awa.types("1")
awa.texts("AVIS")
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from flows.text.folding import fold
from flows.text.gsm7 import is_gsm7, width
from gateway.app import create_app
from jamakan import storing
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.projections import project_programme
from jamakan.store.message_list import latest
from jamakan.store.seed import seed

TOKEN = "a-token-of-twenty-characters-or-more"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
AWA, MOUSSA, FATOU = "+22370000001", "+22366000002", "+22350000003"
NOBODY = "http://127.0.0.1:9"  # no carrier answers there
CARRIER_SCREEN = 160  # characters, "CON " included

_numbers = itertools.count(1)


@dataclass
class Line:
    """One phone. Every screen is checked: 200, CON or END, GSM-7, within the carrier's limit."""

    client: FlaskClient
    core: Core
    phone: str
    session: str = ""
    text: str = ""
    screen: str = ""
    screens: list[str] = field(default_factory=list)

    def dials(self, *inputs: str) -> str:
        """Dial the code, with `inputs` dialled through if any."""
        self.session = f"ATUid_{next(_numbers):032x}"
        self.text = "*".join(inputs)
        return self._hop()

    def types(self, *inputs: str) -> str:
        """Answer the screen, once for each input; the last screen."""
        for text in inputs:
            self.text = f"{self.text}*{text}" if self.text else text
            self._hop()
        return self.screen

    def repeats(self) -> str:
        """The carrier delivers the same hop again."""
        return self._hop()

    def sees(self, *words: str) -> None:
        """The screen holds these words, folded to GSM-7 as everything on its way to a phone is."""
        for expected in words:
            assert fold(expected) in self.screen, f"{expected!r} is not on the screen:\n{self.screen}"

    def call_ended(self) -> bool:
        return self.screen.startswith("END ")

    def texts(self, text: str, carrier_id: str = "") -> TestResponse:
        """Send an SMS to the short code."""
        message = carrier_id or f"sms-{next(_numbers)}"
        form = {"from": self.phone, "to": "36000", "text": text, "id": message, "date": "2026-11-02 06:04:45"}
        answer = self.client.post(f"/hooks/at/{TOKEN}/sms", data=form)
        assert answer.status_code == 200, answer.text
        return answer

    def outbox(self) -> list[str]:
        """What this line was or will be sent, oldest first; stores what waits first."""
        storing.drain(self.core)
        with self.core.db.read() as connection:
            rows = latest(connection, self.core.settings.vault, (), 1000)
        return [row.body for row in reversed(rows) if row.direction == "out" and row.phone == self.phone]

    def post(self) -> TestResponse:
        """The hop as the carrier posts it."""
        form = {
            "phoneNumber": self.phone,
            "serviceCode": "*384*12345#",
            "text": self.text,
            "sessionId": self.session,
            "networkCode": "99999",
        }
        return self.client.post(f"/hooks/at/{TOKEN}/ussd", data=form)

    def _hop(self) -> str:
        answer = self.post()
        assert answer.status_code == 200, answer.text
        self.screen = answer.text
        self.screens.append(answer.text)
        assert answer.text[:4] in ("CON ", "END "), answer.text
        assert is_gsm7(answer.text), answer.text
        assert width(answer.text) <= CARRIER_SCREEN, f"{width(answer.text)} characters:\n{answer.text}"
        return answer.text


@pytest.fixture
def settings(redis_url: str, database_url: str, tmp_path: Path) -> Settings:
    """Settings of a small house of this test."""
    return Settings(
        env="development",
        key=KEY,
        var=tmp_path,
        redis_url=redis_url,
        database_url=database_url,
        webhook_tokens=(TOKEN,),
        send_from=time.min,
        send_until=time.max,
        at_base_url=NOBODY,
    )


@pytest.fixture
def core(settings: Settings) -> Iterator[Core]:
    """A core with the seeded programme."""
    house = build_core(settings)
    with closing(house):
        seed(house.db, datetime.now(UTC).date())
        project_programme(house)
        house.book.publish()
        yield house


@pytest.fixture
def client(core: Core) -> FlaskClient:
    """The gateway's door."""
    return create_app(core).test_client()


@pytest.fixture
def line(client: FlaskClient, core: Core) -> Callable[[str], Line]:
    """A phone by its number."""
    return lambda phone: Line(client, core, phone)


@pytest.fixture
def awa(line: Callable[[str], Line]) -> Line:
    return line(AWA)


@pytest.fixture
def moussa(line: Callable[[str], Line]) -> Line:
    return line(MOUSSA)
