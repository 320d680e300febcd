"""Messages that wait for a person, as rows. A change is made to what was seen, or not at all."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update

from jamakan.privacy.vault import Vault
from jamakan.programme import inbox as life
from jamakan.programme.inbox import OPEN
from jamakan.store import sealing
from jamakan.store.database import insert
from jamakan.store.inbox import counts
from jamakan.store.inbox.counts import MINE, STATE, TAG, Key
from jamakan.store.models import Contact, InboxItem, InboxTag, Message

PAGE = 50
MOST_TOGETHER = 20  # messages of one line that one answer is for
MOST_TAGS = 200  # different ones, on offer


@dataclass(frozen=True, slots=True)
class Item:
    """A message, opened. The caller masks the number before anybody sees it."""

    id: int
    contact_id: int
    phone: str
    text: str
    at: datetime
    state: str
    holder: int | None
    case_id: int | None
    version: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Which:
    """A list: of a state, of whoever sees to them, of a tag; of all of these that are given."""

    state: str = ""
    holder: int | None = None
    tag: str = ""


def page(connection: Connection, vault: Vault, which: Which, before: int | None) -> list[Item]:
    """A page of a list, newest first: older than `before`; one more than a page says that there is another."""
    query = _query().order_by(InboxItem.message_id.desc()).limit(PAGE + 1)
    if which.state:
        query = query.where(InboxItem.state == which.state)
    if which.holder is not None:
        query = query.where(InboxItem.holder_id == which.holder)
    if which.tag:
        query = query.join(InboxTag, InboxTag.message_id == InboxItem.message_id).where(InboxTag.tag == which.tag)
    if before is not None:
        query = query.where(InboxItem.message_id < before)
    return _opened(connection, vault, query)


def one(connection: Connection, vault: Vault, item_id: int) -> Item | None:
    """The message with this number."""
    return next(iter(_opened(connection, vault, _query().where(InboxItem.message_id == item_id))), None)


def together(connection: Connection, vault: Vault, contact_id: int) -> list[Item]:
    """The open messages of one line, oldest first: people say one thing in several SMS."""
    query = _query().where(InboxItem.contact_id == contact_id, InboxItem.state == OPEN)
    return _opened(connection, vault, query.order_by(InboxItem.message_id).limit(MOST_TOGETHER))


def change(connection: Connection, seen: Item, at: datetime, **changes: Any) -> bool:
    """Set `state`, `holder_id` or `case_id` of an item as it was seen. False: it is no longer as it was seen."""
    statement = update(InboxItem).where(InboxItem.message_id == seen.id, InboxItem.version == seen.version)
    changed = connection.execute(statement.values(changed_at=at, version=seen.version + 1, **changes)).rowcount
    if changed:
        now = replace(seen, state=changes.get("state", seen.state), holder=changes.get("holder_id", seen.holder))
        more = _counted(now)
        more.subtract(_counted(seen))
        counts.add(connection, more)
    return bool(changed)


def move(connection: Connection, seen: Item, event: str, at: datetime, **changes: Any) -> bool:
    """Apply an event of `jamakan.programme.inbox` to an item as it was seen. False: not possible, or no longer."""
    state = life.TRANSITIONS.get((seen.state, event))
    return state is not None and change(connection, seen, at, state=state, **changes)


def tags(connection: Connection, ids: Collection[int]) -> dict[int, list[str]]:
    """The tags of these messages, in the order of the alphabet."""
    found: dict[int, list[str]] = {number: [] for number in ids}
    query = select(InboxTag.message_id, InboxTag.tag).where(InboxTag.message_id.in_(found)).order_by(InboxTag.tag)
    for row in connection.execute(query):
        found[row.message_id].append(row.tag)
    return found


def tag(connection: Connection, item_id: int, word: str) -> bool:
    """Put a tag on a message. False: it was there."""
    row = {"tag": word, "message_id": item_id}
    statement = insert(connection, InboxTag).on_conflict_do_nothing().returning(InboxTag.tag)
    new = connection.execute(statement, row).first() is not None
    counts.add(connection, Counter({(TAG, word): int(new)}))
    return new


def untag(connection: Connection, item_id: int, word: str) -> bool:
    """Take a tag off. False: it was not there."""
    statement = delete(InboxTag).where(InboxTag.message_id == item_id, InboxTag.tag == word)
    gone = connection.execute(statement).rowcount
    counts.add(connection, Counter({(TAG, word): -gone}))
    return bool(gone)


def _counted(item: Item) -> Counter[Key]:
    """What an item adds to the counts."""
    found: Counter[Key] = Counter({(STATE, item.state): 1})
    if item.state == OPEN and item.holder is not None:
        found[MINE, str(item.holder)] = 1
    return found


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            InboxItem.message_id,
            InboxItem.contact_id,
            Contact.phone,
            Message.body,
            InboxItem.received_at,
            InboxItem.state,
            InboxItem.holder_id,
            InboxItem.case_id,
            InboxItem.version,
            InboxItem.changed_at,
        )
        .join(Message, Message.id == InboxItem.message_id)
        .join(Contact, Contact.id == InboxItem.contact_id)
    )


def _opened(connection: Connection, vault: Vault, query: Select[*tuple[Any, ...]]) -> list[Item]:
    return [
        Item(
            row.message_id,
            row.contact_id,
            vault.open_text(row.phone, sealing.PHONE),
            vault.open_text(row.body, sealing.BODY),
            row.received_at,
            row.state,
            row.holder_id,
            row.case_id,
            row.version,
            row.changed_at,
        )
        for row in connection.execute(query)
    ]
