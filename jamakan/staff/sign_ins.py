"""Signing in: password, then the second factor for those who have one, each step with a token of its own.

A browser holds a random token; SQL holds its keyed hash, whose it is and its stage:

    code    the password was right, the one-time code is asked
    enrol   the same, and this account must first set up a second factor
    full    signed in
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jamakan.core import Core
from jamakan.privacy.vault import Vault
from jamakan.staff import guesses, passwords, second_factor
from jamakan.staff.roles import NEEDS_SECOND_FACTOR, ROLES, May
from jamakan.store import sealing
from jamakan.store.staff import accounts, sign_ins, trail
from jamakan.store.staff.accounts import ACTIVE, Account
from jamakan.store.staff.sign_ins import SignIn

CODE, ENROL, FULL = "code", "enrol", "full"
IDLE = timedelta(hours=2)
LASTS = timedelta(hours=12)  # whatever is done with it
HALFWAY_LASTS = timedelta(minutes=10)


class Refused(Exception):
    """E-mail, password or code are not right; which one is not told."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed, and from where. `known` is the mark their browser has from an earlier sign-in."""

    email: str
    password: str
    address: str
    device: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A fresh token for the browser, what it is good for, and the mark that tells this browser again."""

    token: str
    stage: str
    known: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever is signed in, and by which sign-in."""

    account: Account
    sign_in: SignIn

    def may(self, what: May) -> bool:
        """Whether the role allows it, at this stage of signing in."""
        if self.sign_in.stage != FULL:
            return what in {May.ANYBODY, May.HALFWAY}
        return what in ROLES.get(self.account.role, frozenset())


def with_password(core: Core, attempt: Attempt) -> Opened:
    """First step. Raises Refused, TooSoon; RedisError, DatabaseAway: then nobody was let in."""
    vault, now = core.settings.vault, datetime.now(UTC)
    who = _guesser(vault, attempt)
    guesses.admit(core.redis, vault.ref("guess address", attempt.address), guesses.ADDRESS)
    guesses.admit(core.redis, who, guesses.ACCOUNT)
    with core.db.read() as connection:
        account = accounts.by_email(connection, vault, attempt.email)
    usable = account if account is not None and account.state == ACTIVE else None
    if not passwords.matches(usable.password if usable else "", attempt.password) or usable is None:
        _note_refusal(core, account, now)
        raise Refused
    guesses.forget(core.redis, who)
    stage = _stage(core, usable)
    with core.db.begin() as connection:
        if passwords.outdated(usable.password):
            fresh = passwords.hashed(attempt.password)
            accounts.change(connection, usable.id, now, password=fresh)
        token = sign_ins.start(connection, vault, usable.id, stage, attempt.device, now, now + _lasts(stage))
        if stage == FULL:
            trail.append(connection, vault, now, usable.id, "sign_in", f"account:{usable.id}")
    return Opened(token, stage, _mark(vault, attempt.email))


def with_code(core: Core, visitor: Visitor, code: str) -> Opened:
    """Second step: a one-time code or one from paper. Raises Refused, TooSoon."""
    vault, now, account = core.settings.vault, datetime.now(UTC), visitor.account
    who = vault.ref("guess code", str(account.id))
    guesses.admit(core.redis, who, guesses.ACCOUNT)
    step = second_factor.period(account.totp, code, now)
    with core.db.begin() as connection:
        by_paper = step is None or not accounts.use_code(connection, account.id, step)
        if by_paper and not accounts.use_recovery_code(connection, account.id, _code_ref(vault, account.id, code)):
            raise Refused
        sign_ins.end(connection, visitor.sign_in.id, account.id)
        token = sign_ins.start(connection, vault, account.id, FULL, visitor.sign_in.device, now, now + _lasts(FULL))
        trail.append(connection, vault, now, account.id, "sign_in", f"account:{account.id}", paper=by_paper)
    guesses.forget(core.redis, who)
    return Opened(token, FULL, _mark(vault, account.email))


def enrol(core: Core, visitor: Visitor, secret: str, code: str) -> tuple[Opened, list[str]]:
    """Set up the second factor, once the phone shows the right code; the recovery codes, shown this once.

    Raises Refused.
    """
    vault, now, account = core.settings.vault, datetime.now(UTC), visitor.account
    step = second_factor.period(secret, code, now)
    if step is None:
        raise Refused
    codes = second_factor.new_recovery_codes()
    with core.db.begin() as connection:
        sealed = vault.seal_text(secret, sealing.STAFF_TOTP)
        accounts.change(connection, account.id, now, totp=sealed, totp_step=step)
        refs = [_code_ref(vault, account.id, one) for one in codes]
        accounts.set_recovery_codes(connection, account.id, refs)
        sign_ins.end_all(connection, account.id)  # elsewhere too: they came in without it
        token = sign_ins.start(connection, vault, account.id, FULL, visitor.sign_in.device, now, now + _lasts(FULL))
        trail.append(connection, vault, now, account.id, "account.second_factor", f"account:{account.id}")
    return Opened(token, FULL, _mark(vault, account.email)), codes


def visitor(core: Core, token: str) -> Visitor | None:
    """Whose token this is; None when it holds no longer, or never did."""
    now = datetime.now(UTC)
    with core.db.read() as connection:
        found = sign_ins.find(connection, core.settings.vault, token, now, IDLE)
        account = accounts.by_id(connection, core.settings.vault, found.account_id) if found else None
    if found is None or account is None or account.state != ACTIVE:
        return None
    if sign_ins.due(found, now):
        with core.db.begin() as connection:
            sign_ins.seen(connection, found.id, now)
    return Visitor(account, found)


def end(core: Core, visitor: Visitor, sign_in_id: int) -> bool:
    """Sign out this browser or another one of theirs."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        ended = sign_ins.end(connection, sign_in_id, visitor.account.id)
        if ended:
            trail.append(
                connection, core.settings.vault, now, visitor.account.id, "sign_out", f"account:{visitor.account.id}"
            )
        sign_ins.sweep(connection, now)
    return ended


def _stage(core: Core, account: Account) -> str:
    if account.totp:
        return CODE
    must = account.role in NEEDS_SECOND_FACTOR and core.settings.env == "production"
    return ENROL if must else FULL


def _lasts(stage: str) -> timedelta:
    return LASTS if stage == FULL else HALFWAY_LASTS


def _note_refusal(core: Core, account: Account | None, now: datetime) -> None:
    """In the trail of those who exist. Both ways write, so that the time tells nothing."""
    subject = f"account:{account.id}" if account is not None else "account:unknown"
    with core.db.begin() as connection:
        trail.append(connection, core.settings.vault, now, None, "sign_in.refused", subject)


def _guesser(vault: Vault, attempt: Attempt) -> str:
    """Whom to make wait: this browser when it signed in to this account before, else whoever tries the account."""
    nonce, _, proof = attempt.known.partition(".")
    if proof and hmac.compare_digest(proof.encode(), _proof(vault, nonce, attempt.email).encode()):
        return vault.ref("guess browser", nonce)
    return vault.ref("guess account", accounts.email_ref(vault, attempt.email))


def _mark(vault: Vault, email: str) -> str:
    nonce = secrets.token_urlsafe(12)
    return f"{nonce}.{_proof(vault, nonce, email)}"


def _proof(vault: Vault, nonce: str, email: str) -> str:
    return vault.ref("known browser", f"{nonce}|{accounts.email_ref(vault, email)}")


def _code_ref(vault: Vault, account_id: int, code: str) -> str:
    return vault.ref("staff recovery", f"{account_id}|{second_factor.plain(code)}")
