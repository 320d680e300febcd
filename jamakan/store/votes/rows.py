"""Votes as rows: their proposals, the few that are open, and what was chosen, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, update

from jamakan.programme.votes import OPEN, Standing, after, count
from jamakan.store.database import insert
from jamakan.store.models import Activity, Ballot, Vote, VoteProposal


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as people read it. `case_id`: where it comes from."""

    place: int
    case_id: int | None
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What staff decide about a vote. `most`: proposals one person may choose."""

    most: int
    opens_at: datetime
    closes_at: datetime
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A vote with its number and the activity it is of."""

    id: int
    activity_id: int
    slug: str
    region: str
    state: str
    version: int
    terms: Terms


def add(connection: Connection, activity_id: int, terms: Terms, by: int, at: datetime) -> int:
    """A new vote, a draft. Its number."""
    row = _of(terms) | {
        "activity_id": activity_id,
        "state": "draft",
        "version": 0,
        "changed_by": by,
        "changed_at": at,
    }
    number = connection.execute(insert(connection, Vote).returning(Vote.id), row).scalar_one()
    _put(connection, number, terms.proposals)
    return number


def edit(connection: Connection, seen: Held, terms: Terms, by: int, at: datetime) -> bool:
    """Other terms for a draft as it was seen. False: it is no longer."""
    if not move(connection, seen, "edit", by, at, **_of(terms)):
        return False
    connection.execute(delete(VoteProposal).where(VoteProposal.vote_id == seen.id))
    _put(connection, seen.id, terms.proposals)
    return True


def move(connection: Connection, seen: Held, event: str, by: int, at: datetime, **changes: Any) -> bool:
    """Apply an event of `jamakan.programme.votes` to a vote as it was seen. False: not possible, or no longer."""
    state = after(seen.state, event)
    if state is None:
        return False
    statement = update(Vote).where(Vote.id == seen.id, Vote.version == seen.version)
    values = {"state": state, "version": seen.version + 1, "changed_by": by, "changed_at": at} | changes
    return bool(connection.execute(statement.values(values)).rowcount)


def one(connection: Connection, number: int) -> Held | None:
    """The vote with this number."""
    return next(iter(_opened(connection, _query().where(Vote.id == number))), None)


def of_activity(connection: Connection, activity_id: int) -> list[Held]:
    """The votes of an activity, the latest first."""
    return _opened(connection, _query().where(Vote.activity_id == activity_id))


def lately(connection: Connection, most: int = 50) -> list[Held]:
    """The latest votes."""
    return _opened(connection, _query().limit(most))


def to_come(connection: Connection, now: datetime) -> list[Held]:
    """The votes people may take part in now or soon."""
    return _opened(connection, _query().where(Vote.state == OPEN, Vote.closes_at > now))


def turnout(connection: Connection, number: int) -> int:
    """How many have voted."""
    query = select(func.count()).select_from(Ballot).where(Ballot.vote_id == number)
    return connection.execute(query).scalar_one()


def result(connection: Connection, vote: Held) -> list[Standing]:
    """Each proposal with what it got, the most wanted first. An activity has hundreds of voters: they are counted."""
    rows = connection.execute(select(Ballot.choices).where(Ballot.vote_id == vote.id)).scalars()
    ballots = (tuple(map(int, choices.split())) for choices in rows)
    return count(ballots, [proposal.place for proposal in vote.terms.proposals], vote.terms.most)


def merge(connection: Connection, keep: int, drop: int) -> None:
    """Two rows of people are one person: of two ballots in a vote, the kept row's counts."""
    both = select(Ballot.vote_id).where(Ballot.participant_id == keep)
    connection.execute(delete(Ballot).where(Ballot.participant_id == drop, Ballot.vote_id.in_(both)))
    connection.execute(update(Ballot).where(Ballot.participant_id == drop).values(participant_id=keep))


def _put(connection: Connection, number: int, proposals: Sequence[Proposal]) -> None:
    rows = [
        {"vote_id": number, "place": one.place, "case_id": one.case_id, "fr": one.fr, "en": one.en}
        for one in proposals
    ]
    connection.execute(insert(connection, VoteProposal), rows)


def _of(terms: Terms) -> dict[str, Any]:
    return {"most": terms.most, "opens_at": terms.opens_at, "closes_at": terms.closes_at}


def _query() -> Select[*tuple[Any, ...]]:
    columns = (Vote.id, Vote.activity_id, Activity.slug, Activity.region, Vote.state, Vote.version)
    more = (Vote.most, Vote.opens_at, Vote.closes_at)
    return select(*columns, *more).join(Activity, Activity.id == Vote.activity_id).order_by(Vote.id.desc())


def _opened(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[Held]:
    rows = connection.execute(query).all()
    proposals: dict[int, list[Proposal]] = {row.id: [] for row in rows}
    found = select(VoteProposal).where(VoteProposal.vote_id.in_(proposals)).order_by(VoteProposal.place)
    for row in connection.execute(found):
        proposals[row.vote_id].append(Proposal(row.place, row.case_id, row.fr, row.en))
    return [
        Held(
            row.id,
            row.activity_id,
            row.slug,
            row.region,
            row.state,
            row.version,
            Terms(row.most, row.opens_at, row.closes_at, tuple(proposals[row.id])),
        )
        for row in rows
    ]
