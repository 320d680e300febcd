"""Agreements taken back, and the conditions by which lists and files leave out what was said before."""

from sqlalchemy import ColumnElement, Connection, exists, or_, select, update
from sqlalchemy.orm import aliased

from jamakan.store.database import insert
from jamakan.store.ingest.batch import Moment
from jamakan.store.models import Consent, ConsentWithdrawal, Dialogue, Participant, Registration
from jamakan.store.network import members
from jamakan.store.privacy.holders import Holder


def withdraw(connection: Connection, moment: Moment, found: Holder) -> None:
    """Keep that a line, or one person of it, took their agreement back."""
    of_line = Consent.contact_id == moment.line.id
    if found.participant_id is not None:
        own = select(Registration.dialogue_key).where(Registration.participant_id == found.participant_id)
        of_line &= Consent.dialogue_key.in_(own)
    given = update(Consent).where(of_line, Consent.withdrawn_at.is_(None), Consent.given_at <= moment.at)
    connection.execute(given.values(withdrawn_at=moment.at))
    row = {
        "contact_id": moment.line.id,
        "participant_id": found.participant_id,
        "turn_key": moment.turn.key,
        "seq": moment.seq,
        "channel": moment.turn.channel,
        "kind": moment.turn.kind,
        "at": moment.at,
    }
    connection.execute(insert(connection, ConsentWithdrawal).on_conflict_do_nothing(), row)
    members.leave(connection, moment.line.id, found.participant_id, moment.at)


def dialogue_stands() -> ColumnElement[bool]:
    """Whether what was said in a dialogue may be used as its holder's: nobody took their agreement back since."""
    own = select(Registration.dialogue_key).where(Registration.participant_id == ConsentWithdrawal.participant_id)
    since = exists().where(
        ConsentWithdrawal.contact_id == Dialogue.contact_id,
        ConsentWithdrawal.at >= Dialogue.started_at,
        or_(ConsentWithdrawal.participant_id.is_(None), Dialogue.key.in_(own)),
    )
    return ~since


def person_stands() -> ColumnElement[bool]:
    """Whether a person may be listed as themselves: their agreement was not taken back, or was given again since."""
    again, seat, other = aliased(Consent), aliased(Registration), aliased(Participant)
    # Said who is meant: by itself SQLAlchemy looks one SELECT outwards only, and the person is named further out.
    own = select(seat.dialogue_key).where(seat.participant_id == Participant.id).correlate(Participant)
    others = select(other.id).where(other.contact_id == Participant.contact_id, other.id != Participant.id)
    later = select(again.id).where(
        again.contact_id == Participant.contact_id,
        again.withdrawn_at.is_(None),
        again.given_at > ConsentWithdrawal.at,
        or_(
            again.dialogue_key.in_(own), ~others.correlate(Participant).exists()
        ),  # what others agree to is not theirs
    )
    again_since = later.correlate(Participant, ConsentWithdrawal).exists()
    whole_line = (ConsentWithdrawal.contact_id == Participant.contact_id) & ConsentWithdrawal.participant_id.is_(None)
    back = exists().where(or_(whole_line, ConsentWithdrawal.participant_id == Participant.id), ~again_since)
    return ~back
