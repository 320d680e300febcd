"""When a carrier says that a person stopped messages there: it counts as if they had told us."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from jamakan.privacy.vault import Vault
from jamakan.store.database import insert
from jamakan.store.ingest.moment import MAX_EVENTS, rank
from jamakan.store.models import Contact, OptChange


def opt_out(
    connection: Connection, vault: Vault, contacts: Collection[int], channel: str, now: datetime
) -> list[str]:
    """Stop messages to these contacts, with the carrier as the proof. Returns the references of those it changed.

    It ranks after all that the person is known to have said, and before whatever they say next: REPRENDRE wins again.
    """
    if not contacts:
        return []
    query = select(Contact.id, Contact.ref, Contact.rev).where(Contact.id.in_(contacts), Contact.opted_out.is_(False))
    lines = connection.execute(query.order_by(Contact.id).with_for_update(key_share=True)).all()
    for line in lines:
        seq = rank(line.rev, MAX_EVENTS)
        changed = update(Contact).where(Contact.id == line.id)
        connection.execute(changed.values(opted_out=True, opt_seq=seq))
        proof = {
            "contact_id": line.id,
            "turn_key": vault.ref("carrier-stop", f"{channel}:{line.id}"),
            "seq": seq,
            "opted_out": True,
            "source": channel,
            "at": now,
        }
        connection.execute(insert(connection, OptChange).on_conflict_do_nothing(), proof)
    return [line.ref for line in lines]
