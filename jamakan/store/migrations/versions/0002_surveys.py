"""Surveys staff publish."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("flow", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=200), nullable=False),
        sa.Column("keyword", sa.String(length=200), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("flow", name=op.f("pk_surveys")),
        sa.ForeignKeyConstraint(["version"], ["flow_versions.version"], name=op.f("fk_surveys_version")),
        sa.UniqueConstraint("keyword", name=op.f("uq_surveys_keyword")),
    )


def downgrade() -> None:
    op.drop_table("surveys")
