"""A broadcast may invite to a survey and is read in slices; contacts have room to be counted in place."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NAME = sa.String(length=200)
OF_BROADCASTS = sa.text("broadcast_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("broadcasts") as change:
        change.add_column(sa.Column("survey", NAME, nullable=False, server_default=""))
    with op.batch_alter_table("broadcasts") as change:
        change.alter_column("survey", existing_type=NAME, existing_nullable=False, server_default=None)
    op.create_index(
        "ix_messages_invitations",
        "messages",
        ["broadcast_id", "id"],
        sqlite_where=OF_BROADCASTS,
        postgresql_where=OF_BROADCASTS,
    )
    _fill_pages_of_contacts("50")


def downgrade() -> None:
    _fill_pages_of_contacts("100")
    op.drop_index("ix_messages_invitations", "messages")
    with op.batch_alter_table("broadcasts") as change:
        change.drop_column("survey")


def _fill_pages_of_contacts(percent: str) -> None:
    """Each SMS counts in its reader's row. With room in its page PostgreSQL writes no index for that."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE contacts SET (fillfactor = {percent})")
