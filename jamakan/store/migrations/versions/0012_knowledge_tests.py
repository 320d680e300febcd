"""Knowledge tests: the one each activity has, and what came of those that were taken."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD, NAME = sa.String(length=40), sa.String(length=200)


def upgrade() -> None:
    op.create_table(
        "activity_tests",
        sa.Column("activity_id", BIG, nullable=False, autoincrement=False),
        sa.Column("flow", NAME, nullable=False),
        sa.Column("version", NAME, nullable=False),
        sa.Column("opened", WORD, nullable=False),
        sa.Column("set_by", BIG),
        sa.Column("set_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("activity_id", name="pk_activity_tests"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_activity_tests_activity_id"),
        sa.ForeignKeyConstraint(["version"], ["flow_versions.version"], name="fk_activity_tests_version"),
        sa.ForeignKeyConstraint(["set_by"], ["staff_accounts.id"], name="fk_activity_tests_set_by"),
    )
    op.create_index("ix_activity_tests_version", "activity_tests", ["version"])
    op.create_table(
        "knowledge_results",
        sa.Column("id", BIG, nullable=False),
        sa.Column("dialogue_key", NAME, nullable=False),
        sa.Column("participant_id", BIG, nullable=False),
        sa.Column("activity_id", BIG, nullable=False),
        sa.Column("version", NAME, nullable=False),
        sa.Column("phase", WORD, nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("language", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("done_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_results"),
        sa.UniqueConstraint("dialogue_key", name="uq_knowledge_results_dialogue_key"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_knowledge_results_participant_id"
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_knowledge_results_activity_id"),
        sa.ForeignKeyConstraint(["version"], ["flow_versions.version"], name="fk_knowledge_results_version"),
        sa.CheckConstraint("correct >= 0 AND correct <= asked", name="ck_knowledge_results_correct"),
    )
    for column in ("participant_id", "activity_id"):
        op.create_index(f"ix_knowledge_results_{column}", "knowledge_results", [column])
    op.create_index("ix_knowledge_results_version", "knowledge_results", ["version", "activity_id"])
    op.create_index(
        "uq_knowledge_results_counted",
        "knowledge_results",
        ["participant_id", "activity_id", "phase"],
        unique=True,
        sqlite_where=sa.text("counted"),
        postgresql_where=sa.text("counted"),
    )


def downgrade() -> None:
    op.drop_table("knowledge_results")
    op.drop_table("activity_tests")
