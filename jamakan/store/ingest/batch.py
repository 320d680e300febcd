"""The rows a batch of turns comes to, gathered in memory and written a table at a time."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, select

from jamakan.events import Answered, ConsentGiven, TurnHead
from jamakan.privacy.vault import Vault
from jamakan.store import messages, sealing
from jamakan.store.database import insert
from jamakan.store.inbox import arriving
from jamakan.store.inbox.counts import Key
from jamakan.store.ingest.moment import rank
from jamakan.store.ingest.turns import Line
from jamakan.store.models import Answer, Consent, Dialogue, OptChange

REFUSED = "refused"  # the person was told that no answer is kept
INELIGIBLE, REGISTRATION = "ineligible", "registration"  # together: too young, or no session is open
STARTED, PARTIAL = "started", "partial"  # outcomes of a dialogue that did not end: nothing answered yet, or something
CALCULATED = "calculate"  # not an answer of the person
LONGEST_WAIT = 2**31 - 1  # seconds; a question left for a week is forgotten


@dataclass(frozen=True, slots=True)
class Moment:
    """One event's place: its turn, the line it came by, when, and its order in the turn."""

    turn: TurnHead
    line: Line
    at: datetime
    order: int

    @property
    def seq(self) -> int:
        return rank(self.turn.v, self.order)


@dataclass(slots=True)
class Batch:
    """What fresh turns change. Handlers fill it in the order of events; `write` stores it."""

    vault: Vault
    dialogues: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    consents: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    opt_changes: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[Key] = field(default_factory=Counter)  # of the inbox, added last
    profiles: set[str] = field(default_factory=set)
    activities_changed: bool = False
    messages_queued: bool = False

    def dialogue(self, key: str, moment: Moment) -> dict[str, Any]:
        """The row of a dialogue, made with what little this event says when it is the first one met."""
        row = self.dialogues.get(key)
        if row is None:
            row = self.dialogues[key] = _new_dialogue(key, moment)
        row["started_at"] = min(row["started_at"], moment.at)
        row["last_at"] = max(row["last_at"], moment.at)
        return row

    def consent(self, event: ConsentGiven, moment: Moment) -> None:
        """The agreement given in a dialogue; said again after going back, the first one counts."""
        key = (event.dialogue, event.text_version)
        if key not in self.consents or moment.at < self.consents[key]["given_at"]:
            self.consents[key] = {
                "contact_id": moment.line.id,
                "dialogue_key": event.dialogue,
                "text_version": event.text_version,
                "language": event.language,
                "channel": moment.turn.channel,
                "kind": moment.turn.kind,
                "given_at": moment.at,
                "withdrawn_at": None,
            }

    def answer(self, event: Answered, moment: Moment) -> None:
        """The answer given at a step; the latest one is kept."""
        row = self._answer_row(event.dialogue, event.step, moment)
        dialogue = self.dialogues[event.dialogue]
        if dialogue["outcome"] == STARTED and event.kind != CALCULATED:
            dialogue["outcome"] = PARTIAL
        if moment.seq > row["seq"]:
            sealed = self.vault.seal_text(event.value, sealing.ANSWER) if event.personal else None
            row |= {
                "kind": event.kind,
                "value": "" if event.personal else event.value,
                "sealed": sealed,
                "seq": moment.seq,
                "answered_at": moment.at,
                "waited": min(math.ceil(event.waited), LONGEST_WAIT),
            }

    def withdraw(self, dialogue: str, step: str, moment: Moment) -> None:
        """The answer at a step no longer stands."""
        row = self._answer_row(dialogue, step, moment)
        row["withdrawn_seq"] = max(row["withdrawn_seq"], moment.seq)

    def _answer_row(self, dialogue: str, step: str, moment: Moment) -> dict[str, Any]:
        self.dialogue(dialogue, moment)
        empty = {
            "kind": "",
            "value": "",
            "sealed": None,
            "seq": 0,
            "withdrawn_seq": 0,
            "answered_at": None,
            "waited": 0,
        }
        return self.answers.setdefault((dialogue, step), empty)

    def answered_further(self) -> dict[str, list[str]]:
        """The dialogues that neither begin nor end here, with the steps where answers were given or taken back."""
        steps: dict[str, list[str]] = {
            key: [] for key, row in self.dialogues.items() if not row["flow"] and row["ended_at"] is None
        }
        for dialogue, step in self.answers:
            if dialogue in steps:
                steps[dialogue].append(step)
        return steps

    def write(self, connection: Connection) -> None:
        """Store everything gathered."""
        ids = _write_dialogues(connection, self.dialogues.values())
        _write_answers(connection, ids, self.answers)
        _forget_refused(connection, [ids[key] for key, row in self.dialogues.items() if row["outcome"] == REFUSED])
        _write_consents(connection, list(self.consents.values()))
        _forget_turned_away(connection, [key for key, row in self.dialogues.items() if row["outcome"] == INELIGIBLE])
        if self.opt_changes:
            connection.execute(insert(connection, OptChange).on_conflict_do_nothing(), self.opt_changes)
        if messages.write(connection, self.messages):
            self.messages_queued = True
        arriving.arrived(connection, self.messages, self.counts)


