"""What Africa's Talking answers, in our words: each recipient's fate, its cost, the account's balance.

A 201 is not success: the outcome is decided for each recipient, and whatever does not say is `Uncertain`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jamakan.channels.outcomes import Balance, Failed, Outcome, Retry, Sent, Uncertain
from jamakan.channels.unanswered import quoted

SENT = (100, 101, 102)
# Any other status code of a recipient → what it means. One not listed is a failure with their word for it.
MEANINGS: dict[int, Outcome] = {
    401: Uncertain("RiskHold"),  # held by their risk control: it may yet leave
    402: Failed("InvalidSenderId", configuration=True),
    403: Failed("InvalidPhoneNumber"),
    404: Failed("UnsupportedNumberType"),
    405: Failed("InsufficientBalance", configuration=True),
    406: Failed("UserInBlacklist", opted_out=True),
    407: Failed("CouldNotRoute", routing=True),
    409: Retry("DoNotDisturbRejection", 3600),
    500: Uncertain("InternalServerError"),  # broken on their side: another try may be a second message
    501: Uncertain("GatewayError"),
    502: Retry("RejectedByGateway", 60),
}
# Answers outside 2xx, by their text, which is all the SDK keeps. Anything else may hide a message taken.
REFUSALS: tuple[tuple[re.Pattern[str], Outcome], ...] = (
    (re.compile("authentication is invalid", re.I), Failed("the carrier refuses our API key", configuration=True)),
    (re.compile("too many requests|rate limit", re.I), Retry("the carrier asks us to slow down", 30, limited=False)),
)
AMOUNT = re.compile(r"^([A-Z]{3})\s*(-?\d+(?:\.\d+)?)$")
NONE = "None"  # what they write for an identifier that there is not


def refusal(text: str) -> Outcome:
    """What an answer outside 2xx says of every recipient of the call."""
    for pattern, outcome in REFUSALS:
        if pattern.search(text):
            return outcome
    return Uncertain(f"the carrier answered: {quoted(text)}")


def outcomes(answer: object, phones: Sequence[str]) -> dict[str, Outcome]:
    """The outcome of each of these numbers, none left out."""
    data = _section(answer, "SMSMessageData")
    rows = data.get("Recipients")
    if not isinstance(rows, list):
        return dict.fromkeys(phones, Uncertain("the carrier's answer cannot be read"))
    if not rows:
        reason = quoted(str(data.get("Message", "no reason given")))
        return dict.fromkeys(phones, Failed(f"refused by the carrier: {reason}", configuration=True))
    told = {str(row.get("number", "")): _outcome(row) for row in rows if isinstance(row, dict)}
    return {phone: told.get(phone, Uncertain("the carrier's answer leaves this number out")) for phone in phones}


def messages(answer: object) -> list[Mapping[str, Any]]:
    """The incoming messages of an answer to a fetch."""
    rows = _section(answer, "SMSMessageData").get("Messages")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def balance(answer: object) -> Balance | None:
    """What is left on the account. The SDK's own tests spell the key another way than the service."""
    data = _section(answer, "UserData") or _section(answer, "userData")
    micros, currency = _amount(str(data.get("balance", "")))
    return None if micros is None else Balance(micros, currency)


def _outcome(row: Mapping[str, Any]) -> Outcome:
    code = row.get("statusCode")
    if code in SENT:
        return _sent(row)
    status = quoted(str(row.get("status", "")))
    if not isinstance(code, int):
        return Uncertain(f"the carrier gives no status code: {status}")
    return MEANINGS.get(code) or Failed(status or f"code {code}")


def _sent(row: Mapping[str, Any]) -> Sent:
    identity, parts = str(row.get("messageId", NONE)), row.get("messageParts")
    micros, currency = _amount(str(row.get("cost", "")))
    return Sent("" if identity == NONE else identity, parts if isinstance(parts, int) else None, micros, currency)


@lru_cache(maxsize=64)  # few prices, many recipients
def _amount(text: str) -> tuple[int | None, str]:
    match = AMOUNT.match(text)
    return (int(Decimal(match[2]) * 1_000_000), match[1]) if match else (None, "")


def _section(answer: object, name: str) -> Mapping[str, Any]:
    if isinstance(answer, str):  # what the SDK gives when the JSON comes with a charset
        try:
            answer = json.loads(answer)
        except ValueError:
            return {}
    data = answer.get(name) if isinstance(answer, dict) else None
    return data if isinstance(data, dict) else {}
