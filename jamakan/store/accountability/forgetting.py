"""When somebody is erased: what staff wrote about a commitment may name them, and nobody is left to be told."""

from collections.abc import Callable, Collection

from sqlalchemy import Connection, select, update

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.models import Case, CommitmentCase, CommitmentEvent

Names = Callable[[str], bool]


def forget(connection: Connection, vault: Vault, contact_ids: Collection[int], names: Names) -> None:
    """Empty the notes that name somebody, of the commitments their cases led to.

    The promise stays, it is the institution's. So does the link to a case: a case that was emptied says nothing, and
    its line has no number to write to.
    """
    theirs = select(CommitmentCase.commitment_id).join(Case, Case.id == CommitmentCase.case_id)
    notes = select(CommitmentEvent.id, CommitmentEvent.body).where(
        CommitmentEvent.commitment_id.in_(theirs.where(Case.contact_id.in_(contact_ids))),
        CommitmentEvent.body.is_not(None),
    )
    found = [
        row.id
        for row in connection.execute(notes)
        if row.body is not None and names(vault.open_text(row.body, sealing.COMMITMENT))
    ]
    if found:
        connection.execute(update(CommitmentEvent).where(CommitmentEvent.id.in_(found)).values(body=None))
