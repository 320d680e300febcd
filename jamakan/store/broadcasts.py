"""Bulk messages about an activity: who gets one, who does not and why, and queueing each once."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, Row, func, select, update

from jamakan.privacy.vault import Vault
from jamakan.store import messages
from jamakan.store.database import Database, insert
from jamakan.store.messages import BROADCAST, OPTED_OUT, QUEUED, Draft
from jamakan.store.models import Activity, Broadcast, BroadcastText, Contact, Message, Registration
from jamakan.store.registrations import SEATED

REMINDER = "reminder"
SENDING_OUT, DONE = "sending", "done"
SAME_LINE = "same_line"  # a second participant reached by the same phone
WAITING = (QUEUED, "sending")  # states of messages that a running broadcast still has to see off
DEFAULT_LANGUAGE = "fr"
AT_ONCE = 1000  # message rows per statement


class BroadcastError(ValueError):
    """A broadcast that cannot be made, with the reason for whoever asked."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A phone line to write to, in its language."""

    contact_id: int
    ref: str
    language: str
    channel: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Who would get a message, and how many would not, by reason."""

    recipients: tuple[Recipient, ...]
    excluded: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What asking for a reminder did: `queued` messages now, `already` queued or sent by an earlier time."""

    broadcast_id: int
    queued: int
    already: int
    excluded: Mapping[str, int]


def audience(connection: Connection, activity: str) -> Audience:
    """The lines of everybody with a seat at an activity. Raises BroadcastError when there is no such activity."""
    return _audience(connection, _activity(connection, activity).id)


def remind(db: Database, vault: Vault, activity: str, texts: Mapping[str, str], now: datetime) -> Reminder:
    """Queue a reminder, in French or any language of `texts`, for everybody with a seat.

    Asked again with the same words it adds only the people registered since. It expires when the activity
    begins. Raises BroadcastError for an activity that is unknown or has begun, and for texts without French.
    """
    if not texts.get(DEFAULT_LANGUAGE, "").strip():
        raise BroadcastError("the reminder has no text in French, which everybody else falls back to")
    with db.begin() as connection:
        about = _activity(connection, activity)
        if about.starts_at <= now:
            raise BroadcastError(f"the activity {activity} has begun: nobody is reminded of the past")
        broadcast_id = _create(connection, vault, about, texts, now)
        found = _audience(connection, about.id)
        drafts = (_draft(broadcast_id, one, texts, now, about.starts_at) for one in found.recipients)
        queued = _queue(connection, vault, drafts)
        if queued:
            again = update(Broadcast).where(Broadcast.id == broadcast_id)
            connection.execute(again.values(state=SENDING_OUT))
    return Reminder(broadcast_id, queued, len(found.recipients) - queued, found.excluded)


def counts(connection: Connection, broadcast_id: int) -> dict[str, int]:
    """How many of its messages are in each state."""
    query = (
        select(Message.state, func.count().label("number"))
        .where(Message.broadcast_id == broadcast_id)
        .group_by(Message.state)
    )
    return {row.state: row.number for row in connection.execute(query)}


def close_finished(db: Database) -> int:
    """Mark as done the broadcasts that have nothing left to send. Returns how many."""
    open_messages = select(Message.id).where(Message.broadcast_id == Broadcast.id, Message.state.in_(WAITING))
    statement = update(Broadcast).where(Broadcast.state == SENDING_OUT, ~open_messages.exists()).values(state=DONE)
    with db.begin() as connection:
        return connection.execute(statement).rowcount


def _activity(connection: Connection, slug: str) -> Row[int, datetime]:
    found = connection.execute(select(Activity.id, Activity.starts_at).where(Activity.slug == slug)).one_or_none()
    if found is None:
        raise BroadcastError(f"there is no activity {slug!r}")
    return found


def _audience(connection: Connection, activity_id: int) -> Audience:
    query = (
        select(Contact.id, Contact.ref, Contact.language, Contact.channel, Contact.opted_out)
        .join(Registration, Registration.contact_id == Contact.id)
        .where(Registration.activity_id == activity_id, Registration.state.in_(SEATED))
        .order_by(Registration.id)
    )
    excluded: Counter[str] = Counter()
    met: set[int] = set()
    recipients: list[Recipient] = []
    for row in connection.execute(query):
        if row.id in met:
            excluded[SAME_LINE] += 1
        elif row.opted_out:
            excluded[OPTED_OUT] += 1
        else:
            recipients.append(Recipient(row.id, row.ref, row.language, row.channel))
        met.add(row.id)
    return Audience(tuple(recipients), dict(excluded))


def _create(
    connection: Connection, vault: Vault, about: Row[int, datetime], texts: Mapping[str, str], now: datetime
) -> int:
    """The broadcast with these words for this activity, made or found."""
    row = {
        "activity_id": about.id,
        "kind": REMINDER,
        "state": SENDING_OUT,
        "dedupe_key": f"{REMINDER}:{about.id}:{_digest(vault, texts)}",
        "audience": {"activity": about.id},
        "starts_at": now,
        "created_at": now,
        "expires_at": about.starts_at,
    }
    statement = insert(connection, Broadcast).on_conflict_do_update(
        index_elements=["dedupe_key"], set_={"activity_id": about.id}
    )
    broadcast_id = connection.execute(statement.returning(Broadcast.id), row).scalar_one()
    words = [{"broadcast_id": broadcast_id, "language": language, "body": body} for language, body in texts.items()]
    connection.execute(insert(connection, BroadcastText).on_conflict_do_nothing(), words)
    return broadcast_id


def _digest(vault: Vault, texts: Mapping[str, str]) -> str:
    return vault.ref("broadcast", json.dumps(dict(texts), sort_keys=True, ensure_ascii=False))


def _draft(broadcast_id: int, one: Recipient, texts: Mapping[str, str], now: datetime, until: datetime) -> Draft:
    return Draft(
        dedupe=f"broadcast:{broadcast_id}:{one.contact_id}",
        contact_id=one.contact_id,
        channel=one.channel,
        purpose=BROADCAST,
        text=texts.get(one.language) or texts[DEFAULT_LANGUAGE],
        at=now,
        expires_at=until,
        broadcast_id=broadcast_id,
    )


def _queue(connection: Connection, vault: Vault, drafts: Iterator[Draft]) -> int:
    queued = 0
    while some := list(islice(drafts, AT_ONCE)):
        queued += messages.write(connection, [messages.outgoing(vault, draft) for draft in some])
    return queued
