"""What Orange answers, in our words."""

from collections.abc import Iterator
from typing import Any

import requests

from jamakan.channels.outcomes import Balance, Failed, Outcome, Retry, Sent, Uncertain
from jamakan.channels.unanswered import quoted

TAKEN = 201
TOO_FAST, PAUSE = 429, 5  # seconds, when the carrier does not say how long
OURS = frozenset({401, 403, 404, 405, 415})  # token, exhausted bundle (POL…), address: no message would pass
NO_ADDRESS = "SVC0004"
SMS = "SMS"


def outcome(answer: requests.Response) -> Outcome:
    """What an answer to a send says of its one recipient."""
    status = answer.status_code
    if status == TAKEN:
        return Sent(_resource(answer))
    if status == TOO_FAST:
        return Retry("the carrier asks us to slow down", _pause(answer), limited=False)
    if status in OURS:
        return Failed(_reason(answer), configuration=True)
    if 400 <= status < 500:
        return _refused(answer)
    return Uncertain(_reason(answer))


def balance(answer: requests.Response) -> Balance | None:
    """The SMS left in all running contracts; two layouts of the list are in circulation."""
    if not answer.ok:
        return None
    units = [int(row["availableUnits"]) for row in _contracts(_json(answer)) if _running(row)]
    return Balance(sum(units) * 1_000_000, SMS) if units else None


def _refused(answer: requests.Response) -> Failed:
    error = _error(answer)
    addressed = error.get("messageId") == NO_ADDRESS
    # The variables name the part of the message that is wrong: our own sender, or else the recipient.
    ours = "sender" in str(error.get("variables", "")).casefold()
    return Failed(_reason(answer), configuration=ours, routing=addressed and not ours)


def _reason(answer: requests.Response) -> str:
    error = _error(answer)
    code = error.get("messageId", error.get("code", answer.status_code))
    return quoted(f"{code} {error.get('text', error.get('message', ''))}")


def _error(answer: requests.Response) -> dict[str, Any]:
    """The error of the SMS service, or else of the gate before it (`{"code": 42, "message": …}`)."""
    told = _json(answer)
    request = told.get("requestError") if isinstance(told, dict) else None
    parts = request.values() if isinstance(request, dict) else (told,)
    return next((part for part in parts if isinstance(part, dict)), {})


def _resource(answer: requests.Response) -> str:
    """The identifier that receipts will carry; "" when the answer holds none."""
    told = _json(answer)
    request = told.get("outboundSMSMessageRequest") if isinstance(told, dict) else None
    url = request.get("resourceURL") if isinstance(request, dict) else None
    return url.rstrip("/").rpartition("/")[2] if isinstance(url, str) else ""


def _pause(answer: requests.Response) -> int:
    told = answer.headers.get("Retry-After", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 5 else PAUSE


def _contracts(told: object) -> Iterator[dict[str, Any]]:
    """Every row that counts units, however deep it lies."""
    if isinstance(told, dict):
        if "availableUnits" in told:
            yield told
        else:
            for inner in told.values():
                yield from _contracts(inner)
    elif isinstance(told, list):
        for inner in told:
            yield from _contracts(inner)


def _running(row: dict[str, Any]) -> bool:
    return str(row["availableUnits"]).isdecimal() and str(row.get("status", "")).upper() != "EXPIRED"


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except requests.JSONDecodeError:
        return {}
