"""What people do to broadcasts, in the trail of staff; each move of state is kept beside the broadcast, too."""

from datetime import datetime

from sqlalchemy import Connection

from jamakan.privacy.vault import Vault
from jamakan.staff.audit import Detail
from jamakan.store.staff import trail
from jamakan.store.staff.signatures import account_of


def subject(broadcast_id: int) -> str:
    """What the trail calls a broadcast."""
    return f"broadcast:{broadcast_id}"


def note(
    connection: Connection,
    vault: Vault,
    broadcast_id: int,
    deed: str,
    *,
    by: str,
    now: datetime,
    **details: Detail,
) -> None:
    """Add an entry, last in the transaction of what it tells of."""
    trail.append(connection, vault, now, account_of(by), f"broadcast.{deed}", subject(broadcast_id), **details)
