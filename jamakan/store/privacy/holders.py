"""Who speaks on a line: nobody known, one person, or one of several, who says their name."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from jamakan.privacy.vault import Vault
from jamakan.store.models import Participant
from jamakan.store.naming import name_ref


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a line's word is about. `participant_id` is None when it is about the whole line.

    `people`: how many are registered on it; `alone`: the one, when there is one.
    """

    participant_id: int | None
    people: int
    alone: int | None = None


def holder(connection: Connection, vault: Vault, contact_id: int, name: str) -> Holder | None:
    """Whom a name means; who is alone on a line need not say theirs. None: it means nobody there, or several."""
    query = select(Participant.id, Participant.name_ref).where(
        Participant.contact_id == contact_id,
        Participant.erased_at.is_(None),
        Participant.merged_into_id.is_(None),
    )
    there = connection.execute(query).all()
    if len(there) <= 1:
        return Holder(None, len(there), there[0].id if there else None)
    wanted = name_ref(vault, name)
    meant = [row.id for row in there if wanted and row.name_ref == wanted]
    return Holder(meant[0], len(there), meant[0]) if len(meant) == 1 else None
