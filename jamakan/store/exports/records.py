"""What was asked for, and how far it is. Every move compares what it saw, so that two builders do nothing twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select, update

from jamakan.store.database import insert
from jamakan.store.exports.filters import Filters
from jamakan.store.models import Export, ExportPart

ASKED, COLLECTING, WRITING, READY, FAILED, EXPIRED = "asked", "collecting", "writing", "ready", "failed", "expired"
UNFINISHED = (ASKED, COLLECTING, WRITING)
ROWS = "rows"
SOMEBODY_ERASED = "somebody_erased"  # why a file went before its time


@dataclass(frozen=True, slots=True)
class Record:
    """An export. `salt` is "" once it is ready; `size` in bytes; `file` names the parts that are the file."""

    id: int
    kind: str
    format: str
    filters: Filters
    columns: tuple[str, ...]
    identified: bool
    salt: str
    state: str
    reason: str
    rows_total: int
    rows_done: int
    rows_laid: int
    cursor: int
    parts: int
    file: str
    size: int
    asked_by: int | None
    asked_at: datetime
    expires_at: datetime | None

    @property
    def finished(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def percent(self) -> int:
        """How far it is: reading the rows is three quarters of the way."""
        if self.state == READY:
            return 100
        whole = max(self.rows_total, self.rows_done, 1)
        return min(99, int(75 * self.rows_done / whole + 25 * self.rows_laid / whole))


_COLUMNS = (
    *(Export.id, Export.kind, Export.format, Export.filters, Export.columns, Export.identified, Export.salt),
    *(Export.state, Export.reason, Export.rows_total, Export.rows_done, Export.rows_laid, Export.cursor),
    *(Export.parts, Export.file, Export.size, Export.asked_by, Export.asked_at, Export.expires_at),
)


def add(
    connection: Connection,
    kind: str,
    how: str,
    filters: Filters,
    *,
    identified: bool,
    salt: str,
    by: int | None,
    now: datetime,
) -> int:
    """Keep what is asked for; its number."""
    row: dict[str, Any] = {
        "kind": kind,
        "format": how,
        "filters": filters.written(),
        "columns": [],
        "identified": identified,
        "salt": salt,
        "state": ASKED,
        "asked_by": by,
        "asked_at": now,
        "changed_at": now,
    }
    return connection.execute(insert(connection, Export).returning(Export.id), row).scalar_one()


def find(connection: Connection, export_id: int) -> Record | None:
    """One export."""
    row = connection.execute(_query().where(Export.id == export_id)).one_or_none()
    return _record(row) if row is not None else None


def latest(connection: Connection, most: int, before: int | None = None) -> list[Record]:
    """A page of them, the latest first."""
    query = select(*_COLUMNS).order_by(Export.id.desc()).limit(most)
    if before is not None:
        query = query.where(Export.id < before)
    return [_record(row) for row in connection.execute(query)]


def unfinished(connection: Connection) -> list[Record]:
    """Those still to be built, the one that waited longest first: they take turns, and none that breaks stops all."""
    query = select(*_COLUMNS).where(Export.state.in_(UNFINISHED)).order_by(Export.changed_at, Export.id)
    return [_record(row) for row in connection.execute(query)]


def take_turn(connection: Connection, record: Record, now: datetime) -> None:
    """Whatever comes of this step, the next one is another's."""
    _move(connection, record, {"changed_at": now}, Export.state == record.state)


def begin(connection: Connection, record: Record, columns: Sequence[str], total: int, now: datetime) -> bool:
    """It has these columns, and about so many rows. False: somebody else began it."""
    changes = {"state": COLLECTING, "columns": list(columns), "rows_total": total, "changed_at": now}
    return _move(connection, record, changes, Export.state == ASKED)


def add_rows(connection: Connection, record: Record, cursor: int, rows: int, body: bytes, now: datetime) -> bool:
    """Keep a page of rows and the cursor behind it, together. False: somebody else did."""
    changes = {"cursor": cursor, "rows_done": record.rows_done + rows, "parts": record.parts + 1, "changed_at": now}
    if not _move(connection, record, changes, Export.state == COLLECTING, Export.cursor == record.cursor):
        return False
    put_part(connection, record.id, ROWS, record.parts, body)
    return True


def all_read(connection: Connection, record: Record, now: datetime) -> bool:
    """There are no more rows: the file is to be written. False: it was said."""
    changes = {"state": WRITING, "rows_total": record.rows_done, "changed_at": now}
    return _move(connection, record, changes, Export.state == COLLECTING, Export.cursor == record.cursor)


def laid(connection: Connection, record: Record, rows: int, now: datetime) -> None:
    """So many rows are in the file."""
    _move(connection, record, {"rows_laid": rows, "changed_at": now}, Export.state == WRITING)


def put_part(connection: Connection, export_id: int, stage: str, number: int, body: bytes) -> None:
    """Keep a sealed piece."""
    row = {"export_id": export_id, "stage": stage, "number": number, "body": body}
    connection.execute(insert(connection, ExportPart), row)


def put_block(connection: Connection, record: Record, stage: str, number: int, body: bytes, now: datetime) -> bool:
    """Keep a piece of the file. False: the export was removed or made meanwhile, nobody would delete this piece.

    The record stays locked until the commit: who removes it deletes this piece as well.
    """
    writing = _move(connection, record, {"changed_at": now}, Export.state == WRITING)
    if writing:
        put_part(connection, record.id, stage, number, body)
    return writing


def ready(connection: Connection, record: Record, stage: str, size: int, expires_at: datetime, now: datetime) -> bool:
    """The file is whole, in the parts of this stage; all other parts go, and the salt with them."""
    changes = {"state": READY, "file": stage, "size": size, "expires_at": expires_at, "salt": "", "changed_at": now}
    done = _move(connection, record, changes, Export.state == WRITING)
    spare = delete(ExportPart).where(ExportPart.export_id == record.id)
    connection.execute(spare.where(ExportPart.stage != stage if done else ExportPart.stage == stage))
    return done


def fail(connection: Connection, record: Record, reason: str, now: datetime) -> None:
    """It cannot be built."""
    changes = {"state": FAILED, "reason": reason, "salt": "", "changed_at": now}
    if _move(connection, record, changes, Export.state.in_(UNFINISHED)):
        connection.execute(delete(ExportPart).where(ExportPart.export_id == record.id))


def remove(connection: Connection, record: Record, now: datetime) -> bool:
    """Delete the file; that there was one stays. False when it is gone already."""
    changes = {"state": EXPIRED, "salt": "", "changed_at": now}
    if not _move(connection, record, changes, Export.state != EXPIRED):
        return False
    connection.execute(delete(ExportPart).where(ExportPart.export_id == record.id))
    return True


def over(connection: Connection, now: datetime) -> list[Record]:
    """Those whose time is over."""
    return [
        _record(row) for row in connection.execute(_query().where(Export.state == READY, Export.expires_at <= now))
    ]


def _move(connection: Connection, record: Record, changes: dict[str, Any], *seen: Any) -> bool:
    return connection.execute(update(Export).where(Export.id == record.id, *seen).values(changes)).rowcount == 1


def _query() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS).order_by(Export.id)


def _record(row: Row[*tuple[Any, ...]]) -> Record:
    values = row._mapping
    return Record(**{**values, "filters": Filters.of(values["filters"]), "columns": tuple(values["columns"])})
