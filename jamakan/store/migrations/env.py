"""Alembic's entry: run the migrations on the connection `jamakan.store.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from jamakan.store.models import Base
from jamakan.store.models.base import UtcDateTime


def _plain_time(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our time type as SQLAlchemy's own in migrations: they must not change when our code does."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=_plain_time,
    render_as_batch=True,  # SQLite alters tables by copying them
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
