"""The messages people are owed about their seats, written in each one's language."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from flows.texts import say
from jamakan.hours import Hours
from jamakan.privacy.vault import Vault
from jamakan.programme import activities as programme
from jamakan.store import messages, sealing
from jamakan.store.activities import by_ids
from jamakan.store.messages import Draft
from jamakan.store.models import Contact, Participant
from jamakan.store.registrations import Notice

DEFAULT_LANGUAGE = "fr"
AS_READ = "session.ok"  # what the last screen of a registration said
UNASKED = frozenset({"session.promoted"})  # these wait for the hours, and are of no use once the activity began


def write(
    connection: Connection,
    vault: Vault,
    notices: Sequence[Notice],
    *,
    dedupe: str,
    at: datetime,
    asked_by_sms: bool,
    asked: bool = True,
    values: Mapping[str, str],
    hours: Hours | None = None,
) -> list[str]:
    """Queue one message a notice. Returns the references of the contacts concerned.

    `dedupe` names what caused them, for ever. The first notice answers whoever asked: when they asked by SMS it
    is a reply, which people who stopped messages still get. What nobody asked for leaves within `hours`.
    """
    lines = _lines(connection, {notice.contact_id for notice in notices})
    known = by_ids(connection, {notice.activity_id for notice in notices if notice.activity_id is not None})
    names = _names(connection, vault, {notice.participant_id for notice in notices if notice.participant_id})
    rows = []
    for number, notice in enumerate(notices):
        line = lines[notice.contact_id]
        language = line.language or DEFAULT_LANGUAGE
        said = {**values, "code": notice.code, "name": names.get(notice.participant_id or 0, "")}
        activity = known[notice.activity_id] if notice.activity_id is not None else None
        if activity is not None:
            said |= programme.placeholders(activity, language)
        draft = Draft(
            dedupe=f"{dedupe}:{number}",
            contact_id=line.id,
            channel=line.channel,
            text=_tidy(say(notice.text, language, said)),
            at=at,
            opted_out=line.opted_out,
            **_timing(notice, activity, at, hours),
            purpose=_purpose(notice, asked=asked and number == 0, by_sms=asked_by_sms),
        )
        rows.append(messages.outgoing(vault, draft))
    messages.write(connection, rows)
    return [line.ref for line in lines.values()]


def _tidy(text: str) -> str:
    """`Merci .` to `Merci.`: the person withheld their name."""
    return text.replace(" .", ".")


def _purpose(notice: Notice, *, asked: bool, by_sms: bool) -> str:
    """An answer to who asked reaches people who stopped messages too: over USSD, when it is not what they read."""
    if notice.text in UNASKED:
        return messages.FOLLOWUP
    return messages.REPLY if asked and (by_sms or notice.text != AS_READ) else messages.CONFIRMATION


def _timing(notice: Notice, activity: programme.Activity | None, at: datetime, hours: Hours | None) -> dict[str, Any]:
    """When it may leave, and what withdraws it: the seat it is about given up."""
    if notice.text not in UNASKED or activity is None:
        return {}
    opens = hours.next_open(at) if hours else at
    return {"not_before": opens, "expires_at": activity.starts_at, "activity_id": notice.activity_id}


def _lines(connection: Connection, ids: set[int]) -> dict[int, Row[int, str, str, str, bool]]:
    query = select(Contact.id, Contact.ref, Contact.channel, Contact.language, Contact.opted_out)
    return {row.id: row for row in connection.execute(query.where(Contact.id.in_(ids)))}


def _names(connection: Connection, vault: Vault, ids: set[int]) -> dict[int, str]:
    query = select(Participant.id, Participant.name).where(Participant.id.in_(ids), Participant.name.is_not(None))
    return {row.id: vault.open_text(row.name, sealing.NAME) for row in connection.execute(query)}
