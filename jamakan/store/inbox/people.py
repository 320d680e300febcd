"""Who is known on a line, by name."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.models import Participant


def on_lines(connection: Connection, vault: Vault, contact_ids: Collection[int]) -> dict[int, list[str]]:
    """The names of the people of each of these lines, in the order they were met."""
    found: dict[int, list[str]] = {number: [] for number in contact_ids}
    query = select(Participant.contact_id, Participant.name).where(
        Participant.contact_id.in_(found),
        Participant.name.is_not(None),
        Participant.erased_at.is_(None),
        Participant.merged_into_id.is_(None),
    )
    for row in connection.execute(query.order_by(Participant.id)):
        found[row.contact_id].append(vault.open_text(row.name, sealing.NAME))
    return found
