"""A contact as dialogues see it, read from SQL."""

from base64 import b64encode
from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from jamakan.profile import Profile, Seat
from jamakan.programme.regions import REGIONS
from jamakan.store import tombstones
from jamakan.store.inbox import followed
from jamakan.store.learning.results import taken_by
from jamakan.store.models import Activity, Contact, Participant, Registration
from jamakan.store.privacy import standing
from jamakan.store.registrations import ACTIVE

REMEMBERED = timedelta(days=30)  # how long after an activity an opinion is taken to be about it


def profile(connection: Connection, ref: str, now: datetime | None = None) -> Profile | None:
    """The profile of a contact, None when the contact is unknown."""
    return profiles(connection, [ref], now).get(ref)


def profiles(connection: Connection, refs: Collection[str], now: datetime | None = None) -> dict[str, Profile]:
    """The profiles of the contacts that are, or were, known. Seats: of activities to come or lately held."""
    query = select(Contact.id, Contact.ref, Contact.rev, Contact.language, Contact.opted_out)
    lines = connection.execute(query.where(Contact.ref.in_(refs))).all()
    ids = [line.id for line in lines]
    seats, cases = _seats(connection, ids, now or datetime.now(UTC)), followed.latest(connection, ids)
    regions, stands = _regions(connection, ids), standing.of_lines(connection, ids)
    known = {
        line.ref: Profile(
            line.rev,
            line.language,
            line.opted_out,
            tuple(seats.get(line.id, ())),
            region=regions.get(line.id, ""),
            cases=tuple(cases.get(line.id, ())),
            people=stands[line.id].people,
            member=stands[line.id].member,
            agreed=stands[line.id].agreed,
        )
        for line in lines
    }
    return known | _erased(connection, set(refs) - known.keys())


def _erased(connection: Connection, refs: Collection[str]) -> dict[str, Profile]:
    """Of those who stopped messages before they were erased, that is all there is left."""
    return {ref: Profile(opted_out=True) for ref in tombstones.stopped(connection, refs)}


def _seats(connection: Connection, contact_ids: list[int], now: datetime) -> dict[int, list[Seat]]:
    query = (
        select(Registration.contact_id, Activity.slug, Registration.code, Registration.state)
        .add_columns(Activity.starts_at, Registration.id, Participant.name)
        .join(Activity, Activity.id == Registration.activity_id)
        .join(Participant, Participant.id == Registration.participant_id)
        .where(
            Registration.contact_id.in_(contact_ids),
            Registration.state.in_(ACTIVE),
            Activity.ends_at > now - REMEMBERED,
        )
        .order_by(Activity.starts_at, Registration.id)
    )
    rows = connection.execute(query).all()
    shared = {line for line, seats in Counter(row.contact_id for row in rows).items() if seats > 1}
    tested = taken_by(connection, contact_ids, now - REMEMBERED) if rows else {}
    found: dict[int, list[Seat]] = {}
    for row in rows:
        name = b64encode(row.name).decode() if row.name and row.contact_id in shared else ""
        seat = Seat(row.slug, row.code, row.state, row.starts_at.timestamp(), name, tested.get(row.id, ""))
        found.setdefault(row.contact_id, []).append(seat)
    return found


def _regions(connection: Connection, contact_ids: list[int]) -> dict[int, str]:
    """Where the latest to register on each line comes from."""
    query = select(Participant.contact_id, Participant.region).where(
        Participant.contact_id.in_(contact_ids),
        Participant.region.in_(REGIONS),
        Participant.merged_into_id.is_(None),
        Participant.by_relay.is_(False),
    )
    return {row.contact_id: row.region for row in connection.execute(query.order_by(Participant.id))}


def all_refs(connection: Connection) -> list[str]:
    """The references of all contacts."""
    return list(connection.execute(select(Contact.ref).order_by(Contact.id)).scalars())


def anybody(connection: Connection) -> bool:
    """Whether any line was ever heard from."""
    return connection.execute(select(Contact.id).limit(1)).scalar() is not None
