"""Targets, and what the public page shows."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
WORD, NAME = sa.String(length=40), sa.String(length=200)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "figures_snapshots",
        sa.Column("since", WORD, nullable=False),
        sa.Column("until", WORD, nullable=False),
        sa.Column("activity", NAME, nullable=False),
        sa.Column("wanted_at", TIME, nullable=False),
        sa.Column("as_of", TIME, nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("since", "until", "activity", name="pk_figures_snapshots"),
    )
    op.create_table(
        "figures_targets",
        sa.Column("indicator", WORD, nullable=False),
        sa.Column("scope", WORD, nullable=False),
        sa.Column("place", NAME, nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("changed_by", BIG, nullable=True),
        sa.Column("changed_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["staff_accounts.id"], name="fk_figures_targets_changed_by"),
        sa.PrimaryKeyConstraint("indicator", "scope", "place", name="pk_figures_targets"),
    )
    op.create_table(
        "public_editions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("as_of", TIME, nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("published_by", BIG, nullable=True),
        sa.Column("published_at", TIME, nullable=False),
        sa.Column("withdrawn_by", BIG, nullable=True),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["published_by"], ["staff_accounts.id"], name="fk_public_editions_published_by"),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["staff_accounts.id"], name="fk_public_editions_withdrawn_by"),
        sa.PrimaryKeyConstraint("number", name="pk_public_editions"),
    )


def downgrade() -> None:
    for table in ("public_editions", "figures_targets", "figures_snapshots"):
        op.drop_table(table)
