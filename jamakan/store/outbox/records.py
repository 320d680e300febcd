"""Writing down what became of an attempt: the messages, their readers' day, the other channel's turn, the money."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, select, update

from jamakan.channels.bodies import clean
from jamakan.channels.outcomes import Failed, Sent, Uncertain
from jamakan.privacy.vault import Vault
from jamakan.store import reports, spending
from jamakan.store.database import Database
from jamakan.store.ingest import LOCK
from jamakan.store.ingest.opting import opt_out
from jamakan.store.many import UpdateMany, one_of
from jamakan.store.messages import SENDING, UNASKED, UNCERTAIN, UNREPORTED
from jamakan.store.models import Contact, Message
from jamakan.store.outbox.bulk import spend
from jamakan.store.outbox.claims import Claim
from jamakan.store.outbox.fates import SENT_CHANGES, Fate, Rerouted, changes, charged, sent_parameters, unsent
from jamakan.store.outbox.successors import add_successors
from jamakan.store.spending import Cost

LONGEST_NAME = 200  # characters a column holds; carriers' identifiers have some forty
Mine = Row[int, int, int, int]

_MINE = (
    select(Message.id, Message.contact_id, Message.expected_parts, Message.reserved_micros)
    .where(one_of(Message.id, "messages"), Message.attempt == bindparam("token"))
    .where(Message.state.in_((SENDING, UNCERTAIN, UNREPORTED)))
    .order_by(Message.id)
    .with_for_update()
)
_THESE = update(Message).where(one_of(Message.id, "messages"))
_SENT = UpdateMany(Message, ["provider_id"], **SENT_CHANGES)


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many were still this token's to speak of; the references of contacts whose carrier says they opted out."""

    written: int
    opted_out: Sequence[str]


def record(db: Database, vault: Vault, claim: Claim, fates: Mapping[int, Fate], now: datetime) -> Recorded:
    """Write what became of the messages of a claim, by message id. Doing it again changes nothing."""
    refusing = {number for number, fate in fates.items() if isinstance(fate, Failed) and fate.opted_out}
    with db.begin(lock=LOCK if refusing else "") as connection:  # who changes contacts waits for the ingest
        mine = _mine(connection, claim.token, fates)
        told = {number: fates[number] for number in mine}
        names = {number: _name(claim, fate) for number, fate in told.items()}
        _write(connection, told, names, now)
        _uncount(connection, claim, [mine[number].contact_id for number, fate in told.items() if unsent(fate)])
        stopped = [mine[number].contact_id for number in refusing & mine.keys()]
        opted_out = opt_out(connection, vault, stopped, claim.channel, now)
        reports.join(connection, names.values())
        _account(connection, claim, mine.values(), told)
    return Recorded(len(mine), opted_out)


def _mine(connection: Connection, token: str, numbers: Iterable[int]) -> dict[int, Mine]:
    """Those of these messages that are this token's. Late news of one given up, even by staff, still counts."""
    rows = connection.execute(_MINE, {"messages": list(numbers), "token": token})
    return {row.id: row for row in rows}


def _write(connection: Connection, told: Mapping[int, Fate], names: Mapping[int, str], now: datetime) -> None:
    """One statement for each kind of news: most messages of a call share theirs."""
    for fate, numbers in _alike(told):
        if isinstance(fate, Sent):
            _SENT(connection, [(number, names[number]) for number in numbers], **sent_parameters(fate, now))
            continue
        changed = changes(fate, now) | {"provider_id": names[numbers[0]]}
        connection.execute(_THESE.values(changed), {"messages": numbers})
        if isinstance(fate, Rerouted):
            add_successors(connection, numbers, fate.channel, now)


def _alike(told: Mapping[int, Fate]) -> Iterable[tuple[Fate, list[int]]]:
    """The messages by their fate, whatever the carrier calls each."""
    groups: dict[Hashable, tuple[Fate, list[int]]] = {}
    for number, fate in told.items():
        news = (fate.parts, fate.cost_micros, fate.currency) if isinstance(fate, Sent) else fate
        groups.setdefault(news, (fate, []))[1].append(number)
    return groups.values()


def _name(claim: Claim, fate: Fate) -> str:
    """What the carrier's reports call the message. Some use our own name of the call, answered or not."""
    if isinstance(fate, Sent):
        name: str = clean(fate.provider_id)[:LONGEST_NAME]
        return name
    return claim.token if isinstance(fate, Uncertain) and len(claim.messages) == 1 else ""


def _uncount(connection: Connection, claim: Claim, contacts: Collection[int]) -> None:
    """What did not leave is not of the reader's day. A line in use elsewhere keeps its count: nobody waits here."""
    if not contacts:
        return
    unasked = claim.purpose in UNASKED
    day, number = (Contact.unasked_on, Contact.unasked) if unasked else (Contact.replies_on, Contact.replies)
    free = select(Contact.id).where(Contact.id.in_(contacts)).with_for_update(skip_locked=True, key_share=True)
    counted = update(Contact).where(Contact.id.in_(free), day == claim.day, number > 0)
    connection.execute(counted.values({number: number - 1}))


def _account(connection: Connection, claim: Claim, rows: Iterable[Mine], told: Mapping[int, Fate]) -> None:
    """Correct what was reserved: by what the carrier says it cost, or all of it back."""
    correction = sum((_correction(row, told[row.id]) for row in rows), Cost())
    if correction.micros and claim.broadcast_id is not None:
        spend(connection, claim.broadcast_id, correction.micros)
    if correction != Cost():
        spending.add(connection, claim.day, claim.channel, correction)


def _correction(row: Mine, fate: Fate) -> Cost:
    if isinstance(fate, Sent):
        cost, parts = charged(fate), fate.parts
        more = 0 if cost is None else cost - row.reserved_micros
        return Cost(more, 0, 0 if parts is None else parts - row.expected_parts)
    if isinstance(fate, Uncertain):
        return Cost()
    return Cost(-row.reserved_micros, -1, -row.expected_parts)
