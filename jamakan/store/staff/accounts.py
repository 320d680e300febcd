"""Accounts as rows. Who may change them and when is decided in `jamakan.staff`."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, select, update

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.database import insert, turnstile
from jamakan.store.models import StaffAccount, StaffInvitation, StaffRecoveryCode

INVITED, ACTIVE, DISABLED = "invited", "active", "disabled"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, opened. `password` is the argon2 hash, `totp` the secret or ""."""

    id: int
    email: str
    name: str
    role: str
    state: str
    password: str
    totp: str
    totp_step: int


_COLUMNS = (
    StaffAccount.id,
    StaffAccount.email,
    StaffAccount.name,
    StaffAccount.role,
    StaffAccount.state,
    StaffAccount.password,
    StaffAccount.totp,
    StaffAccount.totp_step,
)


def email_ref(vault: Vault, email: str) -> str:
    """The keyed hash by which an account is found: case and spaces around do not matter."""
    return vault.ref("staff email", email.strip().casefold())


def add(connection: Connection, vault: Vault, email: str, name: str, role: str, at: datetime) -> int | None:
    """A new account, invited. None when there is one with this e-mail."""
    row = {
        "email_ref": email_ref(vault, email),
        "email": vault.seal_text(email.strip(), sealing.STAFF_EMAIL),
        "name": vault.seal_text(name, sealing.STAFF_NAME),
        "role": role,
        "state": INVITED,
        "password": "",
        "totp": None,
        "totp_step": 0,
        "created_at": at,
        "changed_at": at,
    }
    statement = insert(connection, StaffAccount).on_conflict_do_nothing(index_elements=["email_ref"])
    return connection.execute(statement.returning(StaffAccount.id), row).scalar_one_or_none()


def by_email(connection: Connection, vault: Vault, email: str) -> Account | None:
    """The account with this e-mail."""
    return _one(connection, vault, _query().where(StaffAccount.email_ref == email_ref(vault, email)))


def by_id(connection: Connection, vault: Vault, account_id: int) -> Account | None:
    """The account with this number."""
    return _one(connection, vault, _query().where(StaffAccount.id == account_id))


def everybody(connection: Connection, vault: Vault) -> list[Account]:
    """All accounts, in the order they were made."""
    return [_opened(vault, row) for row in connection.execute(_query().order_by(StaffAccount.id))]


def names(connection: Connection, vault: Vault, ids: Collection[int | None]) -> dict[int, str]:
    """The names of these accounts, by number."""
    known = {account_id for account_id in ids if account_id}
    query = select(StaffAccount.id, StaffAccount.name).where(StaffAccount.id.in_(known))
    return {row.id: vault.open_text(row.name, sealing.STAFF_NAME) for row in connection.execute(query)}


def change(connection: Connection, account_id: int, at: datetime, **values: Any) -> None:
    """Set columns of an account."""
    statement = update(StaffAccount).where(StaffAccount.id == account_id)
    connection.execute(statement.values(changed_at=at, **values))


def is_last(connection: Connection, account: Account, role: str) -> bool:
    """Whether this is the only active account with this role. Read anew: two are not closed at once."""
    turnstile(connection, "staff")
    query = select(StaffAccount.id).where(StaffAccount.role == role, StaffAccount.state == ACTIVE)
    return list(connection.execute(query).scalars()) == [account.id]


def use_code(connection: Connection, account_id: int, step: int) -> bool:
    """Take a one-time code's period. False when it, or a later one, was taken before: of two, one wins."""
    statement = update(StaffAccount).where(StaffAccount.id == account_id, StaffAccount.totp_step < step)
    return connection.execute(statement.values(totp_step=step)).rowcount == 1


def set_recovery_codes(connection: Connection, account_id: int, refs: Collection[str]) -> None:
    """These codes and no others."""
    connection.execute(delete(StaffRecoveryCode).where(StaffRecoveryCode.account_id == account_id))
    if refs:
        rows = [{"code_ref": ref, "account_id": account_id} for ref in refs]
        connection.execute(insert(connection, StaffRecoveryCode), rows)


def use_recovery_code(connection: Connection, account_id: int, ref: str) -> bool:
    """Spend a recovery code. False when the account has no such code."""
    statement = delete(StaffRecoveryCode).where(
        StaffRecoveryCode.account_id == account_id, StaffRecoveryCode.code_ref == ref
    )
    return connection.execute(statement).rowcount == 1


def recovery_codes_left(connection: Connection, account_id: int) -> int:
    """How many recovery codes are not used."""
    query = select(func.count()).where(StaffRecoveryCode.account_id == account_id)
    return connection.execute(query).scalar_one()


def invite(connection: Connection, vault: Vault, account_id: int, expires_at: datetime) -> str:
    """The secret part of a fresh link. One an account: the ones before no longer hold."""
    withdraw(connection, account_id)
    token = secrets.token_urlsafe(24)
    row = {"token_ref": _link_ref(vault, token), "account_id": account_id, "expires_at": expires_at}
    connection.execute(insert(connection, StaffInvitation), row)
    return token


def invited(connection: Connection, vault: Vault, token: str, now: datetime) -> Account | None:
    """Whom a link invites, while it holds."""
    query = _query().join(StaffInvitation, StaffInvitation.account_id == StaffAccount.id)
    query = query.where(StaffInvitation.token_ref == _link_ref(vault, token), StaffInvitation.expires_at > now)
    return _one(connection, vault, query.where(StaffAccount.state != DISABLED))


def withdraw(connection: Connection, account_id: int) -> bool:
    """Take back the invitation of an account. False when there is none: somebody was quicker."""
    statement = delete(StaffInvitation).where(StaffInvitation.account_id == account_id)
    return connection.execute(statement).rowcount > 0


def _link_ref(vault: Vault, token: str) -> str:
    return vault.ref("staff invitation", token)


def _query() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS)


def _one(connection: Connection, vault: Vault, query: Select[*tuple[Any, ...]]) -> Account | None:
    row = connection.execute(query).one_or_none()
    return _opened(vault, row) if row is not None else None


def _opened(vault: Vault, row: Row[*tuple[Any, ...]]) -> Account:
    return Account(
        id=row.id,
        email=vault.open_text(row.email, sealing.STAFF_EMAIL),
        name=vault.open_text(row.name, sealing.STAFF_NAME),
        role=row.role,
        state=row.state,
        password=row.password,
        totp=vault.open_text(row.totp, sealing.STAFF_TOTP) if row.totp is not None else "",
        totp_step=row.totp_step,
    )
