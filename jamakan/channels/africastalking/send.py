"""SMS out through the official SDK.

The SDK keeps no HTTP status (401, 429 and 503 differ by text alone), answers 201 to a refusal, and gives no
idempotency key. So the outcome is decided for each recipient, and whatever does not say is `Uncertain`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import requests
from africastalking.Service import AfricasTalkingException
from africastalking.SMS import SMSService

from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Uncertain

TIMEOUT = (3.05, 20.0)  # seconds to connect, to answer; a batch with enqueue=1 is answered at once
SENT = frozenset({100, 101, 102})
FOR_NOW = {405: 900, 407: 300, 409: 3600, 502: 60}  # code → seconds before asking again
EMPTY_ACCOUNT = 405  # our trouble, not the number's: every message waits for a person to pay
OURS = frozenset({402})  # the sender name: every message of the account would be refused
UNSURE = frozenset({401, 500, 501})  # held or broken on their side: it may yet leave
COST = re.compile(r"^([A-Z]{3})\s*(-?\d+(?:\.\d+)?)$")
# Answers outside 2xx, by their text. Anything else may hide a message taken: it is uncertain.
REFUSALS: tuple[tuple[re.Pattern[str], Outcome], ...] = (
    (re.compile("authentication is invalid", re.I), Failed("the carrier refuses our API key", configuration=True)),
    (re.compile("too many requests|rate limit", re.I), Retry("the carrier asks us to slow down", 30, limited=False)),
)


UNREACHABLE = Retry("the carrier cannot be reached", limited=False)


class _Service(SMSService):  # type: ignore[misc]  # the SDK has no types
    """The SDK's SMS service at another address (an emulator). The SDK offers no setting for it."""

    def __init__(self, username: str, api_key: str, base_url: str) -> None:
        self._address = base_url.rstrip("/")
        super().__init__(username, api_key)

    def _init_service(self) -> None:
        super()._init_service()
        if self._address:
            self._baseUrl = self._contentUrl = f"{self._address}/version1"


class Sender:
    """Hands messages to Africa's Talking."""

    def __init__(self, username: str, api_key: str, base_url: str = "", sender_id: str = "") -> None:
        self._service = _Service(username, api_key, base_url)
        self._sender_id = sender_id or None

    def send(self, body: str, phones: Sequence[str]) -> dict[str, Outcome]:
        """One text to several numbers in one call; the outcome of each number, none left out."""
        try:
            answer = self._service.send(
                body, list(phones), sender_id=self._sender_id, enqueue=len(phones) > 1, timeout=TIMEOUT
            )
        except requests.ConnectTimeout:
            return dict.fromkeys(phones, UNREACHABLE)
        except requests.ConnectionError as error:
            return dict.fromkeys(phones, _unconnected(error))
        except requests.RequestException as error:
            return dict.fromkeys(phones, Uncertain(f"no answer from the carrier ({type(error).__name__})"))
        except AfricasTalkingException as error:
            return dict.fromkeys(phones, _refusal(str(error)))
        return _outcomes(answer, phones)


def _unconnected(error: requests.ConnectionError) -> Outcome:
    """Refused before anything was written, or cut in the middle: only the first is safe to repeat."""
    if "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error):
        return UNREACHABLE
    return Uncertain("the connection to the carrier was cut")


def _refusal(text: str) -> Outcome:
    for pattern, outcome in REFUSALS:
        if pattern.search(text):
            return outcome
    return Uncertain(f"the carrier answered: {text[:80]}")


def _outcomes(answer: object, phones: Sequence[str]) -> dict[str, Outcome]:
    data = _data(answer)
    rows = data.get("Recipients")
    if not isinstance(rows, list):
        return dict.fromkeys(phones, Uncertain("the carrier's answer cannot be read"))
    if not rows:
        reason = str(data.get("Message", "no reason given"))
        return dict.fromkeys(phones, Failed(f"refused by the carrier: {reason}", configuration=True))
    told = {str(row.get("number", "")): _outcome(row) for row in rows if isinstance(row, dict)}
    return {phone: told.get(phone, Uncertain("the carrier's answer leaves this number out")) for phone in phones}


def _data(answer: object) -> Mapping[str, Any]:
    if isinstance(answer, str):  # what the SDK gives when the JSON comes with a charset
        try:
            answer = json.loads(answer)
        except json.JSONDecodeError:
            return {}
    data = answer.get("SMSMessageData", {}) if isinstance(answer, dict) else {}
    return data if isinstance(data, dict) else {}


def _outcome(row: Mapping[str, Any]) -> Outcome:
    code, status = row.get("statusCode"), str(row.get("status", ""))
    if code in SENT:
        micros, currency = _cost(str(row.get("cost", "")))
        parts = row.get("messageParts")
        return Sent(str(row.get("messageId", "")), parts if isinstance(parts, int) else None, micros, currency)
    if code in FOR_NOW:
        return Retry(status, FOR_NOW[code], limited=code != EMPTY_ACCOUNT)
    if code in UNSURE:
        return Uncertain(status)
    return Failed(status or f"code {code}", configuration=code in OURS)


def _cost(text: str) -> tuple[int | None, str]:
    match = COST.match(text)
    return (int(Decimal(match[2]) * 1_000_000), match[1]) if match else (None, "")
