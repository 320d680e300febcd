"""Results of tests. The first one of a person, an activity and a phase counts; all are kept."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from jamakan.learning.marking import PHASES
from jamakan.store.models import Activity, KnowledgeResult, Registration


def settle(connection: Connection, people: Collection[int]) -> None:
    """Have the first result of each person, activity and phase count, and no other."""
    mine = KnowledgeResult.participant_id.in_(people)
    place = (KnowledgeResult.participant_id, KnowledgeResult.activity_id, KnowledgeResult.phase)
    query = select(KnowledgeResult.id, KnowledgeResult.counted, *place).where(mine)
    first: dict[tuple[int, int, str], int] = {}
    counted: set[int] = set()
    for row in connection.execute(query.order_by(KnowledgeResult.done_at, KnowledgeResult.id)):
        first.setdefault((row.participant_id, row.activity_id, row.phase), row.id)
        counted |= {row.id} if row.counted else set()
    wanted = set(first.values())
    _count(connection, counted - wanted, counted=False)
    _count(connection, wanted - counted, counted=True)


def merge(connection: Connection, keep_id: int, drop_id: int) -> None:
    """What `drop_id` took is now of `keep_id`, the same person."""
    moved = update(KnowledgeResult).where(KnowledgeResult.participant_id == drop_id)
    connection.execute(moved.values(participant_id=keep_id, counted=False))
    settle(connection, [keep_id])


def dialogues(connection: Connection, people: Collection[int]) -> list[str]:
    """The keys of the dialogues in which these people took tests."""
    query = select(KnowledgeResult.dialogue_key).where(KnowledgeResult.participant_id.in_(people))
    return list(connection.execute(query).scalars())


def taken_by(connection: Connection, contact_ids: Collection[int], since: datetime) -> dict[int, str]:
    """The phases counted of each registration of these lines, as `before after`; activities ended before are left."""
    query = (
        select(Registration.id, KnowledgeResult.phase)
        .join(
            KnowledgeResult,
            (KnowledgeResult.participant_id == Registration.participant_id)
            & (KnowledgeResult.activity_id == Registration.activity_id),
        )
        .join(Activity, Activity.id == Registration.activity_id)
        .where(Registration.contact_id.in_(contact_ids), KnowledgeResult.counted, Activity.ends_at > since)
    )
    found: dict[int, set[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.id, set()).add(row.phase)
    return {number: " ".join(phase for phase in PHASES if phase in phases) for number, phases in found.items()}


def _count(connection: Connection, ids: Collection[int], *, counted: bool) -> None:
    if ids:
        connection.execute(update(KnowledgeResult).where(KnowledgeResult.id.in_(ids)).values(counted=counted))


def counts(connection: Connection, activity_id: int) -> dict[str, int]:
    """How many results of an activity count, by phase."""
    query = select(KnowledgeResult.phase, func.count().label("people")).where(
        KnowledgeResult.activity_id == activity_id, KnowledgeResult.counted
    )
    found = {row.phase: row.people for row in connection.execute(query.group_by(KnowledgeResult.phase))}
    return {phase: found.get(phase, 0) for phase in PHASES}
