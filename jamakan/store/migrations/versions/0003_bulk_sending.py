"""Broadcasts with states, budgets and audiences; channels that stop; the clock's schedule; rules of follow-ups."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD, NAME = sa.String(length=40), sa.String(length=200)
WAITING_SINGLE = "state = 'queued' AND broadcast_id IS NULL"
WAITING_BULK = "state = 'queued' AND broadcast_id IS NOT NULL"
OF_A_BROADCAST = "broadcast_id IS NOT NULL"
QUEUED, SENT = "state = 'queued'", "state = 'sent'"

# table → column, type, what rows written before have; None: nothing
ADDED: dict[str, tuple[tuple[str, sa.types.TypeEngine[Any], str | None], ...]] = {
    "broadcasts": (
        ("dedupe_key", NAME, ""),
        ("name", NAME, ""),
        ("audience", sa.JSON(), "{}"),
        ("reason", sa.Text(), ""),
        ("created_by", NAME, ""),
        ("approved_by", NAME, ""),
        ("approved_lines", sa.Integer(), None),
        ("starts_at", TIME, "1970-01-01 00:00:00"),
        ("started_at", TIME, None),
        ("finished_at", TIME, None),
        ("sends_from", WORD, ""),
        ("sends_until", WORD, ""),
        ("channel", WORD, ""),
        ("fallback", WORD, ""),
        ("cap_micros", BIG, None),
        ("spent_micros", BIG, "0"),
        ("prepared_through", BIG, "0"),
        ("prepared_at", TIME, None),
        ("excluded", sa.JSON(), "{}"),
    ),
    "contacts": (
        ("unasked_on", sa.Date(), None),
        ("unasked", sa.Integer(), "0"),
        ("replies_on", sa.Date(), None),
        ("replies", sa.Integer(), "0"),
    ),
    "opt_changes": (("source", WORD, ""),),
    "messages": (
        ("rule_id", BIG, None),
        ("activity_id", BIG, None),
        ("replaces_id", BIG, None),
        ("expected_parts", sa.SmallInteger(), "1"),
        ("reserved_micros", BIG, "0"),
    ),
}


def upgrade() -> None:
    _new_tables()
    for table in ADDED:
        _add_columns(table)
    op.execute("UPDATE broadcasts SET dedupe_key = 'broadcast:' || id, starts_at = created_at, prepared_at = created_at")
    _audiences()
    _drop_defaults("broadcasts")
    _drop_defaults("contacts")
    _drop_defaults("opt_changes")
    _drop_defaults("messages")
    with op.batch_alter_table("broadcasts") as change:
        change.drop_constraint("uq_broadcasts_activity_id_kind_text_digest", type_="unique")
        change.drop_column("text_digest")
        change.create_unique_constraint("uq_broadcasts_dedupe_key", ["dedupe_key"])
        change.create_index("ix_broadcasts_state", ["state"])
    _message_indexes()


def _audiences() -> None:
    """Whom the reminders of before went to: everybody with a seat at their activity."""
    broadcasts = sa.table("broadcasts", sa.column("audience", sa.JSON()), sa.column("activity_id", BIG))
    activities = sa.table("activities", sa.column("id", BIG), sa.column("slug", NAME))
    for row in op.get_bind().execute(sa.select(activities.c.id, activities.c.slug)).all():
        of_it = broadcasts.update().where(broadcasts.c.activity_id == row.id)
        op.get_bind().execute(of_it.values(audience={"activity": row.slug}))


def _new_tables() -> None:
    op.create_table(
        "channel_states",
        sa.Column("channel", WORD, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("retry_at", TIME),
        sa.PrimaryKeyConstraint("channel", name="pk_channel_states"),
    )
    op.create_table(
        "fetch_cursors",
        sa.Column("channel", WORD, nullable=False),
        sa.Column("last_id", NAME, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_fetch_cursors"),
    )
    op.create_table(
        "follow_up_rules",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_follow_up_rules"),
        sa.UniqueConstraint("name", name="uq_follow_up_rules_name"),
    )
    op.create_table(
        "schedule",
        sa.Column("name", NAME, nullable=False),
        sa.Column("every_seconds", sa.Integer(), nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("last_at", TIME),
        sa.PrimaryKeyConstraint("name", name="pk_schedule"),
    )
    op.create_table(
        "spending",
        sa.Column("month", WORD, nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("micros", BIG, nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "channel", name="pk_spending"),
    )
    op.create_table(
        "broadcast_events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("broadcast_id", BIG, nullable=False),
        sa.Column("event", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("by", NAME, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name="fk_broadcast_events_broadcast_id"),
        sa.PrimaryKeyConstraint("id", name="pk_broadcast_events"),
    )
    op.create_index("ix_broadcast_events_broadcast_id", "broadcast_events", ["broadcast_id"])
    op.create_table(
        "broadcast_recipients",
        sa.Column("broadcast_id", BIG, nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("language", WORD, nullable=False),
        sa.Column("fields", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name="fk_broadcast_recipients_broadcast_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_broadcast_recipients_contact_id"),
        sa.PrimaryKeyConstraint("broadcast_id", "contact_id", name="pk_broadcast_recipients"),
    )


def _add_columns(table: str) -> None:
    with op.batch_alter_table(table) as change:
        for name, kind, default in ADDED[table]:
            change.add_column(sa.Column(name, kind, nullable=default is None, server_default=default))
        if table == "messages":
            change.create_foreign_key("fk_messages_rule_id", "follow_up_rules", ["rule_id"], ["id"])
            change.create_foreign_key("fk_messages_activity_id", "activities", ["activity_id"], ["id"])
            change.create_foreign_key("fk_messages_replaces_id", "messages", ["replaces_id"], ["id"])


def _drop_defaults(table: str) -> None:
    """The defaults were for rows written before; the models have their own."""
    with op.batch_alter_table(table) as change:
        for name, kind, default in ADDED[table]:
            if default is not None:
                change.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)


def _message_indexes() -> None:
    for name in ("ix_messages_due", "ix_messages_broadcast"):
        op.drop_index(name, "messages")
    _partial("ix_messages_single", ["channel", "priority", "not_before", "id"], WAITING_SINGLE)
    _partial("ix_messages_bulk", ["broadcast_id", "channel", "not_before", "body_digest", "id"], WAITING_BULK)
    _partial("ix_messages_unreported", ["sent_at"], SENT)
    _partial("ix_messages_broadcast", ["broadcast_id", "state", "reason"], OF_A_BROADCAST)
    _partial("ix_messages_followups", ["contact_id"], "state = 'queued' AND rule_id IS NOT NULL")
    _partial("ix_messages_rule", ["rule_id", "sent_at"], "rule_id IS NOT NULL")
    running = sa.text("ended_at IS NULL")
    op.create_index("ix_dialogues_running", "dialogues", ["last_at"], sqlite_where=running, postgresql_where=running)
    unjoined = sa.text("message_id IS NULL")
    op.create_index(
        "ix_delivery_reports_lately", "delivery_reports", ["at"], sqlite_where=unjoined, postgresql_where=unjoined
    )


def _partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "messages", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_index("ix_delivery_reports_lately", "delivery_reports")
    op.drop_index("ix_dialogues_running", "dialogues")
    for name in ("single", "bulk", "unreported", "broadcast", "followups", "rule"):
        op.drop_index(f"ix_messages_{name}", "messages")
    with op.batch_alter_table("messages") as change:
        for reference in ("rule_id", "activity_id", "replaces_id"):
            change.drop_constraint(f"fk_messages_{reference}", type_="foreignkey")
        for column, _, _ in ADDED["messages"]:
            change.drop_column(column)
    _partial("ix_messages_due", ["channel", "priority", "id"], QUEUED)
    _partial("ix_messages_broadcast", ["broadcast_id", "state"], OF_A_BROADCAST)
    for name in ("contacts", "opt_changes"):
        with op.batch_alter_table(name) as table:
            for column, _, _ in ADDED[name]:
                table.drop_column(column)
    with op.batch_alter_table("broadcasts") as change:
        change.drop_constraint("uq_broadcasts_dedupe_key", type_="unique")
        change.drop_index("ix_broadcasts_state")
        change.add_column(sa.Column("text_digest", sa.String(length=32), nullable=False, server_default=""))
    op.execute("UPDATE broadcasts SET text_digest = id")
    with op.batch_alter_table("broadcasts") as change:
        change.alter_column("text_digest", existing_type=sa.String(length=32), server_default=None)
        change.create_unique_constraint(
            "uq_broadcasts_activity_id_kind_text_digest", ["activity_id", "kind", "text_digest"]
        )
        for column, _, _ in ADDED["broadcasts"]:
            change.drop_column(column)
    for name in (
        *("broadcast_recipients", "broadcast_events", "spending", "schedule"),
        *("follow_up_rules", "fetch_cursors", "channel_states"),
    ):
        op.drop_table(name)
