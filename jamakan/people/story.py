"""A person's story, or a line's: all that happened, newest first, answers in the words people read.

story(core, [contact], "fr")                          # a line
story(core, contacts, "fr", participant_id=12)        # a person: only their seats
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import ClassVar

from flows.loader import parse_flow
from flows.model import Flow
from flows.steps import Kind, words
from jamakan.core import Core
from jamakan.store.people import story as rows
from jamakan.store.people.story import Agreement, Beginning, Given, Opened, Opting, Place, Seat, Sms, Span, Talk

__all__ = [
    "Agreement",
    "Answered",
    "Beginning",
    "Conversation",
    "Moment",
    "Opened",
    "Opting",
    "Place",
    "Seat",
    "Sms",
    "place",
    "story",
]

MOST = 60
FLOWS_KEPT = 64  # parsed flows a process remembers
HIDDEN = frozenset({Kind.CALCULATE, Kind.NOTE})


@dataclass(frozen=True, slots=True)
class Answered:
    """A question as it was asked, and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A dialogue: the flow's title, how it went, what was answered."""

    kind: ClassVar[str] = "conversation"
    at: datetime
    id: int
    flow: str
    title: str
    surface: str  # ussd or sms
    outcome: str
    answers: tuple[Answered, ...]


Moment = Seat | Sms | Conversation | Opened | Agreement | Opting | Beginning
"""Every moment has `kind` (seat, message, conversation, case, consent, opting, beginning), `at` and `id`."""

END = Place(datetime.max.replace(tzinfo=UTC), "", 0)


def story(
    core: Core,
    contact_ids: Collection[int],
    language: str,
    *,
    participant_id: int | None = None,
    before: Place = END,
    most: int = MOST,
) -> list[Moment]:
    """What happened before a place, newest first, `most` at most: the last one's `place` asks for the rest."""
    span = Span(contact_ids, participant_id, before, most)
    vault = core.settings.vault
    with core.db.read() as connection:
        talks = rows.dialogues(connection, vault, span)
        sources = rows.sources(connection, {talk.version for talk in talks})
        moments: list[Moment] = [
            *rows.seats(connection, span),
            *rows.messages(connection, vault, span),
            *rows.cases(connection, vault, span),
            *rows.agreements(connection, span),
            *rows.optings(connection, span),
            *rows.beginnings(connection, span),
        ]
    moments += [_conversation(talk, sources.get(talk.version), language) for talk in talks]
    return sorted(moments, key=place, reverse=True)[:most]


def place(moment: Moment) -> Place:
    """Where a moment stands in a story."""
    return Place(moment.at, moment.kind, moment.id)


def _conversation(talk: Talk, source: tuple[str, str] | None, language: str) -> Conversation:
    flow = _flow(*source) if source is not None else None
    title = words(flow.title, language) if flow is not None else talk.flow
    answers = tuple(_answered(flow, given, language) for given in talk.answers if _shown(flow, given))
    return Conversation(talk.at, talk.id, talk.flow, title, talk.surface, talk.outcome, answers)


@lru_cache(maxsize=FLOWS_KEPT)
def _flow(name: str, source: str) -> Flow:
    return parse_flow(source, name)


def _shown(flow: Flow | None, given: Given) -> bool:
    kind = flow.step(given.step).kind if flow is not None and given.step in flow else given.kind
    return bool(given.value) and kind not in HIDDEN


def _answered(flow: Flow | None, given: Given, language: str) -> Answered:
    if flow is None or given.step not in flow:
        return Answered(given.step, given.value)
    step = flow.step(given.step)
    labels = {choice.name: words(choice.label, language) for choice in step.choices}
    said = ", ".join(labels.get(name, name) for name in step.named(given.value)) if labels else given.value
    return Answered(words(step.label, language), said)
