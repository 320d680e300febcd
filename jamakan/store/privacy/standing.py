"""What dialogues know of the people of a line: how many, whether one agreed, whether one is in the network."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from jamakan.store.models import Consent, Member, Participant
from jamakan.store.network.members import MEMBER


class Standing(NamedTuple):
    """Of a line: people registered on it, whether there is a member among them, whether an agreement stands."""

    people: int
    member: bool
    agreed: bool


def of_lines(connection: Connection, contact_ids: Collection[int]) -> dict[int, Standing]:
    """By contact."""
    here = Participant.contact_id.in_(contact_ids)
    present = select(Participant.contact_id, func.count()).where(
        here, Participant.erased_at.is_(None), Participant.merged_into_id.is_(None)
    )
    people = dict(connection.execute(present.group_by(Participant.contact_id)).all())
    of_network = select(Member.contact_id).where(Member.contact_id.in_(contact_ids), Member.state == MEMBER)
    members = set(connection.execute(of_network).scalars())
    given = select(Consent.contact_id).where(Consent.contact_id.in_(contact_ids), Consent.withdrawn_at.is_(None))
    agreed = set(connection.execute(given).scalars())
    return {line: Standing(people.get(line, 0), line in members, line in agreed) for line in contact_ids}
