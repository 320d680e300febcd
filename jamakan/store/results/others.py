"""Cases, commitments and campaigns, from the figures that their own modules count."""

from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from jamakan.figures.period import Period
from jamakan.store import activities
from jamakan.store.accountability import figures as accountability
from jamakan.store.accountability.figures import Promises
from jamakan.store.inbox import figures as inbox
from jamakan.store.inbox.figures import CaseFigures
from jamakan.store.results.counting import ALL, Counts

EVER, NEVER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def cases(connection: Connection, period: Period, zone: ZoneInfo) -> Counts:
    """Cases opened in the period, the confidential ones aside; "asked": whose people said yes or no at the end."""
    since, until = _moments(period, zone)
    about = activities.row_id(connection, period.activity) if period.activity else None
    return {
        by: {value: _asked(one) for value, one in inbox.of(connection, since, until, by, about).items()}
        for by in (ALL, "kind", "theme", "region")
    }


def confidential(connection: Connection, period: Period, zone: ZoneInfo) -> Counts:
    """Confidential cases, by nothing: no finer look is offered."""
    if period.activity:
        return {ALL: {ALL: {"received": 0, "closed": 0}}}
    received, closed = inbox.sensitive(connection, *_moments(period, zone))
    return {ALL: {ALL: {"received": received, "closed": closed}}}


def promises(connection: Connection, now: datetime, zone: ZoneInfo) -> Counts:
    """Commitments as they stand now, whatever the period; "going_on": open or late, "days": their ages summed."""
    today = now.astimezone(zone).date()
    return {
        by: {value: _aged(one) for value, one in accountability.commitments(connection, now, today, by).items()}
        for by in (ALL, "institution", "region")
    }


def loop(connection: Connection, period: Period, _zone: ZoneInfo) -> Counts:
    """Campaigns that ended in the period, and those of them with a "you said, we did" message."""
    found = accountability.loop(connection, period.since, period.until)
    return {ALL: {ALL: {"closed": found.closed, "with_message": found.with_message}}}


def _moments(period: Period, zone: ZoneInfo) -> tuple[datetime, datetime]:
    since = datetime.combine(period.since, time(), zone) if period.since else EVER
    until = datetime.combine(period.until + timedelta(days=1), time(), zone) if period.until else NEVER
    return since, until


def _asked(figures: CaseFigures) -> dict[str, int]:
    return asdict(figures) | {"asked": figures.satisfied + figures.dissatisfied}


def _aged(figures: Promises) -> dict[str, int]:
    going_on = figures.open + figures.late
    days = round((figures.age_days or 0) * going_on)
    counted = {name: number for name, number in asdict(figures).items() if name != "age_days"}
    return counted | {"going_on": going_on, "days": days}
