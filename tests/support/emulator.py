"""An emulator in the test's own process, whose time stands still, and a customer it calls back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from emulator.application import create
from emulator.carrier import Carrier
from emulator.clock import Clock
from emulator.exchange import Exchange, Reply
from emulator.settings import Rules, Settings, Urls

AWA, MOUSSA, FATOU = "+22370000001", "+22366000002", "+22350000003"
KEY = {"apiKey": "atsk_emulator"}
EVERY_URL = Urls(**{kind: f"http://customer.test/{kind}" for kind in Urls.model_fields})


@dataclass
class Customer:
    """Whoever listens at the callback addresses: it notes what comes, and answers as told."""

    answers: dict[str, Callable[[dict[str, Any]], Reply]] = field(default_factory=dict)
    heard: list[tuple[str, dict[str, Any], bytes, Mapping[str, str]]] = field(default_factory=list)

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str], _patience: float) -> Reply:
        kind = urlsplit(url).path.removeprefix("/")
        if headers["Content-Type"] == "application/json":
            fields = json.loads(body)
        else:
            fields = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        self.heard.append((kind, fields, body, headers))
        return self.answers.get(kind, lambda _: Reply(200))(fields)

    def says(self, kind: str, status: int = 200, body: str = "", **headers: str) -> None:
        """Always answer callbacks of a kind like this."""
        spelt = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[kind] = lambda _: Reply(status, body.encode(), spelt)

    def of(self, kind: str) -> list[dict[str, Any]]:
        """What came of one kind."""
        return [fields for heard, fields, _, _ in self.heard if heard == kind]


class Desk:
    """The emulator as a test sees it: an HTTP client, the customer, and the hands of the clock."""

    def __init__(self, urls: Mapping[str, str] | None = None, exchange: Exchange | None = None, **rules: Any) -> None:
        self.customer = Customer()
        clock = Clock()
        clock.freeze()
        settings = Settings(rules=Rules(**rules), urls=Urls(**urls) if urls else EVERY_URL)
        self.app = create(settings, clock, exchange=exchange or self.customer)
        self.client: FlaskClient = self.app.test_client()

    @property
    def carrier(self) -> Carrier:
        """The carrier in service."""
        carrier: Carrier = self.app.extensions["emulator"].carrier
        return carrier

    def post(self, path: str, **body: Any) -> Any:
        """Call the control API; the answer's JSON."""
        return self.client.post(f"/_control{path}", json=body).get_json()

    def get(self, path: str) -> Any:
        """Read from the control API."""
        return self.client.get(f"/_control{path}").get_json()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.post("/clock/advance", seconds=seconds)

    def order(self, to: str, message: str = "Bonjour", **fields: str) -> TestResponse:
        """Send SMS as the SDK does."""
        form = {"username": "sandbox", "to": to, "message": message, "bulkSMSMode": "1", **fields}
        return self.client.post("/version1/messaging", data=form, headers=KEY)

    def send(self, to: str, message: str = "Bonjour", **fields: str) -> Any:
        """Send SMS; what SMSMessageData says."""
        return self.order(to, message, **fields).get_json()["SMSMessageData"]
