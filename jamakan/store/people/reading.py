"""One person, or one line, as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.models import Contact, Participant
from jamakan.store.people import listing
from jamakan.store.people.listing import Listed


@dataclass(frozen=True, slots=True)
class Line:
    """A phone line, opened. `people`: those reached by it."""

    contact_id: int
    ref: str
    phone: str
    channel: str
    language: str
    opted_out: bool
    first_seen_at: datetime
    last_seen_at: datetime
    people: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who is no more: merged into another, or (None) erased."""

    into: int | None


def person(connection: Connection, vault: Vault, participant_id: int) -> Listed | Gone | None:
    """A person by row id; None when there never was one."""
    found = listing.by_ids(connection, vault, [participant_id])
    if found:
        return found[0]
    query = select(Participant.merged_into_id).where(Participant.id == participant_id)
    row = connection.execute(query).one_or_none()
    return Gone(row.merged_into_id) if row is not None else None


def lines_of(connection: Connection, participant_id: int) -> list[int]:
    """The contacts of a person: theirs first, then those of who was merged into them."""
    own = select(Participant.contact_id).where(Participant.id == participant_id)
    others = select(Participant.contact_id).where(Participant.merged_into_id == participant_id)
    found = [*connection.execute(own).scalars(), *connection.execute(others).scalars()]
    return list(dict.fromkeys(found))


def line(connection: Connection, vault: Vault, contact_id: int) -> Line | None:
    """A line by row id; None when it is unknown or was erased."""
    query = select(Contact.id.label("contact_id"), Contact.ref, Contact.phone, Contact.channel)
    query = query.add_columns(Contact.language, Contact.opted_out, Contact.first_seen_at, Contact.last_seen_at)
    row = connection.execute(query.where(Contact.id == contact_id, Contact.erased_at.is_(None))).one_or_none()
    if row is None:
        return None
    opened = {
        "phone": vault.open_text(row.phone, sealing.PHONE),
        "people": tuple(listing.on_line(connection, vault, contact_id)),
    }
    return Line(**row._asdict() | opened)


def line_of(connection: Connection, ref: str) -> int | None:
    """The row id of a line by its reference."""
    return connection.execute(select(Contact.id).where(Contact.ref == ref)).scalar_one_or_none()
