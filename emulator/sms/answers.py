"""The carrier's words: the body that answers a request to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from emulator.account import Account, money
from emulator.lives import Life
from emulator.sms.outcomes import CODES

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one recipient: the answer's line and, when accepted, the message's life and price in XOF."""

    line: dict[str, Any]
    life: Life | None = None
    price: Decimal = Decimal(0)


def refused(number: str, code: int) -> Fate:
    """Return the fate of a refused recipient. Its messageId is the word "None": a trap of the real service."""
    return Fate({"cost": "0", "messageId": "None", "number": number, "status": CODES[code], "statusCode": code})


def accepted(life: Life, price: Decimal, style: str) -> Fate:
    """Return the fate of an accepted recipient; only the live service says how many parts."""
    entry = life.entry
    line: dict[str, Any] = {
        "cost": entry.cost,
        "messageId": entry.id,
        "number": entry.number,
        "status": CODES[entry.code],
        "statusCode": entry.code,
    }
    if style == "live":
        line["messageParts"] = entry.parts
    return Fate(line, life, price)


def invalid_sender() -> Answer:
    """Return the answer to an unknown sender: nothing sent, yet still a 201."""
    return _body("InvalidSenderId", [])


def answer(fates: Sequence[Fate], account: Account, style: str, premium: bool) -> Answer:
    """Return the answer to a request whose recipients met these fates."""
    return _body(_summary(fates, account, style, premium), [fate.line for fate in fates])


def _summary(fates: Sequence[Fate], account: Account, style: str, premium: bool) -> str:
    lives = [fate.life for fate in fates if fate.life]
    told = f"Sent to {len(lives)}/{len(fates)}"
    if premium:
        return told
    if not lives:
        return f"{told} Total Cost: 0"
    total = account.in_currency(sum((fate.price for fate in fates), Decimal(0)))
    told += f" Total Cost: {money(account.currency, total)}"
    if style == "live":
        return told
    return f"{told} Message parts: {max(life.entry.parts for life in lives)}"


def _body(message: str, lines: list[dict[str, Any]]) -> Answer:
    return {"SMSMessageData": {"Message": message, "Recipients": lines}}
