"""The customer's money: prices in XOF, a balance in the account's currency."""

import re
from decimal import Decimal

# Worth in XOF. The EUR rate is the treaty's; the USD rate only has to be plausible.
RATES = {"XOF": Decimal(1), "EUR": Decimal("655.957"), "USD": Decimal(605)}
AMOUNT = re.compile(r"([A-Z]{3}) (\d{1,9}(?:\.\d{1,4})?)")


class AmountError(ValueError):
    """An amount that cannot be read; the message says what is expected."""


def parse_amount(text: str) -> tuple[str, Decimal]:
    """Return the currency and the number of "USD 12.5000"; AmountError when it is not one."""
    found = AMOUNT.fullmatch(text)
    if not found or found[1] not in RATES:
        raise AmountError(f"amount {text!r}: expected for example 'XOF 100' (currencies: {', '.join(RATES)})")
    return found[1], Decimal(found[2])


def money(currency: str, amount: Decimal) -> str:
    """Return an amount as the carrier writes it: "XOF 8.0000"."""
    return f"{currency} {amount:.4f}"


class Account:
    """The balance. Callers hold the carrier's lock."""

    def __init__(self, balance: str) -> None:
        self.set(balance)

    def set(self, balance: str) -> None:
        """Set the balance, and the account's currency with it."""
        self.currency, self._left = parse_amount(balance)

    @property
    def balance(self) -> str:
        """What is left, as the carrier writes it."""
        return money(self.currency, self._left)

    def in_currency(self, xof: Decimal) -> Decimal:
        """Return a price in XOF in the account's currency."""
        return xof / RATES[self.currency]

    def pay(self, xof: Decimal) -> bool:
        """Take a price in XOF from the balance; False, and nothing taken, when too little is left."""
        price = self.in_currency(xof)
        if price > self._left:
            return False
        self._left -= price
        return True
