"""Sign-ins as rows: a token's keyed hash, whose it is, how far they came, until when it holds."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from jamakan.privacy.vault import Vault
from jamakan.store.database import insert
from jamakan.store.models import StaffSignIn

NOTICED_EVERY = timedelta(minutes=1)  # being seen is written no oftener than that


@dataclass(frozen=True, slots=True)
class SignIn:
    """A browser that somebody signed in with."""

    id: int
    account_id: int
    stage: str
    device: str
    started_at: datetime
    seen_at: datetime
    expires_at: datetime


_COLUMNS = (
    StaffSignIn.id,
    StaffSignIn.account_id,
    StaffSignIn.stage,
    StaffSignIn.device,
    StaffSignIn.started_at,
    StaffSignIn.seen_at,
    StaffSignIn.expires_at,
)


def start(
    connection: Connection, vault: Vault, account_id: int, stage: str, device: str, at: datetime, until: datetime
) -> str:
    """A new sign-in; its token, which nobody but the browser keeps."""
    token = secrets.token_urlsafe(32)
    times = {"started_at": at, "seen_at": at, "expires_at": until}
    row = {"account_id": account_id, "token_ref": _ref(vault, token), "stage": stage, "device": device, **times}
    connection.execute(insert(connection, StaffSignIn), row)
    return token


def find(connection: Connection, vault: Vault, token: str, now: datetime, idle: timedelta) -> SignIn | None:
    """The sign-in of this token while it holds: not past its end, and seen within `idle`."""
    query = select(*_COLUMNS).where(StaffSignIn.token_ref == _ref(vault, token))
    row = connection.execute(
        query.where(StaffSignIn.expires_at > now, StaffSignIn.seen_at > now - idle)
    ).one_or_none()
    return SignIn(*row) if row is not None else None


def due(sign_in: SignIn, now: datetime) -> bool:
    """Whether its being seen is to be written."""
    return now - sign_in.seen_at >= NOTICED_EVERY


def seen(connection: Connection, sign_in_id: int, now: datetime) -> None:
    """It was used now."""
    connection.execute(update(StaffSignIn).where(StaffSignIn.id == sign_in_id).values(seen_at=now))


def of(connection: Connection, account_id: int, now: datetime, idle: timedelta) -> list[SignIn]:
    """The sign-ins of somebody that hold, the latest one first."""
    query = select(*_COLUMNS).where(StaffSignIn.account_id == account_id, StaffSignIn.expires_at > now)
    query = query.where(StaffSignIn.seen_at > now - idle).order_by(StaffSignIn.id.desc())
    return [SignIn(*row) for row in connection.execute(query)]


def end(connection: Connection, sign_in_id: int, account_id: int) -> bool:
    """End one sign-in of this account. False when it has no such one."""
    statement = delete(StaffSignIn).where(StaffSignIn.id == sign_in_id, StaffSignIn.account_id == account_id)
    return connection.execute(statement).rowcount == 1


def end_all(connection: Connection, account_id: int) -> int:
    """End every sign-in of this account; how many they were."""
    return connection.execute(delete(StaffSignIn).where(StaffSignIn.account_id == account_id)).rowcount


def sweep(connection: Connection, now: datetime) -> int:
    """Delete those past their end; how many they were."""
    return connection.execute(delete(StaffSignIn).where(StaffSignIn.expires_at <= now)).rowcount


def _ref(vault: Vault, token: str) -> str:
    return vault.ref("staff sign-in", token)
