"""The cases of a line as its people may follow them: never confidential ones, somebody else may hold the phone."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Row, select

from jamakan.profile import Followed
from jamakan.programme import cases as life
from jamakan.store.models import Case

MOST = 3  # kept where a call finds them without SQL; older ones are looked up by number
LONGEST_INSTITUTION = 40  # of its name, on a screen
UNJUDGED = frozenset({"", life.NOT_YET})

Columns = Row[int, int, str, datetime, str, str]
_QUERY = (
    select(Case.contact_id, Case.id, Case.state, Case.changed_at, Case.institution, Case.satisfied)
    .where(Case.sensitive.is_(False))
    .order_by(Case.id.desc())
)


def latest(connection: Connection, contact_ids: Collection[int]) -> dict[int, list[Followed]]:
    """The latest cases of these lines, newest first."""
    found: dict[int, list[Followed]] = {}
    for row in connection.execute(_QUERY.where(Case.contact_id.in_(contact_ids))):
        known = found.setdefault(row.contact_id, [])
        if len(known) < MOST:
            known.append(_followed(row))
    return found


def one(connection: Connection, contact_id: int, number: int) -> Followed | None:
    """The case with this number, when it is of this line."""
    query = _QUERY.where(Case.contact_id == contact_id, Case.id == number)
    row = connection.execute(query).one_or_none()
    return _followed(row) if row is not None else None


def _followed(row: Columns) -> Followed:
    asked = row.state in life.ENDED and row.satisfied in UNJUDGED
    institution = row.institution[:LONGEST_INSTITUTION] if row.state == life.TRANSMITTED else ""
    return Followed(row.id, row.state, row.changed_at.timestamp(), institution, asked)
