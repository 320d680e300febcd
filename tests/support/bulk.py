"""A small house with people to write to, for tests of broadcasts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from jamakan import broadcasts, events
from jamakan.broadcasts import decisions, drafting
from jamakan.config import Settings
from jamakan.core import Core
from jamakan.programme.audience import Audience
from jamakan.programme.plan import Broadcast, Plan
from jamakan.store import ingest, models, sealing
from jamakan.store.activities import open_activities
from jamakan.store.broadcasts.progress import Progress, progress
from jamakan.store.models import Contact, Message
from tests.support.rows import rows
from tests.support.stories import VAULT, Phone, dialogue_of


def phone(number: int) -> Phone:
    """One of ten thousand lines, by its number."""
    return Phone(f"+2237000{number:04}", start=datetime.now(UTC) - timedelta(hours=1))


def coming(core: Core) -> str:
    """The next activity."""
    with core.db.read() as connection:
        return open_activities(connection, datetime.now(UTC))[0].slug


def store(core: Core, *phones: Phone) -> None:
    """What these people said reaches SQL."""
    ingest.apply(core.db, VAULT, [entry for one in phones for entry in one.told])


def registered(core: Core, number: int, name: str = "", **answers: str) -> Phone:
    """Somebody with a seat at the next activity."""
    one = phone(number)
    one.registers(coming(core), name or f"Personne {number}", **answers)
    store(core, one)
    return one


def answers(core: Core, one: Phone, flow: str, outcome: str = "completed", **given: str) -> None:
    """They answer a survey, up to this outcome."""
    key = dialogue_of(one, flow)
    said: list[events.Event] = [events.DialogueStarted(key, flow, "v1", "fr", "")]
    said += [events.Answered(key, step, "select_one", value, False) for step, value in given.items()]
    one.says(*said, *([events.DialogueEnded(key, outcome)] if outcome else []))
    store(core, one)


def with_settings(core: Core, **changes: Any) -> Core:
    """The same house under other settings."""
    settings = {name: getattr(core.settings, name) for name in type(core.settings).model_fields}
    return replace(core, settings=Settings(**{**settings, **changes}))


def plan(core: Core, audience: Mapping[str, object] | None = None, **changes: Any) -> Plan:
    """An invitation to everybody with a seat at the next activity, from now on."""
    now = datetime.now(UTC)
    whom = Audience.from_json(audience or {"activity": coming(core)})
    usual = Plan(
        kind="invitation",
        texts={"fr": "Bonjour", "en": "Hello"},
        audience=whom,
        activity=whom.activity,
        starts_at=now,
        expires_at=drafting.expiry(core, whom.activity, now),
    )
    return replace(usual, **changes)


def submitted(core: Core, made: Plan, by: str = "Awa") -> Broadcast:
    """A broadcast written and handed in."""
    return decisions.submit(core, drafting.create(core, made, by=by).id, by=by)


def office(core: Core) -> int:
    """What the office worker does when it is woken; how many messages it wrote."""
    broadcasts.start_due(core)
    return broadcasts.prepare(core)


def written(core: Core, broadcast_id: int) -> dict[str, str]:
    """Every message of a broadcast: text by phone. Two for one phone are none that a test expects."""
    query = (
        select(Contact.phone, Message.body)
        .join(Contact, Contact.id == Message.contact_id)
        .where(Message.broadcast_id == broadcast_id)
        .order_by(Message.id)
    )
    found = [(VAULT.open_text(p, sealing.PHONE), VAULT.open_text(b, sealing.BODY)) for p, b in rows(core.db, query)]
    assert len(dict(found)) == len(found), "a line was written to twice"
    return dict(found)


def outbox_of(core: Core, number: str) -> list[str]:
    """What was or will be sent to a number, oldest first."""
    query = select(Message.body).join(Contact, Contact.id == Message.contact_id).order_by(Message.id)
    found = rows(core.db, query.where(Contact.ref == VAULT.ref("phone", number)))
    return [VAULT.open_text(body, sealing.BODY) for (body,) in found]


def counted(core: Core, broadcast_id: int) -> Progress:
    with core.db.read() as connection:
        return progress(connection, broadcast_id)


def state(core: Core, broadcast_id: int) -> str:
    (found,) = rows(core.db, select(models.Broadcast.state).where(models.Broadcast.id == broadcast_id))
    return str(found[0])
