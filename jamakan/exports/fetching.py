"""Handing a file out: opened a part at a time, with its line in the trail."""

from collections.abc import Iterator
from datetime import UTC, datetime

from jamakan.core import Core
from jamakan.store.exports import parts
from jamakan.store.exports.records import Record
from jamakan.store.staff import trail


def download(core: Core, record: Record, by: int | None) -> Iterator[bytes]:
    """The file's bytes. That somebody took it is noted first."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        action = "export.taken_whole" if record.identified else "export.taken"
        trail.append(connection, core.settings.vault, now, by, action, f"export:{record.id}", rows=record.rows_done)
    return parts.opened(core.db, core.settings.vault, record.id, record.file)


def filename(record: Record) -> str:
    """`jamakan-answers-2026-11-23-12.csv`."""
    survey = f"-{record.filters.flow}" if record.filters.flow else ""
    return f"jamakan-{record.kind}{survey}-{record.asked_at:%Y-%m-%d}-{record.id}.{record.format}"
