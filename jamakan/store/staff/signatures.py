"""Who signed: an account, by its number, so that no name of staff rests in clear; or a name from the command line."""

from collections.abc import Collection

from sqlalchemy import Connection

from jamakan.privacy.vault import Vault
from jamakan.store.staff import accounts

ACCOUNT = "account:"


def signature(account_id: int) -> str:
    """How an account signs."""
    return f"{ACCOUNT}{account_id}"


def account_of(signed: str) -> int | None:
    """The account that signed so; None for a name given on the command line."""
    number = signed.removeprefix(ACCOUNT)
    return int(number) if number != signed and number.isdecimal() else None


def names(connection: Connection, vault: Vault, signed: Collection[str]) -> dict[str, str]:
    """What those who signed are called, by signature."""
    known = accounts.names(connection, vault, {account_of(one) for one in signed})
    return {one: known.get(account_of(one) or 0, one) for one in signed}
