"""Airtime: small rewards, with the five-minute duplicate rule and the idempotency key."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from threading import RLock
from typing import Any
from uuid import uuid4

from emulator.account import RATES, Account, AmountError, money, parse_amount
from emulator.callbacks import Courier
from emulator.clock import Clock
from emulator.networks import normalise
from emulator.settings import Settings

DUPLICATE_WITHIN = timedelta(minutes=5)
DUPLICATE = "A duplicate request was received within the last 5 minutes"
DISCOUNT = Decimal("0.04")

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TopUp:
    """One recipient as the customer wrote it: a number and an amount such as "XOF 100"."""

    number: str
    amount: str


class Airtime:
    """The counter for airtime."""

    def __init__(self, settings: Settings, clock: Clock, account: Account, courier: Courier, lock: RLock) -> None:
        self._settings = settings
        self._clock = clock
        self._account = account
        self._courier = courier
        self._lock = lock
        self._answers: dict[str, Answer] = {}  # by idempotency key
        self._seen: dict[TopUp, datetime] = {}

    def send(self, top_ups: list[TopUp], key: str) -> Answer:
        """Send airtime and return the answer's body; the same key gets the same answer and nothing is sent again."""
        with self._lock:
            if key and key in self._answers:
                return self._answers[key]
            lines = [self._top_up(top_up) for top_up in top_ups]
            answer = self._answer(lines)
            if key:
                self._answers[key] = answer
            return answer

    def _top_up(self, top_up: TopUp) -> Answer:
        number = normalise(top_up.number)
        if number is None:
            return _line(top_up, "Failed", "Invalid phone number")
        try:
            currency, amount = parse_amount(top_up.amount)
        except AmountError:
            return _line(top_up, "Failed", "Invalid amount")
        now, same = self._clock.now(), TopUp(number, money(currency, amount))
        if same in self._seen and now - self._seen[same] < DUPLICATE_WITHIN:
            return _line(top_up, "Failed", DUPLICATE)
        if not self._account.pay(amount * RATES[currency] * (1 - DISCOUNT)):
            return _line(top_up, "Failed", "Insufficient balance")
        self._seen[same] = now
        return self._sent(same, currency, amount)

    def _sent(self, top_up: TopUp, currency: str, amount: Decimal) -> Answer:
        line = _line(top_up, "Sent", "None")
        line |= {"discount": money(currency, amount * DISCOUNT), "requestId": f"ATQid_{uuid4().hex}"}
        self._clock.later(self._settings.rules.report_seconds, lambda: self._finish(line))
        return line

    def _answer(self, lines: list[Answer]) -> Answer:
        sent = [line for line in lines if line["status"] == "Sent"]
        return {
            "errorMessage": "None" if sent else (lines[0]["errorMessage"] if lines else "None"),
            "numSent": len(sent),
            "responses": lines,
            "totalAmount": self._total(sent, "amount"),
            "totalDiscount": self._total(sent, "discount"),
        }

    def _total(self, lines: list[Answer], name: str) -> str:
        worth = sum((_in_xof(line[name]) for line in lines), Decimal(0))
        return money(self._account.currency, self._account.in_currency(worth)) if lines else "0"

    def _finish(self, line: Answer) -> None:
        """Ask the customer to validate, where it wants to be asked, and tell it how the top-up went."""
        status = "Success" if self._validated(line) else "Failed"
        if self._settings.urls.airtime_status:
            told = {
                "phoneNumber": line["phoneNumber"],
                "description": "Airtime Delivered Successfully" if status == "Success" else "Validation Failed",
                "status": status,
                "requestId": line["requestId"],
                "discount": line["discount"],
                "value": line["amount"],
            }
            self._courier.post_json("airtime_status", told)

    def _validated(self, line: Answer) -> bool:
        if not self._settings.urls.airtime_validation:
            return True
        currency, amount = line["amount"].split()
        asked = [
            ("transactionId", line["requestId"]),
            ("phoneNumber", line["phoneNumber"]),
            ("sourceIpAddress", "127.0.0.1"),
            ("currencyCode", currency),
            ("amount", amount),
        ]
        reply = self._courier.post("airtime_validation", asked)
        return reply.status == 200 and b'"Validated"' in reply.body


def _line(top_up: TopUp, status: str, error: str) -> Answer:
    return {
        "amount": top_up.amount,
        "discount": "0",
        "errorMessage": error,
        "phoneNumber": top_up.number,
        "requestId": "None",
        "status": status,
    }


def _in_xof(amount: str) -> Decimal:
    currency, value = parse_amount(amount)
    return value * RATES[currency]
