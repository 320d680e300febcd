"""The pretend carrier's control API, seen from the people's side: dial, answer, write, read what arrived."""

from dataclasses import dataclass
from typing import Any

import requests

ANSWER_SECONDS = 20.0  # the emulator itself waits 10 s for the gateway


class CarrierError(Exception):
    """The carrier refused what was asked, or does not answer."""


@dataclass(frozen=True, slots=True)
class Hop:
    """What a phone shows after dialling or answering. `open`: the session goes on; `problem`: why it broke off."""

    session: str
    text: str
    open: bool
    problem: str


class Carrier:
    """One emulator by its URL."""

    def __init__(self, url: str) -> None:
        self._control = f"{url}/_control"
        self._http = requests.Session()
        self._http.trust_env = False  # no proxy between us and loopback

    def phones(self) -> list[dict[str, Any]]:
        """The phones on the table: number, name, network."""
        found: list[dict[str, Any]] = self._call("GET", "/phones")
        return found

    def dial(self, phone: str, code: str) -> Hop:
        """Dial a code; gives the first screen."""
        return _hop(self._call("POST", "/ussd/dial", {"phone": phone, "code": code}))

    def answer(self, session: str, text: str) -> Hop:
        """Answer in a session; gives the next screen."""
        return _hop(self._call("POST", "/ussd/answer", {"session": session, "text": text}))

    def text(self, phone: str, to: str, text: str) -> None:
        """Send an SMS from a phone."""
        self._call("POST", "/sms", {"from": phone, "to": to, "text": text})

    def inbox(self, phone: str) -> list[str]:
        """The texts of the SMS that arrived on a phone, the oldest first."""
        shown = self._call("GET", f"/phones/{phone.removeprefix('+')}")
        return [message["text"] for message in shown["messages"] if message["way"] == "in"]

    def ledger(self, **wanted: str) -> list[dict[str, Any]]:
        """Everything the carrier ever accepted, filtered by `number` and `kind`."""
        rows: list[dict[str, Any]] = self._call("GET", "/ledger", params=wanted)
        return rows

    def _call(self, method: str, path: str, body: object = None, params: dict[str, str] | None = None) -> Any:
        try:
            answer = self._http.request(
                method, self._control + path, json=body, params=params, timeout=ANSWER_SECONDS
            )
        except requests.RequestException as error:
            raise CarrierError(f"the carrier does not answer ({type(error).__name__})") from error
        if not answer.ok:
            raise CarrierError(f"the carrier refused {method} {path}: {answer.status_code} {answer.text}")
        return answer.json()


def _hop(view: dict[str, Any]) -> Hop:
    return Hop(view["session"], view["screen"]["text"], view["open"], view["problem"])
