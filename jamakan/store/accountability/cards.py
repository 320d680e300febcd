"""Score cards and their rounds as rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, update

from jamakan.programme import score_cards as life
from jamakan.store.accountability import once
from jamakan.store.database import insert
from jamakan.store.models import Activity, Answer, Dialogue, ScoreCard, ScoreCriterion, ScoreRound

PAGE = 50
FLOW = "card-{card}-{number}-{side}"
OF_A_CARD = re.compile(r"card-\d+-\d+-(community|providers)")
COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Service:
    """Whose card it is. `activity`: slug, or ""."""

    service: str
    institution: str
    region: str
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card and its latest round."""

    id: int
    about: Service
    rounds: int
    state: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something scored, in the words of the screens."""

    fr: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A round of a card. `words`, `versions`: by side; a version is "" before the round opens."""

    id: int
    card_id: int
    number: int
    state: str
    words: dict[str, str]
    versions: dict[str, str]
    meeting_on: date | None
    next_on: date | None
    version: int
    criteria: tuple[Criterion, ...]

    def flow(self, side: str) -> str:
        """The name of a side's flow."""
        return FLOW.format(card=self.card_id, number=self.number, side=side)


def is_card(flow: str) -> bool:
    """Whether a survey is a side of some round."""
    return OF_A_CARD.fullmatch(flow) is not None


def add(connection: Connection, about: Service, at: datetime, form: str) -> tuple[int, bool]:
    """A new card, without a round: its number, and whether it is new or was made by this very form."""
    return once.add(connection, ScoreCard, _of_service(connection, about) | {"created_at": at, "once": form})


def add_round(
    connection: Connection, card: int, number: int, words: dict[str, str], criteria: Sequence[Criterion], at: datetime
) -> int | None:
    """A new round, a draft. Its id; None when the card has a round of this number: a second click."""
    row = _of_words(words) | {
        "card_id": card,
        "number": number,
        "state": life.DRAFT,
        "community_version": "",
        "providers_version": "",
        "version": 0,
        "created_at": at,
        "changed_at": at,
    }
    statement = insert(connection, ScoreRound).on_conflict_do_nothing(index_elements=["card_id", "number"])
    made = connection.execute(statement.returning(ScoreRound.id), row).scalar_one_or_none()
    if made is not None:
        _write(connection, made, criteria)
    return made


def page(connection: Connection, before: int | None = None) -> list[Card]:
    """Cards, the latest first; one more than a page says that there is another."""
    query = _cards().order_by(ScoreCard.id.desc()).limit(PAGE + 1)
    return _read(connection, query.where(ScoreCard.id < before) if before is not None else query)


def one(connection: Connection, number: int) -> Card | None:
    """The card with this number."""
    return next(iter(_read(connection, _cards().where(ScoreCard.id == number))), None)


def describe(connection: Connection, number: int, about: Service) -> None:
    """Say other things of a service."""
    connection.execute(update(ScoreCard).where(ScoreCard.id == number).values(_of_service(connection, about)))


def rounds(connection: Connection, card: int) -> list[Round]:
    """All rounds of a card, the latest first."""
    query = select(ScoreRound).where(ScoreRound.card_id == card).order_by(ScoreRound.number.desc())
    return _rounds(connection, query)


def one_round(connection: Connection, number: int) -> Round | None:
    """The round with this id."""
    return next(iter(_rounds(connection, select(ScoreRound).where(ScoreRound.id == number))), None)


def change(connection: Connection, seen: Round, at: datetime, **changes: Any) -> bool:
    """Set columns of a round as it was seen. False: it no longer is."""
    values = {"changed_at": at, "version": seen.version + 1} | changes
    statement = update(ScoreRound).where(ScoreRound.id == seen.id, ScoreRound.version == seen.version)
    return connection.execute(statement.values(values)).rowcount == 1


def note_versions(connection: Connection, seen: Round, versions: dict[str, str]) -> None:
    """What its flows are going to be, before they open; the round is as it was seen."""
    statement = update(ScoreRound).where(ScoreRound.id == seen.id, ScoreRound.state == life.DRAFT)
    connection.execute(statement.values(versions))


