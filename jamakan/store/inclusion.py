"""What people answer after registering: difficulties, and what they say they are. Kept on the person it is about."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, or_, select, update

from jamakan import events
from jamakan.programme import disability
from jamakan.store import registrations
from jamakan.store.ingest.batch import Moment
from jamakan.store.ingest.desk import Desk, tell
from jamakan.store.models import Participant, Registration
from jamakan.store.naming import person_ref
from jamakan.store.registrations import FACTS, WAITLISTED


def answered(desk: Desk, moment: Moment, event: events.Performed) -> None:
    """Where the answers given so far put the person; each new one is told with all that stood before it."""
    stands = disability.standing(event.answers)
    said = {"disability": disability.word(stands.standard), "disability_some": disability.word(stands.some)}
    _keep(desk, moment, event.answers, said | {"asked_in": event.dialogue})


def declared(desk: Desk, moment: Moment, event: events.Performed) -> None:
    """What the person says they are. A place kept for such people may be theirs now."""
    said = {"pvh": event.answers.get("pvh", ""), "asked_in": event.dialogue}
    participant_id = _keep(desk, moment, event.answers, said)
    if participant_id is None:
        return
    query = select(Registration.activity_id).where(
        Registration.participant_id == participant_id, Registration.state == WAITLISTED
    )
    for activity_id in desk.connection.execute(query.order_by(Registration.id)).scalars().all():
        tell(desk, moment, registrations.fill(desk.connection, activity_id, moment.at))


def _keep(desk: Desk, moment: Moment, answers: Mapping[str, str], said: Mapping[str, str]) -> int | None:
    """Set this of the person a dialogue is about; their row id if it was not known so."""
    participant_id = _about(desk, moment, answers)
    if participant_id is None:
        return None
    changed: Any = or_(*(getattr(Participant, name) != value for name, value in said.items()))
    statement = update(Participant).where(Participant.id == participant_id, changed).values(said)
    if not desk.connection.execute(statement).rowcount:
        return None
    desk.batch.profiles.add(moment.line.ref)
    desk.batch.activities_changed = True  # the counts of their activities are taken again
    return participant_id


def _about(desk: Desk, moment: Moment, answers: Mapping[str, str]) -> int | None:
    """The person registered in the dialogue before, on this line: by their seat, else by who they said they were."""
    seat = select(Registration.participant_id).where(
        Registration.dialogue_key == answers.get("about", ""), Registration.contact_id == moment.line.id
    )
    facts = [answers.get(fact, "") for fact in FACTS]
    person = person_ref(desk.vault, answers.get("name", "").strip(), facts)
    same = select(Participant.id).where(Participant.contact_id == moment.line.id, Participant.person == person)
    found = desk.connection.execute(seat).scalar_one_or_none() or desk.connection.execute(same).scalar_one_or_none()
    return _living(desk.connection, found) if found is not None else None


def _living(connection: Connection, participant_id: int) -> int | None:
    """The person a row speaks of now: whom they were merged into, nobody once they are erased."""
    query = select(Participant.merged_into_id, Participant.erased_at).where(Participant.id == participant_id)
    row = connection.execute(query).one()
    if row.erased_at is not None:
        return None
    return row.merged_into_id or participant_id
