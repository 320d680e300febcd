"""A database of before bulk sending (migration 0002), with broadcasts on their way, brought to this version."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, Table, insert, select

from jamakan.channels.outcomes import Sent
from jamakan.programme import broadcasts as life
from jamakan.store import models, sealing, spending
from jamakan.store.broadcasts import records, states
from jamakan.store.database import Database
from jamakan.store.migrate import alembic_config, migrate
from jamakan.store.models import Message
from tests.support.outbox import SOON, all_of, bulk, numbers, record, single, taken
from tests.support.rows import rows
from tests.support.stories import NOON, VAULT

KAYES = "kayes-2026-11-26"
LATER = NOON + timedelta(days=3)
STATES = {"sending": ("queued", "sent", "uncertain"), "done": ("delivered", "failed")}  # broadcast → its messages


@pytest.fixture
def old(empty_database_url: str) -> Iterator[Database]:
    """A reminder half sent, one that is done, and a reply that waits."""
    with closing(Database(empty_database_url)) as database:
        with database.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "0002")
            _fill(connection)
        yield database


def _fill(connection: Connection) -> None:
    activity = _add(
        connection,
        "activities",
        series_id=_add(connection, "series", slug="s", title="", target=0, note=""),
        slug=KAYES,
        region="kayes",
        place="",
        starts_at=LATER,
        ends_at=LATER + timedelta(days=1),
        precision="day",
        seats=9,
        target=9,
        seats_taken=0,
        waitlisted=0,
        note="",
    )
    for state, sent in STATES.items():
        about = {"activity_id": activity, "kind": "reminder", "state": state, "text_digest": state}
        number = _add(connection, "broadcasts", created_at=NOON, expires_at=LATER, **about)
        connection.execute(
            insert(_table(connection, "broadcast_texts")).values(broadcast_id=number, language="fr", body="Demain")
        )
        for one in sent:
            _message(connection, one, broadcast_id=number, purpose="broadcast", priority=3)
    _message(connection, "queued", purpose="reply", priority=0)


def _message(connection: Connection, state: str, **more: object) -> None:
    phone = f"+2237000000{_count(connection)}"
    contact = _add(
        connection,
        "contacts",
        ref=VAULT.ref("phone", phone),
        phone=VAULT.seal_text(phone, sealing.PHONE),
        channel="africastalking",
        network="",
        rev=1,
        language="fr",
        language_seq=0,
        opted_out=False,
        opt_seq=0,
        first_seen_at=NOON,
        last_seen_at=NOON,
    )
    _add(
        connection,
        "messages",
        body=VAULT.seal_text("Demain", sealing.BODY),
        dedupe_key=phone,
        direction="out",
        contact_id=contact,
        channel="africastalking",
        body_digest="d",
        state=state,
        reason="",
        permanent=False,
        created_at=NOON,
        not_before=NOON,
        attempt="",
        attempts=0,
        provider_id="",
        currency="",
        understood=True,
        **more,
    )


def _add(connection: Connection, table: str, **values: object) -> int:
    into = _table(connection, table)
    return int(connection.execute(insert(into).values(values).returning(into.c.id)).scalar_one())


def _table(connection: Connection, name: str) -> Table:
    """A table as it is now, which is not as the models say."""
    return Table(name, MetaData(), autoload_with=connection)


def _count(connection: Connection) -> int:
    return len(connection.execute(select(_table(connection, "contacts").c.id)).all())


def test_old_broadcasts_are_read_as_they_were(old: Database) -> None:
    migrate(old)
    with old.read() as connection:
        done, sending = records.latest(connection, (), 10)
    assert [(one.state, one.plan.activity, dict(one.plan.texts)) for one in (sending, done)] == [
        ("sending", KAYES, {"fr": "Demain"}),
        ("done", KAYES, {"fr": "Demain"}),
    ]
    assert sending.plan.audience.activity == KAYES
    assert (sending.plan.starts_at, sending.prepared_at) == (NOON, NOON)  # nothing of it is written anew
    assert (sending.plan.survey, sending.plan.cap_micros, sending.spent_micros) == ("", None, 0)


def test_what_was_waiting_leaves_once_and_the_broadcast_ends(old: Database) -> None:
    migrate(old)
    reply, reminder = taken(single(old)), taken(bulk(old, 1, token="t2"))
    assert (len(numbers(reply)), len(numbers(reminder))) == (1, 1)
    for claim in (reply, reminder):
        record(old, claim, all_of(claim, Sent("ATXid")))
    assert bulk(old, 1, token="t3") is None
    assert states.finish_done(old, SOON) == 1
    with old.begin() as connection:
        assert states.move(connection, 2, life.REOPEN, by="Awa", now=SOON)
        assert spending.spent(connection, "2026-11") == 16_000_000
    left = rows(old, select(Message.state).order_by(Message.id))
    assert [state for (state,) in left] == ["sent", "sent", "uncertain", "delivered", "failed", "sent"]


def test_two_migrated_broadcasts_keep_names_of_their_own(old: Database) -> None:
    migrate(old)
    names = rows(old, select(models.Broadcast.dedupe_key).order_by(models.Broadcast.id))
    assert names == [("broadcast:1",), ("broadcast:2",)]


def test_it_can_be_undone(old: Database) -> None:
    migrate(old)
    with old.rebuild() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        broadcasts = _table(connection, "broadcasts")
        kept = connection.execute(select(broadcasts.c.state, broadcasts.c.kind).order_by(broadcasts.c.id)).all()
    assert [tuple(row) for row in kept] == [("sending", "reminder"), ("done", "reminder")]
