"""How many an audience is, counted by the database: what a page can wait for. Who reads what: `audience`."""

from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select

from jamakan.programme.audience import Audience
from jamakan.store.broadcasts.audience import of_line, seats, traits
from jamakan.store.models import BroadcastRecipient, Contact, Participant


@dataclass(frozen=True, slots=True)
class Size:
    """`lines` that are written to, `people` reached by them; `stopped`: lines left out because they said STOP."""

    lines: int
    people: int
    stopped: int


def size(connection: Connection, audience: Audience, broadcast_id: int | None) -> Size:
    """The size of an audience; a spreadsheet is that of `broadcast_id`.

    A line that only answered a survey, or came in a spreadsheet, counts for one person.
    """
    if audience.spreadsheet:
        query = _lines().join(BroadcastRecipient, BroadcastRecipient.contact_id == Contact.id)
        query = query.where(BroadcastRecipient.broadcast_id == broadcast_id)
    elif audience.of_people or not (audience.answered or audience.answers):
        query = _people(audience)
    else:
        query = _lines().where(*of_line(audience))
    counted = {bool(row.opted_out): (row.lines, row.people) for row in connection.execute(query)}
    lines, people = counted.get(False, (0, 0))
    return Size(lines, people, counted.get(True, (0, 0))[0])


def _lines() -> Select[bool, int, int]:
    """Lines, stopped or not, each for one person."""
    counted = func.count().label("lines"), func.count().label("people")
    return select(Contact.opted_out, *counted).select_from(Contact).group_by(Contact.opted_out)


def _people(audience: Audience) -> Select[bool, int, int]:
    """The same where every line is that of somebody known: one pass over the people finds both."""
    counted = func.count(Participant.contact_id.distinct()).label("lines"), func.count().label("people")
    query = select(Contact.opted_out, *counted).join(Participant, Participant.contact_id == Contact.id)
    return query.where(*of_line(audience), *traits(audience), *seats(audience)).group_by(Contact.opted_out)
