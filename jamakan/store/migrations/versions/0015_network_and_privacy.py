"""Members of the network, panels, withdrawn consents, erasures asked for by phone."""

import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAME = sa.String(length=200)
WORD = sa.String(length=40)
HEX = sa.String(length=32)
TIME = sa.DateTime(timezone=True)
WAITING = sa.text("done_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("consents") as change:
        change.add_column(sa.Column("withdrawn_at", TIME, nullable=True))
    op.create_table(
        "consent_withdrawals",
        _key("id"),
        _key("contact_id"),
        _key("participant_id", nullable=True),
        sa.Column("turn_key", HEX, nullable=False),
        sa.Column("seq", KEY, nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("at", TIME, nullable=False),
        *_constraints("consent_withdrawals", "id", contact_id="contacts", participant_id="participants"),
        sa.UniqueConstraint("turn_key", "seq", name="uq_consent_withdrawals_turn_key_seq"),
    )
    op.create_index("ix_consent_withdrawals_contact_id", "consent_withdrawals", ["contact_id"])
    op.create_index("ix_consent_withdrawals_participant_id", "consent_withdrawals", ["participant_id"])
    op.create_table(
        "erasure_requests",
        _key("id"),
        _key("contact_id"),
        _key("participant_id", nullable=True),
        sa.Column("turn_key", HEX, nullable=False),
        sa.Column("farewell", NAME, nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        *_constraints("erasure_requests", "id", contact_id="contacts", participant_id="participants"),
        sa.UniqueConstraint("turn_key", name="uq_erasure_requests_turn_key"),
    )
    op.create_index(
        "ix_erasure_requests_waiting", "erasure_requests", ["id"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    _create_network()


def _create_network() -> None:
    op.create_table(
        "members",
        _key("participant_id"),
        _key("contact_id"),
        sa.Column("state", WORD, nullable=False),
        sa.Column("themes", NAME, nullable=False),
        sa.Column("joined_at", TIME, nullable=False),
        sa.Column("renewed_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        *_constraints("members", "participant_id", participant_id="participants", contact_id="contacts"),
    )
    op.create_index("ix_members_contact_id", "members", ["contact_id"])
    op.create_index("ix_members_state", "members", ["state", "renewed_at"])
    op.create_table(
        "panels",
        _key("id"),
        sa.Column("token", HEX, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("survey", NAME, nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("region", WORD, nullable=False),
        sa.Column("sex", WORD, nullable=False),
        sa.Column("age", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("author", NAME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("waves", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_constraints("panels", "id"),
        sa.UniqueConstraint("token", name="uq_panels_token"),
    )
    op.create_table(
        "panel_waves",
        _key("id"),
        _key("panel_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        _key("broadcast_id", nullable=True),
        sa.Column("at", TIME, nullable=False),
        *_constraints("panel_waves", "id", panel_id="panels", broadcast_id="broadcasts"),
        sa.UniqueConstraint("panel_id", "number", name="uq_panel_waves_panel_id_number"),
    )
    op.create_table(
        "panel_asks",
        _key("wave_id"),
        _key("participant_id"),
        _key("contact_id"),
        sa.Column("at", TIME, nullable=False),
        *_constraints(
            "panel_asks",
            *("wave_id", "participant_id"),
            wave_id="panel_waves",
            participant_id="participants",
            contact_id="contacts",
        ),
    )
    op.create_index("ix_panel_asks_participant_id", "panel_asks", ["participant_id", "at"])


def downgrade() -> None:
    for table in ("panel_asks", "panel_waves", "panels", "members", "erasure_requests", "consent_withdrawals"):
        op.drop_table(table)
    with op.batch_alter_table("consents") as change:
        change.drop_column("withdrawn_at")


def _key(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, KEY, nullable=nullable)


def _constraints(table: str, *key: str, **of: str) -> list[sa.Constraint]:
    named = [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=f"fk_{table}_{name}") for name, other in of.items()
    ]
    return [sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"), *named]
