"""Putting an attempt on paper before the carrier is called."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import BigInteger, Connection, Update, bindparam, case, cast, select, update
from sqlalchemy.orm import InstrumentedAttribute

from jamakan.prices import Prices
from jamakan.privacy.vault import Vault
from jamakan.store import sealing, spending
from jamakan.store.many import one_of
from jamakan.store.messages import SENDING, UNASKED
from jamakan.store.models import Contact, Message
from jamakan.store.outbox.claims import Claim, Outgoing, Wanted
from jamakan.store.outbox.due import Due
from jamakan.store.outbox.rules import Judge
from jamakan.store.spending import Cost


def _one_more(day: InstrumentedAttribute[date | None], number: InstrumentedAttribute[int]) -> Update:
    """The readers are locked, so that no two lanes count the same one together."""
    again = case((day == bindparam("today"), number + 1), else_=1)
    return update(Contact).where(one_of(Contact.id, "readers")).values({day: bindparam("today"), number: again})


_ATTEMPT = (
    update(Message)
    .where(one_of(Message.id, "messages"))
    .values(
        state=SENDING,
        attempt=bindparam("token"),
        attempted_at=bindparam("now"),
        attempts=Message.attempts + 1,
        reserved_micros=cast(Message.expected_parts, BigInteger) * bindparam("price", type_=BigInteger),
    )
)
_COUNT = {
    True: _one_more(Contact.unasked_on, Contact.unasked),
    False: _one_more(Contact.replies_on, Contact.replies),
}
_BODY = select(Message.body).where(Message.id == bindparam("message"))


class LookAgain(Exception):
    """Since the look somebody else spent the money, or moved the broadcast: of this claim nothing may be kept."""


def attempt(connection: Connection, judge: Judge, wanted: Wanted, rows: Sequence[Due]) -> bytes:
    """Write token, counters of the day and each message's cost. Returns the sealed text of them all."""
    numbers, readers = [row.id for row in rows], [row.contact_id for row in rows]
    for price, alike in _by_price(rows, wanted.prices).items():
        attempted = {"token": wanted.token, "now": wanted.now, "price": price}
        connection.execute(_ATTEMPT, attempted | {"messages": alike})
    connection.execute(_COUNT[rows[0].purpose in UNASKED], {"readers": readers, "today": judge.today})
    return connection.execute(_BODY, {"message": numbers[0]}).scalar_one()


def reserve(connection: Connection, judge: Judge, wanted: Wanted, rows: Sequence[Due]) -> None:
    """Count what they cost in the month. The last step: every other claim waits from here to the commit.

    Raises LookAgain when that would pass the cap.
    """
    total = spending.add(connection, judge.today, wanted.channel, cost_of(rows, wanted.prices))
    cap = judge.rules.cap(rows[0].purpose)
    if cap is not None and total > cap:
        raise LookAgain


def cost_of(rows: Sequence[Due], prices: Prices) -> Cost:
    """What sending these counts, by our own estimate."""
    micros = sum(row.expected_parts * prices.of(row.network) for row in rows)
    return Cost(micros, len(rows), sum(row.expected_parts for row in rows))


def _by_price(rows: Sequence[Due], prices: Prices) -> dict[int, list[int]]:
    """The messages by what a part of them costs: nearly always one price."""
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(prices.of(row.network), []).append(row.id)
    return found


def opened(vault: Vault, judge: Judge, wanted: Wanted, rows: Sequence[Due], body: bytes) -> Claim:
    """The claim in clear. Made after the commit: what does not open must not be tried for ever."""
    messages = [
        Outgoing(
            id=row.id,
            ref=row.ref,
            phone=vault.open_text(row.phone, sealing.PHONE),
            attempts=row.attempts + 1,
            successor=row.replaces_id is not None,
        )
        for row in rows
    ]
    text = vault.open_text(body, sealing.BODY)
    return Claim(wanted.token, wanted.channel, rows[0].purpose, text, messages, judge.today)
