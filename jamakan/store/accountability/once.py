"""A row for each form, however often the form is sent."""

from typing import Any

from sqlalchemy import Connection, select

from jamakan.store.database import insert


def add(connection: Connection, table: Any, row: dict[str, Any]) -> tuple[int, bool]:
    """Add a row, unless one was made by the same form (`once`); its number, and whether it is new."""
    statement = insert(connection, table).on_conflict_do_nothing(index_elements=["once"]).returning(table.id)
    number: int | None = connection.execute(statement, row).scalar_one_or_none()
    if number is not None:
        return number, True
    before: int = connection.execute(select(table.id).where(table.once == row["once"])).scalar_one()
    return before, False