def redraft(
    connection: Connection, seen: Round, words: dict[str, str], criteria: Sequence[Criterion], at: datetime
) -> bool:
    """Give a draft other words and criteria. False: it is no draft any more, or changed."""
    if seen.state != life.DRAFT or not change(connection, seen, at, **_of_words(words)):
        return False
    connection.execute(delete(ScoreCriterion).where(ScoreCriterion.round_id == seen.id))
    _write(connection, seen.id, criteria)
    return True


def unlisted(connection: Connection) -> set[str]:
    """The flows of providers: a word starts them, no menu offers them to everybody."""
    query = select(ScoreRound.card_id, ScoreRound.number).where(ScoreRound.providers_version != "")
    return {FLOW.format(card=card, number=number, side=life.PROVIDERS) for card, number in connection.execute(query)}


def due(connection: Connection, today: date) -> list[int]:
    """The cards whose latest round is over and whose next one is due."""
    latest = select(func.max(ScoreRound.id)).group_by(ScoreRound.card_id)
    query = select(ScoreRound.card_id).where(ScoreRound.state == life.PLANNED, ScoreRound.next_on <= today)
    return list(connection.execute(query.where(ScoreRound.id.in_(latest)).order_by(ScoreRound.next_on)).scalars())


def scores(connection: Connection, version: str) -> dict[str, list[int]]:
    """Step → what was given, by those who came to the end of a side's flow. Of one line the last time counts."""
    finished = select(func.max(Dialogue.id)).where(Dialogue.version == version, Dialogue.outcome == COMPLETED)
    latest = finished.group_by(Dialogue.contact_id)
    query = (
        select(Answer.step, Answer.value)
        .where(Answer.dialogue_id.in_(latest), Answer.withdrawn_seq < Answer.seq)
        .where(Answer.kind == "integer", Answer.value != "")
    )
    found: dict[str, list[int]] = {}
    for step, value in connection.execute(query):
        found.setdefault(step, []).append(int(value))
    return found


def _write(connection: Connection, number: int, criteria: Sequence[Criterion]) -> None:
    rows = [
        {"round_id": number, "place": place, "wording_fr": one.fr, "wording_en": one.en}
        for place, one in enumerate(criteria, 1)
    ]
    if rows:
        connection.execute(insert(connection, ScoreCriterion), rows)


def _of_words(words: dict[str, str]) -> dict[str, Any]:
    return {"community_word": words[life.COMMUNITY], "providers_word": words[life.PROVIDERS]}


def _of_service(connection: Connection, about: Service) -> dict[str, Any]:
    query = select(Activity.id).where(Activity.slug == about.activity)
    activity = connection.execute(query).scalar_one_or_none() if about.activity else None
    return {
        "service": about.service,
        "institution": about.institution,
        "region": about.region,
        "activity_id": activity,
    }


def _cards() -> Select[*tuple[Any, ...]]:
    last = select(func.max(ScoreRound.id)).where(ScoreRound.card_id == ScoreCard.id).correlate(ScoreCard)
    return (
        select(ScoreCard.id, ScoreCard.service, ScoreCard.institution, ScoreCard.region, Activity.slug)
        .add_columns(ScoreRound.number, ScoreRound.state, ScoreRound.next_on)
        .outerjoin(ScoreRound, ScoreRound.id == last.scalar_subquery())
        .outerjoin(Activity, Activity.id == ScoreCard.activity_id)
    )


def _read(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[Card]:
    return [
        Card(
            row.id,
            Service(row.service, row.institution, row.region, row.slug or ""),
            row.number or 0,
            row.state or "",
            row.next_on,
        )
        for row in connection.execute(query)
    ]


def _rounds(connection: Connection, query: Select[Any]) -> list[Round]:
    rows = connection.execute(query).all()
    criteria: dict[int, list[Criterion]] = {row.id: [] for row in rows}
    words = select(ScoreCriterion).where(ScoreCriterion.round_id.in_(criteria)).order_by(ScoreCriterion.place)
    for row in connection.execute(words):
        criteria[row.round_id].append(Criterion(row.wording_fr, row.wording_en))
    return [
        Round(
            id=row.id,
            card_id=row.card_id,
            number=row.number,
            state=row.state,
            words={life.COMMUNITY: row.community_word, life.PROVIDERS: row.providers_word},
            versions={life.COMMUNITY: row.community_version, life.PROVIDERS: row.providers_version},
            meeting_on=row.meeting_on,
            next_on=row.next_on,
            version=row.version,
            criteria=tuple(criteria[row.id]),
        )
        for row in rows
    ]
