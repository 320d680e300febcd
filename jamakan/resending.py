"""Staff decide about messages of which nobody knows whether they arrived, or that failed: send them again."""

from collections.abc import Collection
from datetime import UTC, datetime

from jamakan.core import Core
from jamakan.state import wake
from jamakan.store import outbox
from jamakan.store.staff import trail


def resend(core: Core, ids: Collection[int], by: int | None = None) -> int:
    """Queue those of these messages again that are uncertain or failed. Returns how many; asked twice it is none.

    `by`: an account; None is the command line. An uncertain one may have arrived: its reader gets it twice then.
    """
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        again = outbox.resend(connection, ids, now)
        for number in again:
            trail.append(connection, core.settings.vault, now, by, "message.resent", f"message:{number}")
    wake.soon(core.redis, wake.SEND_QUEUE)
    return len(again)


def leave(core: Core, ids: Collection[int], by: int | None = None) -> int:
    """Leave those of these messages that are uncertain as they are. Returns how many; asked twice it is none.

    A report that comes all the same still counts.
    """
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        left = outbox.leave(connection, ids)
        for number in left:
            trail.append(connection, core.settings.vault, now, by, "message.left", f"message:{number}")
    return len(left)
