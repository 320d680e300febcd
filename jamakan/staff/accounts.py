"""Making accounts, inviting, closing: every change is in the trail, `by` an account or, None, the command line."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jamakan.core import Core
from jamakan.staff import passwords, roles
from jamakan.store.staff import accounts, sign_ins, trail
from jamakan.store.staff.accounts import ACTIVE, DISABLED, INVITED, Account

INVITATION = timedelta(hours=72)


class AccountError(Exception):
    """What was asked of an account cannot be: says why, in words for the command line; `reason` for pages."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(words)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link's secret part, shown once, and until when it holds."""

    account: Account
    token: str
    expires_at: datetime


def invite(core: Core, name: str, email: str, role: str, by: int | None = None) -> Invitation:
    """A new account, and the link by which its owner chooses a password. Raises AccountError."""
    _check(name, email, role)
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        account_id = accounts.add(connection, core.settings.vault, email, name.strip(), role, now)
        if account_id is None:
            raise AccountError("known", "there is an account with this e-mail already")
        token = accounts.invite(connection, core.settings.vault, account_id, now + INVITATION)
        trail.append(connection, core.settings.vault, now, by, "account.invited", f"account:{account_id}", role=role)
    return Invitation(_found(core, account_id), token, now + INVITATION)


def add(core: Core, name: str, email: str, role: str, password: str) -> Account:
    """A new account that may sign in at once, made on the command line. Raises AccountError, WeakPassword."""
    _check(name, email, role)
    secret = passwords.hashed(password, name, email)
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        account_id = accounts.add(connection, core.settings.vault, email, name.strip(), role, now)
        if account_id is None:
            raise AccountError("known", "there is an account with this e-mail already")
        accounts.change(connection, account_id, now, state=ACTIVE, password=secret)
        trail.append(connection, core.settings.vault, now, None, "account.added", f"account:{account_id}", role=role)
    return _found(core, account_id)


def whose(core: Core, token: str) -> Account | None:
    """Whom an invitation is for, while it holds."""
    with core.db.read() as connection:
        return accounts.invited(connection, core.settings.vault, token, datetime.now(UTC))


def accept(core: Core, token: str, password: str) -> Account | None:
    """Choose the password. None when the link no longer holds. Raises WeakPassword."""
    account = whose(core, token)
    if account is None:
        return None
    secret = passwords.hashed(password, account.name, account.email)
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if not accounts.withdraw(connection, account.id):
            return None
        accounts.change(connection, account.id, now, state=ACTIVE, password=secret)
        sign_ins.end_all(connection, account.id)
        trail.append(
            connection, core.settings.vault, now, account.id, "account.password_chosen", f"account:{account.id}"
        )
    return account


def reset(core: Core, account: Account, by: int | None = None) -> Invitation:
    """Forget password and second factor, end every sign-in, and make a new link. Raises AccountError."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        _refuse_the_last(accounts.is_last(connection, account, roles.ADMINISTRATOR))
        accounts.change(connection, account.id, now, state=INVITED, password="", totp=None)
        accounts.set_recovery_codes(connection, account.id, ())
        sign_ins.end_all(connection, account.id)
        token = accounts.invite(connection, core.settings.vault, account.id, now + INVITATION)
        trail.append(connection, core.settings.vault, now, by, "account.reset", f"account:{account.id}")
    return Invitation(account, token, now + INVITATION)


def disable(core: Core, account: Account, by: int | None = None) -> None:
    """Nobody signs in with it any more, and whoever is signed in is out. Raises AccountError."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        _refuse_the_last(accounts.is_last(connection, account, roles.ADMINISTRATOR))
        accounts.change(connection, account.id, now, state=DISABLED)
        accounts.withdraw(connection, account.id)
        sign_ins.end_all(connection, account.id)
        trail.append(connection, core.settings.vault, now, by, "account.disabled", f"account:{account.id}")


def change_role(core: Core, account: Account, role: str, by: int | None = None) -> None:
    """Give another role; they sign in again. Raises AccountError."""
    if role not in roles.ROLES:
        raise AccountError("role", f"no such role: {role}; there are {', '.join(roles.ROLES)}")
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if role != roles.ADMINISTRATOR:
            _refuse_the_last(accounts.is_last(connection, account, roles.ADMINISTRATOR))
        accounts.change(connection, account.id, now, role=role)
        sign_ins.end_all(connection, account.id)
        trail.append(
            connection, core.settings.vault, now, by, "account.role_changed", f"account:{account.id}", role=role
        )


def by_email(core: Core, email: str) -> Account:
    """The account with this e-mail. Raises AccountError."""
    with core.db.read() as connection:
        account = accounts.by_email(connection, core.settings.vault, email)
    if account is None:
        raise AccountError("unknown", "no account has this e-mail: see 'staff list'")
    return account


def _check(name: str, email: str, role: str) -> None:
    if not name.strip():
        raise AccountError("name", "the name is empty")
    local, at, domain = email.strip().rpartition("@")
    if not (local and at and "." in domain) or " " in email.strip():
        raise AccountError("email", "this is no e-mail address: write one like awa@example.org")
    if role not in roles.ROLES:
        raise AccountError("role", f"no such role: {role}; there are {', '.join(roles.ROLES)}")


def _refuse_the_last(last: bool) -> None:
    if last:
        raise AccountError("last", "this is the last administrator: make another one first")


def _found(core: Core, account_id: int) -> Account:
    with core.db.read() as connection:
        account = accounts.by_id(connection, core.settings.vault, account_id)
    if account is None:
        raise LookupError(f"account {account_id} is not there")
    return account
