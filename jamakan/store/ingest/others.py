"""Entries that are no turns: delivery reports, stops told to the carrier, ends of sessions, refused callbacks."""

from collections.abc import Sequence

from sqlalchemy import Connection

from jamakan.events import CarrierStop, Other, Refused, Report, SessionEnd
from jamakan.privacy.vault import Vault
from jamakan.store import reports, sealing
from jamakan.store.database import insert
from jamakan.store.ingest import opting
from jamakan.store.ingest.moment import when
from jamakan.store.models import Refusal, UssdSession


def keep(connection: Connection, vault: Vault, entries: Sequence[Other]) -> tuple[int, frozenset[str]]:
    """Store what was not stored before. Returns how many that is, and the contacts whose profile may have changed."""
    reported = [(entry, when(entry.at)) for entry in entries if isinstance(entry, Report)]
    ended = [entry for entry in entries if isinstance(entry, SessionEnd)]
    refused = [entry for entry in entries if isinstance(entry, Refused)]
    stopped, named = opting.keep(connection, vault, [entry for entry in entries if isinstance(entry, CarrierStop)])
    kept = reports.keep(connection, vault, reported) + _keep_ends(connection, ended)
    return kept + _keep_refused(connection, vault, refused) + stopped, named


def _keep_ends(connection: Connection, ends: Sequence[SessionEnd]) -> int:
    if not ends:
        return 0
    rows = [
        {
            "channel": end.channel,
            "session": end.session,
            "contact_ref": end.contact,
            "status": end.status,
            "duration_ms": end.duration_ms,
            "hops": end.hops,
            "error": end.error,
            "at": when(end.at),
        }
        for end in ends
    ]
    statement = insert(connection, UssdSession).on_conflict_do_nothing().returning(UssdSession.id)
    return len(connection.execute(statement, rows).all())


def _keep_refused(connection: Connection, vault: Vault, refusals: Sequence[Refused]) -> int:
    if not refusals:
        return 0
    rows = [
        {
            "digest": vault.ref("refusal", f"{refused.channel}|{refused.kind}|{refused.raw}"),
            "channel": refused.channel,
            "kind": refused.kind,
            "reason": refused.reason,
            "raw": vault.seal_text(refused.raw, sealing.RAW),
            "at": when(refused.at),
        }
        for refused in refusals
    ]
    statement = insert(connection, Refusal).on_conflict_do_nothing().returning(Refusal.id)
    return len(connection.execute(statement, rows).all())
