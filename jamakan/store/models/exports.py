"""Files that staff asked for, and the sealed parts they are made of."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, BigInt, Counter, Key, Sequence, Word


class Export(Base):
    """A file asked for: what of, in which format, how far it is. States: see `jamakan.exports`.

    `salt` makes its pseudonyms; it is forgotten when the file is ready, so that nobody can lead them back. `cursor`
    is the last row read, moved by comparison together with the part that holds it.
    """

    __tablename__ = "exports"

    id: Mapped[Key]
    kind: Mapped[Word]
    format: Mapped[Word]
    filters: Mapped[dict[str, Any]]
    columns: Mapped[list[str]] = mapped_column(JSON)
    identified: Mapped[bool]  # with names and whole numbers
    salt: Mapped[str]
    state: Mapped[Word]
    reason: Mapped[str] = mapped_column(default="")
    rows_total: Mapped[Counter]
    rows_done: Mapped[Counter]
    rows_laid: Mapped[Counter]  # in the file
    cursor: Mapped[Sequence]
    parts: Mapped[Counter]
    file: Mapped[Word] = mapped_column(default="")  # the stage of the parts that are the file; "" until it is ready
    size: Mapped[int] = mapped_column(BigInt, default=0)  # bytes, opened
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))  # None: the command line
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]


class ExportPart(Base):
    """A piece of an export, compressed and sealed: rows still to be laid out, or bytes of the file itself."""

    __tablename__ = "export_parts"

    export_id: Mapped[int] = mapped_column(ForeignKey("exports.id"), primary_key=True)
    stage: Mapped[Word] = mapped_column(primary_key=True)  # rows, or one try at the file
    number: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes]
