"""Commitments of institutions, community score cards, campaigns."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD, NAME = sa.String(length=40), sa.String(length=200)
TABLES = (
    *("campaign_events", "campaign_parts", "campaigns"),
    *("commitment_events", "commitment_cases", "commitments"),
    *("score_criteria", "score_rounds", "score_cards"),
)


def upgrade() -> None:
    _score_cards()
    _commitments()
    _campaigns()


def _score_cards() -> None:
    op.create_table(
        "score_cards",
        sa.Column("id", BIG, nullable=False),
        sa.Column("once", WORD, nullable=False),
        sa.Column("service", NAME, nullable=False),
        sa.Column("institution", NAME, nullable=False),
        sa.Column("region", WORD, nullable=False),
        sa.Column("activity_id", BIG),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_score_cards"),
        sa.UniqueConstraint("once", name="uq_score_cards_once"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_score_cards_activity_id"),
    )
    op.create_index("ix_score_cards_activity_id", "score_cards", ["activity_id"])
    op.create_table(
        "score_rounds",
        sa.Column("id", BIG, nullable=False),
        sa.Column("card_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("community_word", WORD, nullable=False),
        sa.Column("providers_word", WORD, nullable=False),
        sa.Column("community_version", NAME, nullable=False),
        sa.Column("providers_version", NAME, nullable=False),
        sa.Column("meeting_on", sa.Date()),
        sa.Column("next_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_score_rounds"),
        sa.UniqueConstraint("card_id", "number", name="uq_score_rounds_card_id_number"),
        sa.ForeignKeyConstraint(["card_id"], ["score_cards.id"], name="fk_score_rounds_card_id"),
    )
    op.create_index("ix_score_rounds_state_next", "score_rounds", ["state", "next_on"])
    op.create_table(
        "score_criteria",
        sa.Column("round_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("wording_fr", NAME, nullable=False),
        sa.Column("wording_en", NAME, nullable=False),
        sa.PrimaryKeyConstraint("round_id", "place", name="pk_score_criteria"),
        sa.ForeignKeyConstraint(["round_id"], ["score_rounds.id"], name="fk_score_criteria_round_id"),
    )


def _commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("once", WORD, nullable=False),
        sa.Column("institution", NAME, nullable=False),
        sa.Column("owner", NAME, nullable=False),
        sa.Column("region", WORD, nullable=False),
        sa.Column("asked_fr", NAME, nullable=False),
        sa.Column("asked_en", NAME, nullable=False),
        sa.Column("wording_fr", NAME, nullable=False),
        sa.Column("wording_en", NAME, nullable=False),
        sa.Column("activity_id", BIG),
        sa.Column("round_id", BIG),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("state", WORD, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_commitments"),
        sa.UniqueConstraint("once", name="uq_commitments_once"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_commitments_activity_id"),
        sa.ForeignKeyConstraint(["round_id"], ["score_rounds.id"], name="fk_commitments_round_id"),
    )
    for name, columns in (
        ("ix_commitments_activity_id", ["activity_id"]),
        ("ix_commitments_round_id", ["round_id"]),
        ("ix_commitments_state_due", ["state", "due_on"]),
        ("ix_commitments_region", ["region", "id"]),
        ("ix_commitments_institution", ["institution", "id"]),
    ):
        op.create_index(name, "commitments", columns)
    op.create_table(
        "commitment_cases",
        sa.Column("commitment_id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("commitment_id", "case_id", name="pk_commitment_cases"),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name="fk_commitment_cases_commitment_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_commitment_cases_case_id"),
    )
    op.create_index("ix_commitment_cases_case_id", "commitment_cases", ["case_id"])
    op.create_table(
        "commitment_events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("commitment_id", BIG, nullable=False),
        sa.Column("event", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("by_id", BIG),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("broadcast_id", BIG),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_commitment_events"),
        sa.UniqueConstraint("commitment_id", "broadcast_id", name="uq_commitment_events_commitment_id_broadcast_id"),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name="fk_commitment_events_commitment_id"),
        sa.ForeignKeyConstraint(["by_id"], ["staff_accounts.id"], name="fk_commitment_events_by_id"),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name="fk_commitment_events_broadcast_id"),
    )
    op.create_index("ix_commitment_events_commitment", "commitment_events", ["commitment_id", "id"])


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", BIG, nullable=False),
        sa.Column("once", WORD, nullable=False),
        sa.Column("title", NAME, nullable=False),
        sa.Column("region", WORD, nullable=False),
        sa.Column("activity_id", BIG),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("told_by", WORD, nullable=False),
        sa.Column("told_on", sa.Date()),
        sa.Column("broadcast_id", BIG),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("closed_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sa.UniqueConstraint("once", name="uq_campaigns_once"),
        sa.CheckConstraint("state <> 'closed' OR (told_by <> '' AND told_on IS NOT NULL)", name="ck_campaigns_told"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_campaigns_activity_id"),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name="fk_campaigns_broadcast_id"),
    )
    op.create_index("ix_campaigns_activity_id", "campaigns", ["activity_id"])
    op.create_index("ix_campaigns_broadcast_id", "campaigns", ["broadcast_id"])
    op.create_index("ix_campaigns_state", "campaigns", ["state", "id"])
    op.create_table(
        "campaign_parts",
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("ref", NAME, nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "kind", "ref", name="pk_campaign_parts"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_parts_campaign_id"),
    )
    op.create_table(
        "campaign_events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign_id", BIG, nullable=False),
        sa.Column("event", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("by_id", BIG),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_events"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_events_campaign_id"),
        sa.ForeignKeyConstraint(["by_id"], ["staff_accounts.id"], name="fk_campaign_events_by_id"),
    )
    op.create_index("ix_campaign_events_campaign", "campaign_events", ["campaign_id", "id"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
