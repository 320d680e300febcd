"""What a person says of difficulties and who entered them, places kept for a group, codes of the day."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=40)
NO = sa.false()
Columns = tuple[tuple[str, Any, Any], ...]  # name, type, what rows of before have
ADDED: dict[str, Columns] = {
    "participants": (
        *(("disability", WORD, ""), ("disability_some", WORD, ""), ("pvh", WORD, "")),
        *(("asked_in", sa.String(length=200), ""), ("by_relay", sa.Boolean(), NO)),
    ),
    "activities": (("reserved", sa.Integer(), "0"),),
    "activity_quotas": (("reserved", sa.Integer(), "0"),),
    "attendance": (("source", WORD, "door"),),
}
COUNTED = ("disability", "disability_some", "pvh")  # unknown of everybody until they are asked


def upgrade() -> None:
    for table, columns in ADDED.items():
        _add(table, columns)
    for fact in ("disability", "pvh"):
        op.create_index(f"ix_participants_{fact}", "participants", [fact])
    op.create_table(
        "day_codes",
        sa.Column("activity_id", BIG, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("code", WORD, nullable=False),
        sa.Column("made_by", BIG),
        sa.Column("made_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("activity_id", "day", name="pk_day_codes"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_day_codes_activity_id"),
        sa.ForeignKeyConstraint(["made_by"], ["staff_accounts.id"], name="fk_day_codes_made_by"),
        sa.CheckConstraint("day >= 1", name="ck_day_codes_day"),
    )
    for fact in COUNTED:
        everybody = sa.text(
            "INSERT INTO activity_tallies (activity_id, measure, fact, value, people) "
            "SELECT activity_id, measure, :fact, '', people FROM activity_tallies WHERE fact = ''"
        )
        op.execute(everybody.bindparams(fact=fact))


def _add(table: str, columns: Columns) -> None:
    with op.batch_alter_table(table) as change:
        for name, kind, value in columns:
            change.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table(table) as change:
        for name, kind, _ in columns:
            change.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM activity_tallies WHERE fact IN ('disability', 'disability_some', 'pvh')")
    op.drop_table("day_codes")
    for fact in ("disability", "pvh"):
        op.drop_index(f"ix_participants_{fact}", "participants")
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as change:
            for name, *_ in columns:
                change.drop_column(name)
