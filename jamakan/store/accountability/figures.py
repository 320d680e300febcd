"""What the indicators say of commitments and campaigns (domain notes, section 3.2), counted in one query each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select

from jamakan.programme import campaigns
from jamakan.programme import commitments as life
from jamakan.store.models import Campaign, Commitment

IN_ORDER = (life.OPEN, life.KEPT, life.LATE, life.DROPPED)  # as in `Promises`
BY: Mapping[str, Any] = {
    "": literal(""),
    "institution": Commitment.institution,
    "region": Commitment.region,
}


@dataclass(frozen=True, slots=True)
class Promises:
    """How commitments stand. `made` is `open` + `kept` + `late` + `dropped`.

    `dated`: with a due date. `no_news`: going on, and nothing happened for 90 days. `age_days`: since they were made,
    the mean of those going on; None when there are none.
    """

    made: int = 0
    dated: int = 0
    open: int = 0
    kept: int = 0
    late: int = 0
    dropped: int = 0
    no_news: int = 0
    age_days: float | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """Campaigns. A closed one has its message by the store's own rule; `with_message` counts what is written down."""

    open: int = 0
    closed: int = 0
    with_message: int = 0


def commitments(connection: Connection, now: datetime, today: date, by: str = "") -> dict[str, Promises]:
    """The figures by "institution" or "region" ("" where it is of none); without, all of them under ""."""
    going_on = Commitment.state.in_(life.GOING_ON)
    value = BY[by].label("value")
    counted = (
        func.count(),
        func.count(Commitment.due_on),
        *(func.count().filter(Commitment.state == state) for state in IN_ORDER),
        func.count().filter(going_on, Commitment.changed_at < now - life.NO_NEWS),
    )
    ages = _ages(connection, today, by)
    query: Select[*tuple[Any, ...]] = select(value).add_columns(*counted).select_from(Commitment)
    rows = connection.execute(query.group_by(value).order_by(value))
    return {row[0]: replace(Promises(*row[1:]), age_days=ages.get(row[0])) for row in map(tuple, rows)}


def loop(connection: Connection, since: date | None = None, until: date | None = None) -> Loop:
    """Campaigns that ended in a span of days, both included; all of them without."""
    told = Campaign.told_on.is_not(None), Campaign.told_by != ""
    closed = Campaign.state == campaigns.CLOSED
    query = select(
        func.count().filter(Campaign.state == campaigns.OPEN),
        func.count().filter(closed),
        func.count().filter(closed, *told),
    ).select_from(Campaign)
    if since is not None:
        query = query.where(Campaign.ends_on >= since)
    if until is not None:
        query = query.where(Campaign.ends_on < until + timedelta(days=1))
    return Loop(*connection.execute(query).one())


def _ages(connection: Connection, today: date, by: str) -> dict[str, float]:
    """Mean age in days. Days are counted here: the two databases subtract dates in different ways."""
    value = BY[by].label("value")
    query = select(value, Commitment.made_on, func.count()).where(Commitment.state.in_(life.GOING_ON))
    found: dict[str, list[tuple[int, int]]] = {}
    for name, made_on, many in connection.execute(query.group_by(value, Commitment.made_on)):
        found.setdefault(name, []).append(((today - made_on).days, many))
    return {
        name: sum(days * many for days, many in ages) / sum(many for _, many in ages) for name, ages in found.items()
    }
