"""Versions people began before their answers were counted are counted once, by the office."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NAME = sa.String(length=200)


def upgrade() -> None:
    op.create_table(
        "survey_recounts",
        sa.Column("version", NAME, nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_survey_recounts"),
    )
    op.execute("INSERT INTO survey_recounts (version) SELECT DISTINCT version FROM dialogues WHERE version <> ''")


def downgrade() -> None:
    op.drop_table("survey_recounts")
