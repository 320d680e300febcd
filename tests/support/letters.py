"""People who write what no flow understands, and what staff make of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, cast, func, select

from jamakan import events
from jamakan.core import Core
from jamakan.programme import cases as case_life
from jamakan.programme.inbox import OPEN
from jamakan.store import ingest
from jamakan.store.database import Database
from jamakan.store.inbox import counts
from jamakan.store.inbox.counts import CASES, HELD, MINE, RECEIVED, STATE, TAG, WAITING
from jamakan.store.models import Case, InboxItem, InboxTag, Message
from tests.support.rows import column, rows
from tests.support.stories import VAULT, Phone


def writes(core: Core, phone: Phone, *texts: str, understood: bool = False, at: datetime | None = None) -> list[int]:
    """SMS of this phone, an SMS a turn; the numbers of their messages."""
    told = [phone.says(events.MessageIn(text, f"id-{phone.v}", understood), kind="sms", at=at) for text in texts]
    ingest.apply(core.db, VAULT, told, core.settings.values)
    return column(core.db, select(Message.id).where(Message.direction == "in").order_by(Message.id))[-len(texts) :]


def stops(core: Core, phone: Phone) -> None:
    """STOP."""
    ingest.apply(core.db, VAULT, [phone.says(events.OptedOut(), kind="sms")], core.settings.values)


def states(core: Core) -> list[str]:
    """The states of all items, oldest message first."""
    return column(core.db, select(InboxItem.state).order_by(InboxItem.message_id))


def counts_agree(db: Database) -> bool:
    """Whether the kept counts are what counting gives."""
    counted: dict[tuple[str, str], int] = {}

    def see(what: str, found: Sequence[tuple[object, int]]) -> None:
        counted.update({(what, str(value)): number for value, number in found})

    see(STATE, rows(db, select(InboxItem.state, func.count()).group_by(InboxItem.state)))
    held = select(InboxItem.holder_id, func.count()).where(InboxItem.state == OPEN, InboxItem.holder_id.is_not(None))
    see(MINE, rows(db, held.group_by(InboxItem.holder_id)))
    see(TAG, rows(db, select(InboxTag.tag, func.count()).group_by(InboxTag.tag)))
    see(CASES, rows(db, select(Case.state, func.count()).group_by(Case.state)))
    (waiting,) = column(db, select(func.coalesce(func.sum(cast(Case.waits, Integer)), 0)))
    counted |= {(CASES, WAITING): waiting} if waiting else {}
    theirs = select(Case.holder_id, func.count()).where(
        Case.state.in_(case_life.GOING_ON), Case.holder_id.is_not(None)
    )
    see(HELD, rows(db, theirs.group_by(Case.holder_id)))
    with db.read() as connection:
        kept = {
            (what, value): number
            for what in (STATE, MINE, TAG, CASES, HELD)
            for value, number in counts.values(connection, what).items()
        }
        assert counts.values(connection, RECEIVED)
    assert kept == counted
    return True
