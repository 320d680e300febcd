"""Messages put in a database's outbox, taken out of it, and what became of them."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from jamakan.hours import Hours
from jamakan.prices import Prices
from jamakan.programme import broadcasts as life
from jamakan.store import ingest, messages, outbox
from jamakan.store.database import Database, insert
from jamakan.store.messages import BROADCAST, Draft
from jamakan.store.models import Broadcast, Contact, Message
from jamakan.store.outbox import CapReached, Claim, Fate, Recorded, Rules, Wanted
from tests.support.rows import rows
from tests.support.stories import NOON, VAULT, Phone

AT = "africastalking"
BAMAKO = ZoneInfo("Africa/Bamako")
SOON = NOON + timedelta(minutes=1)
PRICE = 8_000_000  # millionths of XOF
RULES = Rules(Hours(time(8), time(20), BAMAKO), unasked_a_day=3, replies_a_day=60)
_names = itertools.count(1)

WANTED = Wanted(AT, Prices(PRICE), 10, "t1", SOON)


def queue(
    db: Database, phone: Phone, *drafts: tuple[str, str], channel: str = AT, at: datetime = NOON, **more: Any
) -> None:
    """Queue texts for a line, as (purpose, text)."""
    number = contact(db, phone)
    with db.begin() as connection:
        written = [
            Draft(f"test:{next(_names)}", number, channel, purpose, text, at, **more) for purpose, text in drafts
        ]
        messages.write(connection, [messages.outgoing(VAULT, draft) for draft in written])


def contact(db: Database, phone: Phone) -> int:
    """The line in SQL, made known if need be."""
    ingest.apply(db, VAULT, [phone.says()])
    ((number,),) = rows(db, select(Contact.id).where(Contact.ref == phone.ref))
    return int(number)


def broadcast(db: Database, name: str = "b", **columns: Any) -> int:
    """A broadcast that is being sent, its messages all written."""
    row: dict[str, Any] = {
        "dedupe_key": name,
        "kind": "invitation",
        "audience": {},
        "state": life.SENDING,
        "created_at": NOON,
        "starts_at": NOON,
        "prepared_at": NOON,
    }
    with db.begin() as connection:
        statement = insert(connection, Broadcast).returning(Broadcast.id)
        return connection.execute(statement, row | columns).scalar_one()


def send_to(db: Database, broadcast_id: int, people: list[Phone], text: str = "Demain 9h", **more: Any) -> None:
    """The broadcast's messages to these people."""
    for person in people:
        queue(db, person, (BROADCAST, text), broadcast_id=broadcast_id, **more)


def single(db: Database, rules: Rules = RULES, **wanted: Any) -> Claim | CapReached | None:
    """Claim a message to one person."""
    return outbox.claim_single(db, VAULT, rules, replace(WANTED, **wanted))


def bulk(db: Database, *broadcasts: int, rules: Rules = RULES, **wanted: Any) -> Claim | None:
    """Claim messages of these broadcasts."""
    return outbox.claim_bulk(db, VAULT, rules, replace(WANTED, **wanted), broadcasts)


def taken(claim: Claim | CapReached | None) -> Claim:
    """A claim that must be one."""
    assert isinstance(claim, Claim), claim
    return claim


def numbers(claim: Claim) -> list[int]:
    """Its messages."""
    return [message.id for message in claim.messages]


def record(db: Database, claim: Claim, fates: Mapping[int, Fate], now: datetime = SOON) -> Recorded:
    """Write what became of a claim."""
    return outbox.record(db, VAULT, claim, fates, now)


def all_of(claim: Claim, fate: Fate) -> dict[int, Fate]:
    """The same for all of them."""
    return dict.fromkeys(numbers(claim), fate)


def states(db: Database) -> list[tuple[str, str]]:
    """State and reason of all messages, oldest first."""
    return [(state, reason) for state, reason in rows(db, select(Message.state, Message.reason).order_by(Message.id))]


def change(db: Database, model: type[Any], **columns: Any) -> None:
    """Set columns of all rows of a table."""
    with db.begin() as connection:
        connection.execute(update(model).values(columns))
