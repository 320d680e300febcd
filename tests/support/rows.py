"""Reading tables back, for assertions."""

from typing import Any

from sqlalchemy import func, inspect, select, text

from jamakan.store import sealing
from jamakan.store.database import Database
from jamakan.store.models import Activity, Contact, Message, Registration
from tests.support.stories import VAULT, Phone


def count(db: Database, table: type[Any]) -> int:
    with db.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def column(db: Database, query: Any) -> list[Any]:
    with db.read() as connection:
        return list(connection.execute(query).scalars())


def rows(db: Database, query: Any) -> list[tuple[Any, ...]]:
    with db.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def everything_in(db: Database) -> bytes:
    """All that rests in the database, as it rests."""
    found = ""
    with db.read() as connection:
        for table in inspect(connection).get_table_names():
            found += f"{table} {connection.execute(text(f'SELECT * FROM {table}')).all()!r}\n"  # noqa: S608
    return found.encode()


def outbox(db: Database, phone: Phone) -> list[str]:
    """What this line was or will be sent, oldest first."""
    query = (
        select(Message.body)
        .join(Contact, Contact.id == Message.contact_id)
        .where(Contact.ref == phone.ref, Message.direction == "out")
        .order_by(Message.id)
    )
    return [VAULT.open_text(body, sealing.BODY) for body in column(db, query)]


def seats(db: Database, activity: str) -> list[tuple[str, str]]:
    """Who has a seat there, as (phone reference, state), in the order of their requests."""
    query = (
        select(Contact.ref, Registration.state)
        .join(Registration, Registration.contact_id == Contact.id)
        .join(Activity, Activity.id == Registration.activity_id)
        .where(Activity.slug == activity)
        .order_by(Registration.id)
    )
    return [(ref, state) for ref, state in rows(db, query)]


def counters_agree(db: Database) -> bool:
    """Whether every activity's counters are what counting gives."""
    taken = func.count().filter(Registration.state.in_(("registered", "confirmed")))
    waiting = func.count().filter(Registration.state == "waitlisted")
    query = (
        select(Activity.seats_taken, Activity.waitlisted, taken, waiting)
        .outerjoin(Registration, Registration.activity_id == Activity.id)
        .group_by(Activity.id)
    )
    return all((a, b) == (c, d) for a, b, c, d in rows(db, query))
