"""A ballot by phone: one for each participant of the activity, changed as they like until the vote closes."""

from datetime import datetime

from sqlalchemy import Connection, Row, select

from jamakan import events
from jamakan.programme.votes import OPEN
from jamakan.store.database import insert
from jamakan.store.ingest.batch import Moment
from jamakan.store.ingest.desk import Desk
from jamakan.store.models import Ballot, Registration, Vote, VoteProposal
from jamakan.store.registrations import SEATED

CHOICES = ("first", "second", "third")


def cast(desk: Desk, moment: Moment, event: events.Performed) -> None:
    """Take a ballot; what the vote does not allow (closed since, no seat any more) changes nothing."""
    said = event.answers
    vote = _open_vote(desk.connection, said.get("vote", ""), moment.at)
    participant = _voter(desk.connection, vote.activity_id, moment.line.id, said.get("person", "")) if vote else None
    if vote is None or participant is None:
        return
    known = set(desk.connection.execute(select(VoteProposal.place).where(VoteProposal.vote_id == vote.id)).scalars())
    named = [place for place in map(_place, (said.get(choice, "") for choice in CHOICES)) if place in known]
    chosen = list(dict.fromkeys(named))[: vote.most]
    if not chosen:
        return
    row = {
        "vote_id": vote.id,
        "participant_id": participant,
        "choices": " ".join(map(str, chosen)),
        "seq": moment.seq,
        "kind": moment.turn.kind,
        "at": moment.at,
    }
    statement = insert(desk.connection, Ballot).values(row)
    newer = {name: statement.excluded[name] for name in ("choices", "seq", "kind", "at")}
    desk.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["vote_id", "participant_id"], set_=newer, where=statement.excluded.seq > Ballot.seq
        )
    )


def _open_vote(connection: Connection, number: str, at: datetime) -> Row[int, int, int] | None:
    """The vote, when it was open at that moment: a ballot stored late still counts."""
    if not number.isdecimal() or len(number) > 9:
        return None
    query = select(Vote.id, Vote.activity_id, Vote.most)
    held = Vote.state == OPEN, Vote.opens_at <= at, Vote.closes_at > at
    return connection.execute(query.where(Vote.id == int(number), *held)).one_or_none()


def _voter(connection: Connection, activity_id: int, contact_id: int, code: str) -> int | None:
    """Who votes: whoever of this line has a seat there, by its code when there are several."""
    query = select(Registration.participant_id, Registration.code).where(
        Registration.activity_id == activity_id,
        Registration.contact_id == contact_id,
        Registration.state.in_(SEATED),
    )
    seats = connection.execute(query.order_by(Registration.id)).all()
    if len(seats) > 1:
        seats = [seat for seat in seats if seat.code == code]
    return seats[0].participant_id if len(seats) == 1 else None


def _place(said: str) -> int:
    digits = said.removeprefix("p")
    return int(digits) if digits.isdecimal() and len(digits) < 3 else 0
