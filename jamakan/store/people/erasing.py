"""Taking a person out of SQL: what says who they are goes, what was counted stays, nobody's.

Rows stay, emptied: a number of a row is never given out again, so that the trail speaks of one person only.
A line nobody else is on is emptied whole. On a shared one the person's seats and registrations move to an empty line
of their own, and what names them on the shared line is emptied.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, Select, delete, or_, select, update

from flows.text.matching import normal
from jamakan.privacy.vault import Vault
from jamakan.store import registrations, sealing, survey_counts, tombstones
from jamakan.store.accountability import forgetting as promises
from jamakan.store.broadcasts import recipients
from jamakan.store.database import insert
from jamakan.store.inbox import forgetting
from jamakan.store.learning import results
from jamakan.store.messages import ERASED, FAILED, NO_WORDS, QUEUED, SKIPPED, UNCERTAIN
from jamakan.store.models import (
    Activity,
    Answer,
    AnswerTag,
    Consent,
    ConsentWithdrawal,
    Contact,
    Dialogue,
    Member,
    Message,
    PanelAsk,
    Participant,
    Registration,
    Turn,
    UssdSession,
)
from jamakan.store.network import members
from jamakan.store.people import removals, residues
from jamakan.store.registrations import Notice

TEXT = "text"  # the kind of answer in which people write what they want
AT_ONCE = 500  # parameters in one list
APART = str.maketrans(dict.fromkeys("'’‘ʼ`´", " "))
STILL_TO_LEAVE = (QUEUED, UNCERTAIN, FAILED)  # what a worker or a person could still send


@dataclass(frozen=True, slots=True)
class Erased:
    """What is to follow: notices to those who move up, activities to count, lines Redis shows otherwise."""

    notices: list[Notice]
    activities: set[int]
    refs: set[str]


@dataclass(frozen=True, slots=True)
class _Eraser:
    connection: Connection
    vault: Vault
    at: datetime

    @property
    def no_body(self) -> dict[str, object]:
        nothing = self.vault.seal_text("", sealing.BODY)
        return {"body": nothing, "body_digest": NO_WORDS, "provider_id": ""}


def erase(connection: Connection, vault: Vault, participant_id: int, at: datetime) -> Erased | None:
    """Erase a person and whoever was merged into them. None: they are erased already, or never were.

    Inside a transaction begun with the lock of the ingest. What Redis holds is noted in `removals`.
    """
    query = select(Participant.id, Participant.contact_id, Participant.name).where(
        or_(Participant.id == participant_id, Participant.merged_into_id == participant_id),
        Participant.erased_at.is_(None),
    )
    people = connection.execute(query.with_for_update()).all()
    if not people:
        return None
    eraser = _Eraser(connection, vault, at)
    ids = [row.id for row in people]
    opened = [vault.open_text(row.name, sealing.NAME) for row in people if row.name is not None]
    names = {form for name in opened for form in _forms(name)}
    seats = connection.execute(
        select(
            Registration.id, Registration.activity_id, Registration.contact_id, Registration.code, Activity.starts_at
        )
        .join(Activity, Activity.id == Registration.activity_id)
        .where(Registration.participant_id.in_(ids))
    ).all()
    notices = [
        notice for seat in seats if seat.starts_at > at for notice in registrations.give_up(connection, seat.id, at)
    ]
    lines = {row.contact_id for row in people} | {seat.contact_id for seat in seats}
    refs = dict(connection.execute(select(Contact.id, Contact.ref).where(Contact.id.in_(lines))).all())
    shared = _shared(connection, lines, ids)
    with survey_counts.changing_lines(connection, lines - shared):
        for line in sorted(lines - shared):
            _empty_line(eraser, line)
    for line in sorted(shared):
        _leave_line(eraser, line, ids, names, {seat.code for seat in seats if seat.code})
    promises.forget(connection, vault, lines, partial(_holds, names))
    _empty_people(eraser, ids)
    residues.forget_files(connection, at)
    return Erased(notices, {seat.activity_id for seat in seats}, {refs[line] for line in shared})


def erase_line(connection: Connection, vault: Vault, contact_id: int, until: datetime, at: datetime) -> Erased:
    """Erase those a line reached at `until`, and the line itself unless somebody else came since. As `erase`."""
    here = Participant.contact_id == contact_id, Participant.erased_at.is_(None)
    there = select(Participant.id).where(*here).order_by(Participant.id)
    erased = Erased([], set(), set())
    for number in connection.execute(there.where(Participant.created_at <= until)).scalars().all():
        one = erase(connection, vault, number, at)
        if one is not None:
            erased = Erased(
                [*erased.notices, *one.notices], erased.activities | one.activities, erased.refs | one.refs
            )
    line = select(Contact.id).where(Contact.id == contact_id, Contact.erased_at.is_(None))
    if connection.execute(line).first() and not connection.execute(there).first():
        with survey_counts.changing_lines(connection, [contact_id]):
            _empty_line(_Eraser(connection, vault, at), contact_id)
        residues.forget_files(connection, at)
    return erased


def _shared(connection: Connection, lines: Collection[int], ids: Collection[int]) -> set[int]:
    """Those of the lines that somebody else is reached by."""
    query = select(Participant.contact_id).where(
        Participant.contact_id.in_(lines),
        Participant.id.not_in(ids),
        Participant.erased_at.is_(None),
        or_(Participant.merged_into_id.is_(None), Participant.merged_into_id.not_in(ids)),
    )
    return set(connection.execute(query).scalars())


def _empty_people(eraser: _Eraser, ids: list[int]) -> None:
    for number in ids:
        nobody = {"name": None, "name_ref": "", "region": "", "asked_in": "", "erased_at": eraser.at}
        person = eraser.vault.ref("erased person", str(number))
        statement = update(Participant).where(Participant.id == number)
        eraser.connection.execute(statement.values({**nobody, "person": person}))
    members.erased(eraser.connection, ids, eraser.at)
    seats = update(Registration).where(Registration.participant_id.in_(ids))
    eraser.connection.execute(seats.values(code=""))


def _empty_line(eraser: _Eraser, contact_id: int) -> None:
    """All that was said on a line, and its number."""
    connection = eraser.connection
    line = connection.execute(
        select(Contact.ref, Contact.opted_out, Contact.phone).where(Contact.id == contact_id)
    ).one()
    tombstones.put(connection, line.ref, opted_out=line.opted_out, at=eraser.at)
    removals.ask(connection, line.ref, _forget_sessions(connection, contact_id), eraser.at)
    _empty_messages(eraser, [contact_id], None)
    _empty_answers(connection, select(Dialogue.id).where(Dialogue.contact_id == contact_id))
    recipients.forget_line(connection, contact_id)
    forgetting.forget(connection, eraser.vault, [contact_id])
    residues.forget_line(connection, eraser.vault, line.ref, eraser.vault.open_text(line.phone, sealing.PHONE))
    nobody = _nobody(eraser, f"line {contact_id}")
    connection.execute(update(Contact).where(Contact.id == contact_id).values(nobody))


def _leave_line(
    eraser: _Eraser, contact_id: int, ids: Collection[int], names: Collection[str], codes: Collection[str]
) -> None:
    """Take some people off a line that others go on using."""
    connection = eraser.connection
    line = connection.execute(select(Contact).where(Contact.id == contact_id)).one()
    removals.ask(connection, line.ref, _sessions(connection, contact_id), eraser.at)
    own = select(Registration.dialogue_key).where(
        Registration.participant_id.in_(ids), Registration.contact_id == contact_id
    )
    asked = select(Participant.asked_in).where(Participant.id.in_(ids), Participant.asked_in != "")
    keys = [*connection.execute(own.union_all(asked)).scalars(), *results.dialogues(connection, ids)]
    on_line = connection.execute(select(Dialogue.key).where(Dialogue.contact_id == contact_id)).scalars().all()
    with survey_counts.changing(connection, on_line):
        _empty_answers(connection, select(Dialogue.id).where(Dialogue.key.in_(keys)))
        _empty_answers(connection, _naming(eraser, contact_id, names))
        _empty_messages(eraser, [contact_id], _messages_naming(eraser, contact_id, names, codes))
        forgetting.forget_naming(connection, eraser.vault, contact_id, partial(_holds, names))
        recipients.forget_naming(connection, eraser.vault, contact_id, partial(_holds, names))
        residues.forget_naming(connection, eraser.vault, line.ref, partial(_holds, names))
        husk = _new_husk(eraser, f"{contact_id} {min(ids)}", line.first_seen_at)
        for table, mine in (
            (Dialogue, Dialogue.key.in_(keys)),
            (Consent, Consent.dialogue_key.in_(keys)),
            (Registration, Registration.participant_id.in_(ids)),
            (Participant, Participant.id.in_(ids)),
            (Member, Member.participant_id.in_(ids)),
            (PanelAsk, PanelAsk.participant_id.in_(ids)),
            (ConsentWithdrawal, ConsentWithdrawal.participant_id.in_(ids)),
        ):
            connection.execute(update(table).where(mine, table.contact_id == contact_id).values(contact_id=husk))


def _nobody(eraser: _Eraser, what: str) -> dict[str, object]:
    return {
        "ref": eraser.vault.ref("erased", what),
        "phone": eraser.vault.seal_text("", sealing.PHONE),
        "network": "",
        "language": "",
        "opted_out": True,
        "erased_at": eraser.at,
    }


def _new_husk(eraser: _Eraser, what: str, since: datetime) -> int:
    """A line nobody has, for what was counted of somebody who shared one."""
    row = {"channel": "", "rev": 0, "language_seq": 0, "opt_seq": 0, "first_seen_at": since, "last_seen_at": since}
    statement = insert(eraser.connection, Contact).returning(Contact.id)
    return eraser.connection.execute(statement, row | _nobody(eraser, f"person {what}")).scalar_one()


def _empty_messages(eraser: _Eraser, lines: list[int], only: Collection[int] | None) -> None:
    """The words of messages; what had not left stays here."""
    connection = eraser.connection
    chosen = Message.contact_id.in_(lines) if only is None else Message.id.in_(list(only))
    waiting = update(Message).where(chosen, Message.state.in_(STILL_TO_LEAVE))
    connection.execute(waiting.values(state=SKIPPED, reason=ERASED, final_at=eraser.at))
    connection.execute(update(Message).where(chosen).values(eraser.no_body))


def _empty_answers(connection: Connection, dialogues: Select[int]) -> None:
    """Answers in people's own words. Those picked from a list stay: nobody's any more, they are counted."""
    own_words = Answer.dialogue_id.in_(dialogues), or_(Answer.sealed.is_not(None), Answer.kind == TEXT)
    connection.execute(delete(AnswerTag).where(AnswerTag.answer_id.in_(select(Answer.id).where(*own_words))))
    connection.execute(update(Answer).where(*own_words).values(value="", sealed=None))


def _naming(eraser: _Eraser, contact_id: int, names: Collection[str]) -> Select[int]:
    """The dialogues of a line in which one of these names was given."""
    query = select(Answer.dialogue_id, Answer.sealed, Answer.value).join(Dialogue, Dialogue.id == Answer.dialogue_id)
    query = query.where(Dialogue.contact_id == contact_id, or_(Answer.sealed.is_not(None), Answer.kind == TEXT))
    found = []
    for dialogue, sealed, value in eraser.connection.execute(query):
        text = eraser.vault.open_text(sealed, sealing.ANSWER) if sealed is not None else value
        found += [dialogue] if _holds(names, text) else []
    return select(Dialogue.id).where(Dialogue.id.in_(found))


def _messages_naming(eraser: _Eraser, contact_id: int, names: Collection[str], codes: Collection[str]) -> list[int]:
    """The messages of a line that hold one of these names or codes."""
    query = select(Message.id, Message.body).where(Message.contact_id == contact_id)
    found = []
    for number, body in eraser.connection.execute(query):
        found += [number] if _holds((*names, *codes), eraser.vault.open_text(body, sealing.BODY)) else []
    return found


def _holds(words: Iterable[str], text: str) -> bool:
    """Whether a text holds one of these, whole: `ba` is in « le fils d’Awa Ba », not in « Bamako »."""
    spaced = [f" {form} " for form in _forms(text)]
    return any(f" {word} " in form for word in words if word for form in spaced)  # signs alone fold to nothing


def _forms(text: str) -> tuple[str, str]:
    """A text folded, its apostrophes joining (« N’Diaye ») and parting (« d’Awa »)."""
    return normal(text), normal(text.translate(APART))


def _sessions(connection: Connection, contact_id: int) -> list[str]:
    query = select(Turn.session).where(Turn.contact_id == contact_id, Turn.session != "").distinct()
    return list(connection.execute(query).scalars())


def _forget_sessions(connection: Connection, contact_id: int) -> list[str]:
    """The carrier's names of the calls of a line, no longer kept here."""
    sessions = _sessions(connection, contact_id)
    for first in range(0, len(sessions), AT_ONCE):
        some = sessions[first : first + AT_ONCE]
        connection.execute(update(UssdSession).where(UssdSession.session.in_(some)).values(contact_ref=""))
    connection.execute(update(Turn).where(Turn.contact_id == contact_id).values(session=""))
    return sessions
