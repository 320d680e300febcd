"""The people behind cases, told together what became of what they asked. Those of confidential cases never are."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from flows.steps import words
from jamakan.privacy.vault import Vault
from jamakan.store import messages
from jamakan.store.messages import FOLLOWUP, Draft
from jamakan.store.models import Case, Contact

AT_ONCE = 500  # parameters in one list


def lines(connection: Connection, case_ids: Collection[int]) -> set[int]:
    """The lines behind these cases."""
    found: set[int] = set()
    ids = sorted(case_ids)
    for first in range(0, len(ids), AT_ONCE):
        some = Case.id.in_(ids[first : first + AT_ONCE]), Case.sensitive.is_(False)
        found.update(connection.execute(select(Case.contact_id).where(*some)).scalars())
    return found


def tell(
    connection: Connection,
    vault: Vault,
    case_ids: Collection[int],
    texts: Mapping[str, str],
    dedupe: str,
    at: datetime,
    not_before: datetime | None = None,
) -> int:
    """Queue one SMS a line, in its language of `texts` (language → words); how many are to leave.

    `dedupe` names what is told, for ever: told again, nobody gets it twice. Who stopped messages gets none.
    """
    rows = []
    ids = sorted(lines(connection, case_ids))
    for first in range(0, len(ids), AT_ONCE):
        query = select(Contact.id, Contact.channel, Contact.language, Contact.opted_out)
        for line in connection.execute(query.where(Contact.id.in_(ids[first : first + AT_ONCE]))):
            draft = Draft(
                dedupe=f"{dedupe}:{line.id}",
                contact_id=line.id,
                channel=line.channel,
                purpose=FOLLOWUP,
                text=words(texts, line.language),
                at=at,
                opted_out=line.opted_out,
                not_before=not_before,
            )
            rows.append(messages.outgoing(vault, draft))
    return messages.write(connection, rows)
