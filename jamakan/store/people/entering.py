"""Somebody whom staff enter: their line, their seat, that they agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select, update

from jamakan.privacy.vault import Vault
from jamakan.store import attendance, lines, registrations, sealing, tallies
from jamakan.store.database import insert
from jamakan.store.models import Consent, Participant, Registration
from jamakan.store.naming import name_ref, person_ref
from jamakan.store.registrations import ACTIVE, FACTS, Request

BY_STAFF = "staff"  # how the consent was given: aloud, to who entered the person
CODES = 900_000  # as the dialogue's: six digits


@dataclass(frozen=True, slots=True)
class Entered:
    """What was written of somebody. `token`: of the form, sent twice it is one person; `phone` "" for none."""

    token: str
    name: str
    phone: str
    facts: Mapping[str, str] = field(default_factory=dict)
    pvh: str = ""

    @property
    def dialogue(self) -> str:
        return f"door:{self.token}"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who enters people, where and when. `channel`: of a line not heard from yet. `day`: on which they are there."""

    activity_id: int
    slug: str
    by: int
    channel: str
    at: datetime
    day: int | None = None


def enter(connection: Connection, vault: Vault, desk: Desk, who: Entered) -> tuple[int | None, bool]:
    """The seat they have (or their place on the waiting list), and whether this made it.

    Inside a transaction with the lock of the ingest. No message is owed: they stand at the desk.
    """
    request = _request(connection, vault, desk, who)
    made = any(notice.code == request.code for notice in registrations.register(connection, request))
    participant_id = registrations.participant(connection, request)
    if who.pvh:
        connection.execute(update(Participant).where(Participant.id == participant_id).values(pvh=who.pvh))
    _agree(connection, request)
    seat = _seat(connection, participant_id, desk.activity_id)
    if seat is not None and desk.day is not None:
        attendance.mark(connection, seat, desk.day, desk.by, desk.at)
    tallies.recount(connection, [desk.activity_id])
    return seat, made


def _request(connection: Connection, vault: Vault, desk: Desk, who: Entered) -> Request:
    facts = {fact: who.facts.get(fact, "") for fact in FACTS}
    return Request(
        dialogue=who.dialogue,
        contact_id=_line(connection, vault, desk, who),
        person=person_ref(vault, who.name, facts.values()),
        name=vault.seal_text(who.name, sealing.NAME) if who.name else None,
        name_ref=name_ref(vault, who.name),
        facts=facts,
        activity=desk.slug,
        change=False,
        code=str(100_000 + int(vault.ref("code", who.dialogue), 16) % CODES),
        at=desk.at,
        at_the_door=True,
    )


def _line(connection: Connection, vault: Vault, desk: Desk, who: Entered) -> int:
    if not who.phone:
        return lines.without_phone(connection, vault, who.token, desk.at)
    return lines.make_known(connection, vault, [who.phone], channel=desk.channel, now=desk.at)[who.phone]


def _agree(connection: Connection, request: Request) -> None:
    given = {
        "contact_id": request.contact_id,
        "dialogue_key": request.dialogue,
        "text_version": BY_STAFF,
        "language": "",
        "channel": "",
        "kind": BY_STAFF,
        "given_at": request.at,
    }
    connection.execute(insert(connection, Consent).on_conflict_do_nothing(), given)


def _seat(connection: Connection, participant_id: int, activity_id: int) -> int | None:
    query = select(Registration.id).where(
        Registration.participant_id == participant_id,
        Registration.activity_id == activity_id,
        Registration.state.in_(ACTIVE),
    )
    return connection.execute(query).scalar_one_or_none()
