"""What staff set about a person or a line."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, case, select, update

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.ingest.moment import rank
from jamakan.store.models import Contact, Participant, Registration
from jamakan.store.naming import name_ref, person_ref
from jamakan.store.people.listing import LIVING
from jamakan.store.registrations import FACTS

CORRECTED = (*FACTS, "pvh")  # what people say of themselves; where answers put them is computed, never set


class NameTaken(Exception):
    """Somebody else on the same line is known by this name; `other` is their row id."""

    def __init__(self, other: int) -> None:
        super().__init__("somebody else on this line has this name: merge the two")
        self.other = other


class Stale(Exception):
    """The person is no longer as they were read: corrected, merged or erased meanwhile. Look again."""


def set_facts(
    connection: Connection, vault: Vault, participant_id: int, contact_id: int, name: str, facts: Mapping[str, str]
) -> None:
    """Name ("" when withheld) and facts; the person is recognised on this line by them.

    Raises NameTaken; Stale when they were erased or merged into another.
    """
    person = person_ref(vault, name, [facts[fact] for fact in FACTS])
    same = select(Participant.id).where(
        Participant.contact_id == contact_id, Participant.person == person, Participant.id != participant_id
    )
    other = connection.execute(same).scalar_one_or_none()
    if other is not None:
        raise NameTaken(other)
    values = {
        **facts,
        "name": vault.seal_text(name, sealing.NAME) if name else None,
        "name_ref": name_ref(vault, name),
        "person": person,
        "contact_id": contact_id,
    }
    statement = update(Participant).where(Participant.id == participant_id, *LIVING).values(values)
    if not connection.execute(statement).rowcount:
        raise Stale


def set_language(connection: Connection, contact_id: int, language: str, at: datetime) -> None:
    """The language of a line from now on; what its holder chooses later wins over it, what they chose before not."""
    version = int(at.timestamp() * 1000)  # as the conversation numbers turns
    rev = case((Contact.rev < version, version), else_=Contact.rev)
    changes = {"language": language, "language_seq": rank(version, 0), "rev": rev}
    connection.execute(update(Contact).where(Contact.id == contact_id).values(changes))


def activities_of(connection: Connection, participant_ids: Collection[int]) -> set[int]:
    """The activities whose counts speak of these people."""
    query = select(Registration.activity_id).where(Registration.participant_id.in_(participant_ids))
    return set(connection.execute(query).scalars())
