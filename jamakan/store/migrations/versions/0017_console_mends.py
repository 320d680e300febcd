"""What the console's reading left to mend."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("survey_recounts") as table:
        table.add_column(sa.Column("token", sa.String(40), nullable=False, server_default=""))
    with op.batch_alter_table("survey_recounts") as table:
        table.alter_column("token", server_default=None)
    trials = sa.text("substr(dedupe_key, 1, 6) = 'trial:'")
    op.create_index("ix_messages_trials", "messages", ["id"], sqlite_where=trials, postgresql_where=trials)


def downgrade() -> None:
    op.drop_index("ix_messages_trials", "messages")
    with op.batch_alter_table("survey_recounts") as table:
        table.drop_column("token")
