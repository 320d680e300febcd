"""A contact as dialogues see it, read from SQL."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from jamakan.profile import Profile, Seat
from jamakan.store import tombstones
from jamakan.store.models import Activity, Contact, Registration
from jamakan.store.registrations import ACTIVE

REMEMBERED = timedelta(days=30)  # how long after an activity an opinion is taken to be about it


def profile(connection: Connection, ref: str, now: datetime | None = None) -> Profile | None:
    """The profile of a contact, None when the contact is unknown."""
    return profiles(connection, [ref], now).get(ref)


def profiles(connection: Connection, refs: Collection[str], now: datetime | None = None) -> dict[str, Profile]:
    """The profiles of the contacts that are, or were, known. Seats: of activities to come or lately held."""
    query = select(Contact.id, Contact.ref, Contact.rev, Contact.language, Contact.opted_out)
    lines = connection.execute(query.where(Contact.ref.in_(refs))).all()
    seats = _seats(connection, [line.id for line in lines], now or datetime.now(UTC))
    known = {
        line.ref: Profile(line.rev, line.language, line.opted_out, tuple(seats.get(line.id, ()))) for line in lines
    }
    return known | _erased(connection, set(refs) - known.keys())


def _erased(connection: Connection, refs: Collection[str]) -> dict[str, Profile]:
    """Of those who stopped messages before they were erased, that is all there is left."""
    return {ref: Profile(opted_out=True) for ref in tombstones.stopped(connection, refs)}


def _seats(connection: Connection, contact_ids: list[int], now: datetime) -> dict[int, list[Seat]]:
    query = (
        select(Registration.contact_id, Activity.slug, Registration.code, Registration.state)
        .add_columns(Activity.starts_at)
        .join(Activity, Activity.id == Registration.activity_id)
        .where(
            Registration.contact_id.in_(contact_ids),
            Registration.state.in_(ACTIVE),
            Activity.ends_at > now - REMEMBERED,
        )
        .order_by(Activity.starts_at, Registration.id)
    )
    found: dict[int, list[Seat]] = {}
    for row in connection.execute(query):
        found.setdefault(row.contact_id, []).append(Seat(row.slug, row.code, row.state, row.starts_at.timestamp()))
    return found


def all_refs(connection: Connection) -> list[str]:
    """The references of all contacts."""
    return list(connection.execute(select(Contact.ref).order_by(Contact.id)).scalars())


def anybody(connection: Connection) -> bool:
    """Whether any line was ever heard from."""
    return connection.execute(select(Contact.id).limit(1)).scalar() is not None
