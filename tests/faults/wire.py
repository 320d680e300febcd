"""The carrier's side of the wire to the gateway: callbacks posted, and posted again when their answer is lost."""

import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs

import requests

from jamakan.house.carrier import Carrier, CarrierError
from tests.faults.history import REPORT, SMS, USSD, History, Request

PATIENCE = (2.0, 12.0)  # seconds to connect, to answer; a carrier's USSD hop waits ten
PAUSE = 0.5  # seconds before the same request again
NETWORK = "61002"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Wire:
    """Posts to the gateway's `hooks` (kind → URL), keeping the books. One for all threads."""

    def __init__(
        self, hooks: Mapping[str, str], carrier: str, service: str, short_code: str, history: History
    ) -> None:
        self._hooks = hooks
        self._carrier = carrier
        self._service = service
        self._short_code = short_code
        self._history = history

    def ask(self, request: Request, tries: int, stopping: threading.Event) -> str | None:
        """The body of the answer; None when so many requests had none, or the load is to stop."""
        for _ in range(tries):
            body = self.ask_once(request)
            if body is not None:
                return body
            if stopping.wait(PAUSE):
                return None
        return None

    def ask_once(self, request: Request) -> str | None:
        """The body of a 200, which is then in the books; None when there was none, and who knows what was kept."""
        self._history.ask(request)
        answer = post(self._hooks[request.kind], self._fields(request))
        if answer is None:
            return None
        if answer.status_code >= 500:
            return None
        if answer.status_code != 200:
            self._history.note(f"{request} was answered {answer.status_code}: {answer.text!r}")
            return None
        self._history.acknowledge(request, answer.text)
        return answer.text

    def text(self, phone: str, text: str) -> None:
        """Send an SMS from a phone of the emulator. Nobody repeats it but the emulator, as long as it lives."""
        with suppress(CarrierError):
            Carrier(self._carrier).text(phone, self._short_code, text)

    def _fields(self, request: Request) -> dict[str, str]:
        if request.kind == USSD:
            return {
                "phoneNumber": request.phone,
                "serviceCode": self._service,
                "text": request.text,
                "sessionId": request.id,
                "networkCode": NETWORK,
            }
        if request.kind == SMS:
            return {
                "date": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime()),
                "from": request.phone,
                "id": request.id,
                "linkId": "",
                "text": request.text,
                "to": self._short_code,
                "networkCode": NETWORK,
            }
        return {"id": request.id, "status": request.text, "phoneNumber": request.phone, "networkCode": NETWORK}


class Post:
    """Stands between the emulator and the gateway: hands on what it posts, and keeps the books of that."""

    def __init__(self, gateway: str, history: History) -> None:
        post_office = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(post_office.hand_on(self.path, body))
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                """Keep quiet."""

        self._gateway = gateway
        self._history = history
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def hand_on(self, path: str, body: bytes) -> int:
        """Post one callback to the gateway; the status to answer the emulator with."""
        fields = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        if path.endswith(f"/{REPORT}"):
            request = Request(REPORT, fields["id"], fields["phoneNumber"], fields["status"])
        else:
            request = Request(SMS, fields["id"], fields["from"], fields["text"])
        self._history.ask(request)
        answer = post(self._gateway + path, body)
        if answer is None:
            return 502
        if answer.ok:
            self._history.acknowledge(request, answer.text)
        return answer.status_code

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def post(url: str, form: Mapping[str, str] | bytes) -> requests.Response | None:
    """What was answered; None when nothing was."""
    with requests.Session() as http:
        http.trust_env = False  # no proxy between us and loopback
        try:
            return http.post(url, data=form, headers=FORM, timeout=PATIENCE, allow_redirects=False)
        except requests.RequestException:
            return None
