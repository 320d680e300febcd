"""What all tables share: the metadata, key and time types."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

BigInt = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself only for INTEGER


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC on every database (SQLite itself would drop the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored: make it aware (UTC)")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Key = Annotated[int, mapped_column(BigInt, primary_key=True)]
Counter = Annotated[int, mapped_column(Integer, default=0)]
Sequence = Annotated[int, mapped_column(BigInt, default=0)]  # orders events of one contact
Hex = Annotated[str, mapped_column(String(32))]  # keyed hashes, turn keys and digests: 128 bits
Name = Annotated[str, mapped_column(String(200))]  # slugs, step and flow names, carriers' identifiers
Word = Annotated[str, mapped_column(String(40))]  # states, kinds, channels


class Base(DeclarativeBase):
    """The one metadata. Constraints are named, so that migrations can change them on any database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        bytes: LargeBinary,
        str: Text,
        dict[str, Any]: JSON,
    }
