"""Many rows in one statement whose parameters do not grow in number: PostgreSQL takes arrays, SQLite JSON.

Both find each row by its key. Row by row, PostgreSQL takes 25 times as long, and SQLAlchemy's own work for each row
is more than SQLite's (measured: bench/handover.py).
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Dialect,
    FromClause,
    Table,
    Text,
    Update,
    bindparam,
    column,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from jamakan.store.models.base import Base

POSTGRESQL = "postgresql"


class _Several(TypeDecorator[Sequence[Any]]):
    """Several values in one parameter."""

    impl = Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == POSTGRESQL:
            return dialect.type_descriptor(ARRAY(self.of))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> object:
        several = list(value or ())
        return several if dialect.name == POSTGRESQL else json.dumps(several)


class _OneOf(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: object = None) -> "_OneOf":
        """A condition by itself: SQLAlchemy would write `= 1` behind it, and SQLite then look at every row."""
        return self


@compiles(_OneOf, "postgresql")
def _any(element: _OneOf, compiler: Any, **how: Any) -> str:
    wanted, several = element.clauses
    return f"{compiler.process(wanted, **how)} = ANY ({compiler.process(several, **how)})"


@compiles(_OneOf, "sqlite")
def _in_json(element: _OneOf, compiler: Any, **how: Any) -> str:
    wanted, several = element.clauses
    each = f"json_each({compiler.process(several, **how)})"
    return f"{compiler.process(wanted, **how)} IN (SELECT value FROM {each})"  # noqa: S608 SQLAlchemy's own SQL


def one_of(wanted: InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]:
    """`IN` for a list given as the parameter `name` when the statement runs: numbers or texts."""
    return _OneOf(wanted, bindparam(name, type_=_Several(wanted.type)))


class Rows:
    """Rows of values in one parameter, or an array a column, to join with: `table` in a statement, `given` to it."""

    def __init__(self, *columns: InstrumentedAttribute[Any]) -> None:
        self._columns = {one.key: one.type for one in columns}

    def table(self, dialect: str) -> FromClause:
        """What stands for the rows in a statement."""
        if dialect == POSTGRESQL:
            arrays = [bindparam(f"all_{name}", type_=ARRAY(kind)) for name, kind in self._columns.items()]
            typed = [column(name, kind) for name, kind in self._columns.items()]
            return func.unnest(*arrays).table_valued(*typed, name="given").render_derived()
        row: ColumnElement[str] = literal_column("value")
        values = [func.json_extract(row, f"$[{place}]").label(name) for place, name in enumerate(self._columns)]
        each = func.json_each(bindparam("rows", type_=Text())).table_valued("value")
        return select(*values).select_from(each).subquery("given")

    def given(self, dialect: Dialect, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """The parameters that hold these rows, each in the order of the columns."""
        if dialect.name == POSTGRESQL:
            return {
                f"all_{name}": list(values)
                for name, values in zip(self._columns, zip(*rows, strict=True), strict=True)
            }
        makers = [kind.dialect_impl(dialect).bind_processor(dialect) for kind in self._columns.values()]
        stored = [[make(value) if make else value for make, value in zip(makers, row, strict=True)] for row in rows]
        return {"rows": json.dumps(stored)}


class UpdateMany:
    """Sets columns of many rows by `id`, each row to its own values; made once, run often.

    `columns`: those given for each row, after its id. `conditions`: rows that do not meet them stay as they are.
    `same`: columns that are the same for all rows, as an expression; its parameters are given when it runs.
    """

    def __init__(
        self, model: type[Base], columns: Sequence[str], *conditions: ColumnElement[bool], **same: Any
    ) -> None:
        self._table = cast(Table, model.__table__)
        self._names = tuple(columns)
        self._rows = Rows(*(getattr(model, name) for name in ("id", *columns)))
        self._conditions = conditions
        self._same = same
        self._statement = cache(self._build)

    def __call__(self, connection: Connection, rows: Sequence[Sequence[Any]], **parameters: Any) -> None:
        """Each of `rows`: an id and the values of the columns, in their order."""
        if rows:
            given = self._rows.given(connection.dialect, rows)
            connection.execute(self._statement(connection.dialect.name), given | parameters)

    def _build(self, dialect: str) -> Update:
        given = self._rows.table(dialect)
        changes = {name: given.c[name] for name in self._names}
        statement = update(self._table).where(self._table.c.id == given.c.id, *self._conditions)
        return statement.values({**changes, **self._same})
