"""Survey results kept counted, files staff uploaded, and free-text answers tagged."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
HEX, WORD, NAME = sa.String(length=32), sa.String(length=40), sa.String(length=200)
FREE_TEXT = sa.text("kind = 'text' AND sealed IS NULL")


def upgrade() -> None:
    op.create_table(
        "survey_uploads",
        sa.Column("id", BIG, nullable=False),
        sa.Column("token", HEX, nullable=False),
        sa.Column("filename", NAME, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("skip_unsupported", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by", BIG),
        sa.Column("uploaded_at", TIME, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("flow", NAME, nullable=False),
        sa.Column("version", NAME, nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_survey_uploads"),
        sa.UniqueConstraint("token", name="uq_survey_uploads_token"),
        sa.ForeignKeyConstraint(["uploaded_by"], ["staff_accounts.id"], name="fk_survey_uploads_uploaded_by"),
    )
    op.create_table(
        "survey_counts",
        sa.Column("version", NAME, nullable=False),
        sa.Column("measure", WORD, nullable=False),
        sa.Column("step", NAME, nullable=False),
        sa.Column("value", NAME, nullable=False),
        sa.Column("language", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "version", "measure", "step", "value", "language", "kind", name="pk_survey_counts"
        ),
    )
    none = sa.text("people = 0")
    op.create_index("ix_survey_counts_none", "survey_counts", ["version"], sqlite_where=none, postgresql_where=none)
    op.create_table(
        "answer_tags",
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("tag", WORD, nullable=False),
        sa.Column("tagged_by", BIG),
        sa.Column("tagged_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("answer_id", "tag", name="pk_answer_tags"),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name="fk_answer_tags_answer_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tagged_by"], ["staff_accounts.id"], name="fk_answer_tags_tagged_by"),
    )
    op.create_index("ix_answer_tags_tag", "answer_tags", ["tag", "answer_id"])
    op.add_column("answers", sa.Column("waited", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_dialogues_version", "dialogues", ["version", "id"])
    op.create_index(
        "ix_answers_free_text",
        "answers",
        ["step", "dialogue_id"],
        sqlite_where=FREE_TEXT,
        postgresql_where=FREE_TEXT,
    )


def downgrade() -> None:
    op.drop_index("ix_answers_free_text", "answers")
    op.drop_index("ix_dialogues_version", "dialogues")
    with op.batch_alter_table("answers") as answers:
        answers.drop_column("waited")
    for table in ("answer_tags", "survey_counts", "survey_uploads"):
        op.drop_table(table)
