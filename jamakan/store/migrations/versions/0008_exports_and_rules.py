"""Files built by a job, and settings staff may change."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD, NAME = sa.String(length=40), sa.String(length=200)


def upgrade() -> None:
    _rules()
    _exports()


def _rules() -> None:
    op.create_table(
        "house_rules",
        sa.Column("name", NAME, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_by", BIG),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_house_rules"),
        sa.ForeignKeyConstraint(["changed_by"], ["staff_accounts.id"], name="fk_house_rules_changed_by"),
    )
    op.create_table(
        "removals",
        sa.Column("kind", WORD, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.Column("last_removed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_removals"),
    )


def _exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("format", WORD, nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("identified", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_laid", sa.Integer(), nullable=False),
        sa.Column("cursor", BIG, nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("file", WORD, nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("asked_by", BIG),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("expires_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
        sa.ForeignKeyConstraint(["asked_by"], ["staff_accounts.id"], name="fk_exports_asked_by"),
    )
    op.create_table(
        "export_parts",
        sa.Column("export_id", BIG, nullable=False),
        sa.Column("stage", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("export_id", "stage", "number", name="pk_export_parts"),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name="fk_export_parts_export_id"),
    )


def downgrade() -> None:
    for table in ("export_parts", "exports", "removals", "house_rules"):
        op.drop_table(table)
