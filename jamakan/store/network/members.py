"""Members of the network: joining, renewing, leaving, lapsing. One row a person, whatever they did before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from jamakan.store.database import insert
from jamakan.store.models import Member

MEMBER, LEFT, LAPSED = "member", "left", "lapsed"
STATES = (MEMBER, LEFT, LAPSED)


@dataclass(frozen=True, slots=True)
class Counts:
    """Members by state, and how many joined, left and lapsed since a moment."""

    states: dict[str, int]
    joined: int
    left: int
    lapsed: int


def join(connection: Connection, contact_id: int, participant_id: int, themes: str, at: datetime) -> None:
    """Make somebody a member, or one again; of a member, the themes change and the year begins anew."""
    row = {
        "participant_id": participant_id,
        "contact_id": contact_id,
        "state": MEMBER,
        "themes": themes,
        "joined_at": at,
        "renewed_at": at,
        "ended_at": None,
    }
    statement = insert(connection, Member)
    given = statement.excluded
    changes: dict[str, Any] = {
        name: given[name] for name in ("contact_id", "state", "themes", "renewed_at", "ended_at")
    }
    connection.execute(statement.on_conflict_do_update(index_elements=["participant_id"], set_=changes), row)


def leave(connection: Connection, contact_id: int, participant_id: int | None, at: datetime) -> int:
    """Take one person, or all of a line, out of the network; how many they were."""
    return _end(connection, contact_id, participant_id, LEFT, at)


def renew(connection: Connection, contact_id: int, before: datetime, at: datetime) -> int:
    """Give another year to those of a line whose year began before a moment; how many they are."""
    due = update(Member).where(Member.contact_id == contact_id, Member.state == MEMBER, Member.renewed_at <= before)
    return connection.execute(due.values(renewed_at=at)).rowcount


def end(connection: Connection, contact_id: int, before: datetime, at: datetime) -> int:
    """Take those of a line out whose year began before a moment: they said no to another one; how many they are."""
    due = update(Member).where(Member.contact_id == contact_id, Member.state == MEMBER, Member.renewed_at <= before)
    return connection.execute(due.values(state=LEFT, ended_at=at)).rowcount


def lapse(connection: Connection, before: datetime, at: datetime) -> int:
    """End the memberships whose year began before a moment and that nobody renewed; how many."""
    over = update(Member).where(Member.state == MEMBER, Member.renewed_at <= before)
    return connection.execute(over.values(state=LAPSED, ended_at=at)).rowcount


def erased(connection: Connection, people: Collection[int], at: datetime) -> None:
    """Of people who are erased, that they were members stays counted, and nothing they chose."""
    those = update(Member).where(Member.participant_id.in_(people))
    connection.execute(those.values(themes=""))
    connection.execute(those.where(Member.state == MEMBER).values(state=LEFT, ended_at=at))


def merged(connection: Connection, keep: int, drop: int, contact_id: int, at: datetime) -> None:
    """Two people are one: a member as soon as either was, reached by this line."""
    both = {
        row.participant_id: row
        for row in connection.execute(
            select(Member.participant_id, Member.state, Member.themes).where(Member.participant_id.in_([keep, drop]))
        )
    }
    given_up = both.get(drop)
    if given_up is not None and given_up.state == MEMBER:
        kept = both.get(keep)
        if kept is None or kept.state != MEMBER:
            join(connection, contact_id, keep, given_up.themes, at)
        leave_one = update(Member).where(Member.participant_id == drop)
        connection.execute(leave_one.values(state=LEFT, ended_at=at, themes=""))
    connection.execute(update(Member).where(Member.participant_id == keep).values(contact_id=contact_id))


def counts(connection: Connection, since: datetime) -> Counts:
    """The numbers of the network. About 20 ms for 100,000 members."""
    states = connection.execute(select(Member.state, func.count()).group_by(Member.state)).all()
    lately = select(
        func.count().filter(Member.joined_at >= since),
        func.count().filter(Member.state == LEFT, Member.ended_at >= since),
        func.count().filter(Member.state == LAPSED, Member.ended_at >= since),
    ).where(or_(Member.joined_at >= since, Member.ended_at >= since))
    joined, left, lapsed = connection.execute(lately).one()
    return Counts({**dict.fromkeys(STATES, 0), **dict(states)}, joined, left, lapsed)


def _end(connection: Connection, contact_id: int, participant_id: int | None, state: str, at: datetime) -> int:
    those = update(Member).where(Member.contact_id == contact_id, Member.state == MEMBER)
    if participant_id is not None:
        those = those.where(Member.participant_id == participant_id)
    return connection.execute(those.values(state=state, ended_at=at)).rowcount
