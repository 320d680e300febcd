"""Citizens' challenges, questions and proposals by phone, and votes among proposals."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=40)
GIVEN: dict[str, tuple[Any, Any]] = {  # column → its type, what cases of before have in it
    "sensitive": (sa.Boolean(), sa.false()),
    "anonymous": (sa.Boolean(), sa.false()),
    "satisfied": (WORD, ""),
}
TIMES = ("acknowledged_at", "answered_at", "due_at")
PARTIAL = {
    "ix_cases_unread": ("opened_at", "acknowledged_at IS NULL"),
    "ix_cases_due": ("due_at", "answered_at IS NULL"),
    "ix_cases_sensitive": ("id", "sensitive"),
}


def upgrade() -> None:
    _cases()
    _votes()


def _cases() -> None:
    with op.batch_alter_table("cases") as change:
        for name, (kind, value) in GIVEN.items():
            change.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        for name in TIMES:
            change.add_column(sa.Column(name, TIME))
        change.add_column(sa.Column("activity_id", BIG))
        change.add_column(sa.Column("dialogue_key", sa.String(length=200)))
        change.create_foreign_key("fk_cases_activity_id", "activities", ["activity_id"], ["id"])
        change.create_unique_constraint("uq_cases_dialogue_key", ["dialogue_key"])
    with op.batch_alter_table("cases") as change:
        for name, (kind, _) in GIVEN.items():
            change.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
    _remember()
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"])
    op.create_index("ix_cases_activity_id", "cases", ["activity_id"])
    for name, (column, condition) in PARTIAL.items():
        where = sa.text(condition)
        op.create_index(name, "cases", [column], sqlite_where=where, postgresql_where=where)


def _remember() -> None:
    """Until now staff opened every case, having read it; its history says when it was answered."""
    op.execute("UPDATE cases SET acknowledged_at = opened_at")
    op.execute(
        "UPDATE cases SET answered_at = (SELECT min(at) FROM case_events WHERE case_events.case_id = cases.id "
        "AND event IN ('answer', 'settled', 'reject', 'satisfy'))"
    )


def _votes() -> None:
    op.create_table(
        "votes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("activity_id", BIG, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("opens_at", TIME, nullable=False),
        sa.Column("closes_at", TIME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", BIG, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_votes"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_votes_activity_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["staff_accounts.id"], name="fk_votes_changed_by"),
    )
    op.create_index("ix_votes_activity_id", "votes", ["activity_id"])
    op.create_index("ix_votes_state", "votes", ["state", "id"])
    op.create_table(
        "vote_proposals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("vote_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("case_id", BIG),
        sa.Column("fr", WORD, nullable=False),
        sa.Column("en", WORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vote_proposals"),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name="fk_vote_proposals_vote_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_vote_proposals_case_id"),
        sa.UniqueConstraint("vote_id", "place", name="uq_vote_proposals_vote_id_place"),
    )
    op.create_index("ix_vote_proposals_case_id", "vote_proposals", ["case_id"])
    op.create_table(
        "ballots",
        sa.Column("vote_id", BIG, nullable=False),
        sa.Column("participant_id", BIG, nullable=False),
        sa.Column("choices", WORD, nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("vote_id", "participant_id", name="pk_ballots"),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name="fk_ballots_vote_id"),
        sa.ForeignKeyConstraint(["participant_id"], ["participants.id"], name="fk_ballots_participant_id"),
    )
    op.create_index("ix_ballots_participant_id", "ballots", ["participant_id"])


def downgrade() -> None:
    for table in ("ballots", "vote_proposals", "votes"):
        op.drop_table(table)
    for name in (*PARTIAL, "ix_cases_opened_at", "ix_cases_activity_id"):
        op.drop_index(name, "cases")
    with op.batch_alter_table("cases") as change:
        change.drop_constraint("fk_cases_activity_id", type_="foreignkey")
        change.drop_constraint("uq_cases_dialogue_key", type_="unique")
        for name in (*GIVEN, *TIMES, "activity_id", "dialogue_key"):
            change.drop_column(name)
