"""When a carrier says that a person stopped messages there: it counts as if they had told us."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from jamakan.events import CarrierStop
from jamakan.privacy.vault import Vault
from jamakan.store import tombstones
from jamakan.store.database import insert
from jamakan.store.ingest.moment import MAX_EVENTS, rank, when
from jamakan.store.lines import is_known, make_known
from jamakan.store.models import Contact, OptChange


def keep(connection: Connection, vault: Vault, stops: Sequence[CarrierStop]) -> tuple[int, frozenset[str]]:
    """Do as these callbacks say. Returns how many contacts that changed, and the references of all they name.

    All, because a reader that died after its commit showed none of its changes: the next one has to.

    Carriers give no name to an opt-out: the same one again finds a line that is stopped already, or one whose holder
    asked for messages since, who gets them.
    """
    changed, named = 0, set[str]()
    for stop in stops:
        at, ref = when(stop.at), vault.ref("phone", stop.phone)
        if tombstones.stop(connection, ref, at) and not is_known(connection, ref):
            continue  # the line was erased meanwhile: it does not come back for that
        contacts = make_known(connection, vault, [stop.phone], channel=stop.channel, now=at).values()
        later = select(OptChange.id).where(OptChange.contact_id.in_(contacts), OptChange.at > at)
        if not connection.execute(later.limit(1)).first():
            changed += len(opt_out(connection, vault, contacts, stop.channel, at))
        named.add(ref)
    return changed, frozenset(named)


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
