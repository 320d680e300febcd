"""What a phone asks about what is held of it. Every answer is an SMS: only SQL knows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from jamakan.events import Performed
from jamakan.store.database import insert
from jamakan.store.ingest.batch import Moment
from jamakan.store.ingest.desk import Desk, answer, opt
from jamakan.store.models import Answer, Consent, Dialogue, ErasureRequest, Message, Registration
from jamakan.store.privacy import withdrawing
from jamakan.store.privacy.holders import Holder, holder

DAY = "%d/%m/%Y"
NOT_AGREED = {"fr": "aucun", "en": "none"}


def erase(desk: Desk, moment: Moment, event: Performed) -> None:
    """Note that a person wants to be erased, and write the last message they get: the office erases after it left."""
    found = _whose(desk, moment, event)
    if found is None:
        return
    if found.participant_id is None:  # nobody else is on the line: it is written to no more
        opt(desk, moment, opted_out=True)
    text = "erase.done" if found.participant_id is None else "erase.shared"
    farewell = answer(desk, moment, text, date=moment.at.strftime(DAY))
    row = {
        "contact_id": moment.line.id,
        "participant_id": found.participant_id,
        "turn_key": moment.turn.key,
        "farewell": farewell,
        "asked_at": moment.at,
    }
    desk.connection.execute(insert(desk.connection, ErasureRequest).on_conflict_do_nothing(), row)


def withdraw(desk: Desk, moment: Moment, event: Performed) -> None:
    """Take an agreement back: what was said before is used as theirs no more, and stays unerased."""
    found = _whose(desk, moment, event)
    if found is None:
        return
    withdrawing.withdraw(desk.connection, moment, found)
    _take_back_what_waits(desk, moment, found)
    if found.participant_id is None:
        opt(desk, moment, opted_out=True)
    desk.batch.profiles.add(moment.line.ref)
    text = "withdraw.done" if found.participant_id is None else "withdraw.shared"
    answer(desk, moment, text, date=moment.at.strftime(DAY))


def show(desk: Desk, moment: Moment, _event: Performed) -> None:
    """Say what is held. A line that several share is told how many they are, and nothing of any of them."""
    people = holder(desk.connection, desk.vault, moment.line.id, "")
    if people is None:
        answer(desk, moment, "data.held.shared")
    else:
        text = "data.held" if people.alone else "data.held.unnamed"
        answer(desk, moment, text, **_held(desk.connection, moment.line.id, moment.line.language))


def _whose(desk: Desk, moment: Moment, event: Performed) -> Holder | None:
    """Whom it is about; somebody whose name is nobody's there is told so."""
    found = holder(desk.connection, desk.vault, moment.line.id, event.answers.get("who", ""))
    if found is None:
        answer(desk, moment, "data.which")
    return found


def _take_back_what_waits(desk: Desk, moment: Moment, found: Holder) -> None:
    """Agreements given in this same batch are not rows yet."""
    if found.participant_id is None:
        for row in desk.batch.consents.values():
            if row["contact_id"] == moment.line.id:
                row["withdrawn_at"] = moment.at


def _held(connection: Connection, contact_id: int, language: str) -> dict[str, Any]:
    own = Dialogue.contact_id == contact_id
    given = select(func.count()).select_from(Answer).join(Dialogue, Dialogue.id == Answer.dialogue_id)
    agreed = select(func.max(Consent.given_at)).where(
        Consent.contact_id == contact_id, Consent.withdrawn_at.is_(None)
    )
    at: datetime | None = connection.execute(agreed).scalar()
    seats = select(func.count()).where(Registration.contact_id == contact_id)
    return {
        "registrations": str(connection.execute(seats).scalar_one()),
        "answers": str(connection.execute(given.where(own, Answer.seq > Answer.withdrawn_seq)).scalar_one()),
        "messages": str(
            connection.execute(select(func.count()).where(Message.contact_id == contact_id)).scalar_one()
        ),
        "consent": at.strftime(DAY) if at else NOT_AGREED.get(language, NOT_AGREED["fr"]),
    }