def _new_dialogue(key: str, moment: Moment) -> dict[str, Any]:
    return {
        "key": key,
        "contact_id": moment.line.id,
        "flow": "",
        "version": "",
        "language": "",
        "activity": "",
        "channel": moment.turn.channel,
        "kind": moment.turn.kind,
        "position": "",
        "position_seq": 0,
        "outcome": STARTED,
        "started_at": moment.at,
        "last_at": moment.at,
        "ended_at": None,
    }


def _write_dialogues(connection: Connection, rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    rows = list(rows)
    if not rows:
        return {}
    statement = insert(connection, Dialogue)
    given = statement.excluded
    started, moved, ended = given.flow != "", given.position_seq > Dialogue.position_seq, given.ended_at.is_not(None)
    changes = (
        {name: _either(started, given, name, Dialogue) for name in ("flow", "version", "language", "activity")}
        | {name: _either(started, given, name, Dialogue) for name in ("channel", "kind")}
        | {name: _either(moved, given, name, Dialogue) for name in ("position", "position_seq")}
        | {"outcome": _further(ended, given), "ended_at": _either(ended, given, "ended_at", Dialogue)}
        | {"started_at": _either(given.started_at < Dialogue.started_at, given, "started_at", Dialogue)}
        | {"last_at": _either(given.last_at > Dialogue.last_at, given, "last_at", Dialogue)}
    )
    statement = statement.on_conflict_do_update(index_elements=["key"], set_=changes)
    return {row.key: row.id for row in connection.execute(statement.returning(Dialogue.id, Dialogue.key), rows)}


def _write_answers(
    connection: Connection, ids: dict[str, int], answers: dict[tuple[str, str], dict[str, Any]]
) -> None:
    if not answers:
        return
    rows = [{"dialogue_id": ids[dialogue], "step": step} | row for (dialogue, step), row in answers.items()]
    statement = insert(connection, Answer)
    given = statement.excluded
    later, withdrawn = given.seq > Answer.seq, given.withdrawn_seq > Answer.withdrawn_seq
    changes = {
        name: _either(later, given, name, Answer)
        for name in ("kind", "value", "sealed", "seq", "answered_at", "waited")
    } | {"withdrawn_seq": _either(withdrawn, given, "withdrawn_seq", Answer)}
    connection.execute(statement.on_conflict_do_update(index_elements=["dialogue_id", "step"], set_=changes), rows)


def _write_consents(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    statement = insert(connection, Consent)
    given = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["dialogue_key", "text_version"],
        set_={name: given[name] for name in ("language", "channel", "kind", "given_at")},
        where=given.given_at < Consent.given_at,
    )
    connection.execute(statement, rows)


def _forget_refused(connection: Connection, dialogues: list[int]) -> None:
    if dialogues:
        connection.execute(delete(Answer).where(Answer.dialogue_id.in_(dialogues)))


def _forget_turned_away(connection: Connection, dialogues: list[str]) -> None:
    """Of a minor nothing is kept: neither the name typed before the age was asked, nor an agreement."""
    query = select(Dialogue.id, Dialogue.key).where(Dialogue.key.in_(dialogues), Dialogue.flow == REGISTRATION)
    found = connection.execute(query).all() if dialogues else []
    if found:
        connection.execute(delete(Answer).where(Answer.dialogue_id.in_([row.id for row in found])))
        connection.execute(delete(Consent).where(Consent.dialogue_key.in_([row.key for row in found])))


def _further(ended: ColumnElement[bool], given: Any) -> ColumnElement[Any]:
    """An end wins, then an end stored before, then something answered."""
    answered = (Dialogue.outcome == STARTED) & (given.outcome == PARTIAL)
    return case((ended, given.outcome), (answered, PARTIAL), else_=Dialogue.outcome)


def _either(newer: ColumnElement[bool], given: Any, name: str, table: type[Any]) -> ColumnElement[Any]:
    """The given value where it is newer, else the one stored."""
    return case((newer, given[name]), else_=getattr(table, name))
