"""Seats kept for some kinds of people, as SQL holds them: who is seated and who waits, by kind.

Read inside the transaction that moves seats, which holds the lock of them all: what is read stays true until its end.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from jamakan.programme.places import Kinds, admits
from jamakan.store.models import Activity, ActivityQuota, Participant, Registration

Kept = tuple[tuple[str, str, int], ...]  # fact, value, places


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first of those of these kinds who wait."""

    registration: int
    kinds: Kinds


@dataclass(frozen=True, slots=True)
class Room:
    """An activity's seats, who is on them, and what is kept."""

    activity_id: int
    seats: int
    kept: Kept
    people: Counter[Kinds]

    def admits(self, kinds: Kinds) -> bool:
        """Whether a seat is free for somebody of these kinds."""
        return admits(self.seats, self.people, [places for *_, places in self.kept], kinds)


def room(connection: Connection, activity_id: int, seated: Sequence[str]) -> Room | None:
    """The room of an activity; None where nothing is kept, and any free seat is anybody's."""
    query = select(Activity.seats, Activity.reserved).where(Activity.id == activity_id)
    activity = connection.execute(query).one()
    if not activity.reserved:
        return None
    kept = _kept(connection, activity_id)
    people: Counter[Kinds] = Counter()
    for row in connection.execute(_by_kind(activity_id, kept, seated, func.count())):
        people[_kinds(kept, row[1:])] += row[0]
    return Room(activity_id, activity.seats, kept, people)


def kinds_of(connection: Connection, here: Room, participant_id: int) -> Kinds:
    """Which of the kept kinds a person is."""
    query = select(*_facts(here.kept)).where(Participant.id == participant_id)
    return _kinds(here.kept, connection.execute(query).one())


def first_of_each(connection: Connection, here: Room, waiting: str) -> list[Waiting]:
    """Who waits for longest in each kind, the longest of all first."""
    rows = connection.execute(_by_kind(here.activity_id, here.kept, (waiting,), func.min(Registration.id)))
    found: dict[Kinds, int] = {}
    for row in rows:
        kinds = _kinds(here.kept, row[1:])
        found[kinds] = min(found.get(kinds, row[0]), row[0])
    return [Waiting(registration, kinds) for kinds, registration in sorted(found.items(), key=lambda pair: pair[1])]


def held(connection: Connection, activity_id: int) -> int:
    """How many seats are kept for some kinds of people now."""
    return connection.execute(select(Activity.reserved).where(Activity.id == activity_id)).scalar_one()


def hold(connection: Connection, activity_id: int) -> None:
    """Keep what the quotas say from now on."""
    kept = select(func.coalesce(func.sum(ActivityQuota.reserved), 0)).where(ActivityQuota.activity_id == activity_id)
    connection.execute(update(Activity).where(Activity.id == activity_id).values(reserved=kept.scalar_subquery()))


def release(connection: Connection, activity_id: int) -> bool:
    """Keep nothing any more: whoever waits may have any free seat. False when nothing was kept."""
    statement = update(Activity).where(Activity.id == activity_id, Activity.reserved > 0).values(reserved=0)
    return connection.execute(statement).rowcount == 1


def _kept(connection: Connection, activity_id: int) -> Kept:
    query = select(ActivityQuota.fact, ActivityQuota.value, ActivityQuota.reserved)
    query = query.where(ActivityQuota.activity_id == activity_id, ActivityQuota.reserved > 0)
    rows = connection.execute(query.order_by(ActivityQuota.fact, ActivityQuota.value))
    return tuple((fact, value, places) for fact, value, places in rows)


def _by_kind(activity_id: int, kept: Kept, states: Sequence[str], what: Any) -> Select[*tuple[Any, ...]]:
    facts = _facts(kept)
    return (
        select(what, *facts)
        .select_from(Registration)
        .join(Participant, Participant.id == Registration.participant_id)
        .where(Registration.activity_id == activity_id, Registration.state.in_(states))
        .group_by(*facts)
    )


def _facts(kept: Kept) -> list[Any]:
    return [getattr(Participant, fact) for fact in sorted({fact for fact, *_ in kept})]


def _kinds(kept: Kept, values: Sequence[Any] | Row[*tuple[Any, ...]]) -> Kinds:
    facts = dict(zip(sorted({fact for fact, *_ in kept}), values, strict=True))
    return frozenset(number for number, (fact, value, _) in enumerate(kept) if facts[fact] == value)
