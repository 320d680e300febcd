"""Asking for a file, and doing away with one."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime

import structlog
from redis.exceptions import RedisError

from jamakan.core import Core
from jamakan.exports.kinds import ANSWERS, KINDS
from jamakan.state import wake
from jamakan.store import flow_versions
from jamakan.store.activities import find as find_activity
from jamakan.store.exports import Connection, records
from jamakan.store.exports.filters import Filters
from jamakan.store.exports.records import Record
from jamakan.store.staff import trail

log = structlog.get_logger()

JOB = "workers.office.export"
SALT_BYTES = 16
YEARS = range(2000, 2101)  # a day outside is a slip, and the last day of 9999 has no next one


class ExportRefused(ValueError):
    """What cannot be exported. `field`: of the order, `reason`: unknown, needed, day or order."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted. `identified`: with names and whole numbers."""

    kind: str
    format: str
    filters: Filters
    identified: bool = False


def ask(core: Core, order: Order, by: int | None, *, start: bool = True) -> int:
    """Keep an order, with its line in the trail; its number. `start`: ask for the job that builds it.

    What the same account asked for already and still waits for is not built twice: its number. Raises ExportRefused.
    """
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.begin(lock="exports") as connection:
        filters = _checked(connection, order)
        if by is not None and (waiting := _waiting(connection, order, filters, by)) is not None:
            return waiting
        number = records.add(
            connection,
            order.kind,
            order.format,
            filters,
            identified=order.identified,
            salt=secrets.token_hex(SALT_BYTES),
            by=by,
            now=now,
        )
        told = {name: value for name, value in filters.written().items() if value}
        action = "export.asked_whole" if order.identified else "export.asked"
        trail.append(
            connection, vault, now, by, action, f"export:{number}", kind=order.kind, format=order.format, **told
        )
    if start:
        hurry(core)
    return number


def remove(core: Core, record: Record, by: int | None) -> bool:
    """Delete a file before its time. False when it was gone."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        removed = records.remove(connection, record, now)
        if removed:
            trail.append(connection, core.settings.vault, now, by, "export.removed", f"export:{record.id}")
    return removed


def hurry(core: Core) -> None:
    """Ask for the job that builds files; when Redis is away the clock asks within a minute."""
    try:
        wake.enqueue(core.redis, wake.LONG_QUEUE, JOB)
    except RedisError as error:
        log.warning("export waits for the clock, Redis is away", reason=type(error).__name__)


def _waiting(connection: Connection, order: Order, filters: Filters, by: int) -> int | None:
    """The unfinished export that is this very order of this account: two clicks are one file."""
    wanted = (by, order.kind, order.format, filters, order.identified)
    for one in records.unfinished(connection):
        if (one.asked_by, one.kind, one.format, one.filters, one.identified) == wanted:
            return one.id
    return None


def _checked(connection: Connection, order: Order) -> Filters:
    """The filters this kind goes by, with the flow of the version. Raises ExportRefused."""
    if order.kind not in KINDS:
        raise ExportRefused("kind", "unknown")
    if order.format not in KINDS[order.kind].formats:
        raise ExportRefused("format", "unknown")
    asked = order.filters.written()
    used = {name: asked[name] for name in KINDS[order.kind].filters if asked[name]}
    if "activity" in used and find_activity(connection, used["activity"]) is None:
        raise ExportRefused("activity", "unknown")
    if order.kind == ANSWERS:
        if "version" not in used:
            raise ExportRefused("version", "needed")
        if flow_versions.source(connection, used["version"]) is None:
            raise ExportRefused("version", "unknown")
        used["flow"] = flow_versions.flow_of(connection, used["version"])
    days = [_day(name, used[name]) for name in ("since", "until") if name in used]
    if days != sorted(days):
        raise ExportRefused("until", "order")
    return Filters.of(used)


def _day(field: str, written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise ExportRefused(field, "day") from error
    if day.year not in YEARS:
        raise ExportRefused(field, "day")
    return day
