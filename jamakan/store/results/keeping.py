"""Snapshots of all figures, what is aimed at, and the editions of the public page, as rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from jamakan.figures.period import Period
from jamakan.store.database import insert
from jamakan.store.models import Activity, FiguresSnapshot, FiguresTarget, PublicEdition, Series

PUBLISHED, WITHDRAWN = "published", "withdrawn"
PROGRAMME, SERIES, REGION, ACTIVITY = SCOPES = ("programme", "series", "region", "activity")
Aim = tuple[str, str, str]
"""Indicator, scope, place."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot. `body` is as `Report.to_json` made it; None while it is only asked for."""

    period: Period
    wanted_at: datetime
    as_of: datetime | None
    body: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the public page: what it shows, and the true numbers behind it."""

    number: int
    state: str
    as_of: datetime
    shown: Mapping[str, Any]
    counted: Mapping[str, Any]
    published_by: int | None
    published_at: datetime
    withdrawn_by: int | None
    withdrawn_at: datetime | None


def snapshot(connection: Connection, period: Period) -> Kept | None:
    """The latest snapshot of this very period."""
    row = connection.execute(select(FiguresSnapshot.__table__).where(*_is(period))).one_or_none()
    return _kept(row) if row is not None else None


def wanted(connection: Connection) -> list[Period]:
    """The periods that were asked for and not counted since, the one that waited longest first."""
    query = select(FiguresSnapshot.__table__).order_by(FiguresSnapshot.wanted_at)
    every = [_kept(row) for row in connection.execute(query)]
    return [one.period for one in every if one.as_of is None or one.as_of < one.wanted_at]


def want(connection: Connection, period: Period, at: datetime) -> None:
    """Have this period counted."""
    row = _place(period) | {"wanted_at": at, "as_of": None, "body": {}}
    statement = insert(connection, FiguresSnapshot).on_conflict_do_update(
        index_elements=["since", "until", "activity"], set_={"wanted_at": at}
    )
    connection.execute(statement, row)


def keep(connection: Connection, period: Period, as_of: datetime, body: Mapping[str, Any]) -> None:
    """The snapshot of a period; an older look that ends later changes nothing."""
    statement = insert(connection, FiguresSnapshot)
    new = statement.on_conflict_do_update(
        index_elements=["since", "until", "activity"],
        set_={"as_of": statement.excluded.as_of, "body": statement.excluded.body},
        where=FiguresSnapshot.as_of.is_(None) | (FiguresSnapshot.as_of < statement.excluded.as_of),
    )
    connection.execute(new, _place(period) | {"wanted_at": as_of, "as_of": as_of, "body": dict(body)})


def forget(connection: Connection, before: datetime) -> int:
    """Drop snapshots of periods nobody asked for since; the one of all that ever was stays."""
    old = delete(FiguresSnapshot).where(FiguresSnapshot.wanted_at < before)
    special = (FiguresSnapshot.since != "") | (FiguresSnapshot.until != "") | (FiguresSnapshot.activity != "")
    return connection.execute(old.where(special)).rowcount


def targets(connection: Connection) -> dict[Aim, int]:
    """What is aimed at: staff's targets, and for people reached those of activities and series."""
    aims: dict[Aim, int] = {}
    for row in connection.execute(select(Activity.slug, Activity.target)):
        aims["reached", ACTIVITY, row.slug] = row.target
    for row in connection.execute(select(Series.slug, Series.target)):
        aims["reached", SERIES, row.slug] = row.target
    return aims | set_targets(connection)


def set_targets(connection: Connection) -> dict[Aim, int]:
    """The targets that staff set here."""
    rows = connection.execute(select(FiguresTarget.__table__))
    return {(row.indicator, row.scope, row.place): row.target for row in rows}


def set_target(connection: Connection, aim: Aim, target: int | None, by: int | None, at: datetime) -> bool:
    """Aim at this number, or no longer at any. False: it was so."""
    if set_targets(connection).get(aim) == target:
        return False
    indicator, scope, place = aim
    here = (FiguresTarget.indicator == indicator, FiguresTarget.scope == scope, FiguresTarget.place == place)
    if target is None:
        return connection.execute(delete(FiguresTarget).where(*here)).rowcount == 1
    row = {
        "indicator": indicator,
        "scope": scope,
        "place": place,
        "target": target,
        "changed_by": by,
        "changed_at": at,
    }
    statement = insert(connection, FiguresTarget).on_conflict_do_update(
        index_elements=["indicator", "scope", "place"], set_={"target": target, "changed_by": by, "changed_at": at}
    )
    connection.execute(statement, row)
    return True


def editions(connection: Connection) -> list[Edition]:
    """Every edition of the public page, the first one first, withdrawn ones too: readers keep them."""
    rows = connection.execute(select(PublicEdition.__table__).order_by(PublicEdition.number))
    return [Edition(*row) for row in rows]


def current(connection: Connection) -> Edition | None:
    """What the public page shows: the last edition, unless it was withdrawn."""
    query = select(PublicEdition.__table__).order_by(PublicEdition.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return Edition(*row) if row is not None and row.state == PUBLISHED else None


def publish(
    connection: Connection,
    number: int,
    as_of: datetime,
    shown: Mapping[str, Any],
    counted: Mapping[str, Any],
    by: int | None,
    at: datetime,
) -> bool:
    """Keep the edition of this number. False: there is one."""
    row = {"number": number, "state": PUBLISHED, "as_of": as_of, "shown": dict(shown), "counted": dict(counted)}
    statement = insert(connection, PublicEdition).on_conflict_do_nothing().returning(PublicEdition.number)
    return connection.execute(statement, row | {"published_by": by, "published_at": at}).first() is not None


def withdraw(connection: Connection, number: int, by: int | None, at: datetime) -> bool:
    """Take an edition off the page. False: it was."""
    statement = update(PublicEdition).where(PublicEdition.number == number, PublicEdition.state == PUBLISHED)
    return connection.execute(statement.values(state=WITHDRAWN, withdrawn_by=by, withdrawn_at=at)).rowcount == 1


def _place(period: Period) -> dict[str, Any]:
    return dict(zip(("since", "until", "activity"), period.key, strict=True))


def _is(period: Period) -> list[Any]:
    return [getattr(FiguresSnapshot, name) == value for name, value in _place(period).items()]


def _kept(row: Any) -> Kept:
    period = Period.of(row.since, row.until, row.activity)
    return Kept(period, row.wanted_at, row.as_of, row.body if row.as_of is not None else None)
