"""What needs a person: messages assigned and tagged, cases, templates of answers."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD, NAME = sa.String(length=40), sa.String(length=200)


def upgrade() -> None:
    _cases()
    _inbox()
    _answers()
    _fill()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", BIG, nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("theme", WORD, nullable=False),
        sa.Column("region", WORD, nullable=False),
        sa.Column("institution", NAME, nullable=False),
        sa.Column("holder_id", BIG),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("closed_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_cases_contact_id"),
        sa.ForeignKeyConstraint(["holder_id"], ["staff_accounts.id"], name="fk_cases_holder_id"),
    )
    op.create_index("ix_cases_contact_id", "cases", ["contact_id"])
    op.create_index("ix_cases_state", "cases", ["state", "id"])
    op.create_index("ix_cases_waits", "cases", ["waits", "id"])
    op.create_index("ix_cases_holder", "cases", ["holder_id", "id"])
    op.create_table(
        "case_events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("event", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("by_id", BIG),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("message_id", BIG),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_events"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_events_case_id"),
        sa.ForeignKeyConstraint(["by_id"], ["staff_accounts.id"], name="fk_case_events_by_id"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_case_events_message_id"),
    )
    op.create_index("ix_case_events_case_id", "case_events", ["case_id", "id"])


def _inbox() -> None:
    op.create_table(
        "inbox_items",
        sa.Column("message_id", BIG, nullable=False, autoincrement=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("holder_id", BIG),
        sa.Column("case_id", BIG),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_inbox_items"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_inbox_items_message_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_inbox_items_contact_id"),
        sa.ForeignKeyConstraint(["holder_id"], ["staff_accounts.id"], name="fk_inbox_items_holder_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_inbox_items_case_id"),
    )
    op.create_index("ix_inbox_items_contact_id", "inbox_items", ["contact_id"])
    op.create_index("ix_inbox_items_case_id", "inbox_items", ["case_id"])
    op.create_index("ix_inbox_items_state", "inbox_items", ["state", "message_id"])
    op.create_index("ix_inbox_items_holder", "inbox_items", ["holder_id", "state", "message_id"])
    op.create_table(
        "inbox_tags",
        sa.Column("tag", WORD, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("tag", "message_id", name="pk_inbox_tags"),
        sa.ForeignKeyConstraint(["message_id"], ["inbox_items.message_id"], name="fk_inbox_tags_message_id"),
    )
    op.create_index("ix_inbox_tags_message_id", "inbox_tags", ["message_id"])
    op.create_table(
        "inbox_counts",
        sa.Column("what", WORD, nullable=False),
        sa.Column("value", WORD, nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", "value", name="pk_inbox_counts"),
    )


def _answers() -> None:
    op.create_table(
        "staff_answers",
        sa.Column("message_id", BIG, nullable=False, autoincrement=False),
        sa.Column("about", NAME, nullable=False),
        sa.Column("by_id", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_staff_answers"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_staff_answers_message_id"),
        sa.ForeignKeyConstraint(["by_id"], ["staff_accounts.id"], name="fk_staff_answers_by_id"),
    )
    op.create_index("ix_staff_answers_about", "staff_answers", ["about", "message_id"])
    taken_over = sa.text("replaces_id IS NOT NULL")
    op.create_index(
        *("ix_messages_replaces_id", "messages", ["replaces_id"]),
        sqlite_where=taken_over,
        postgresql_where=taken_over,
    )
    op.create_table(
        "answer_templates",
        sa.Column("id", BIG, nullable=False),
        sa.Column("title", NAME, nullable=False),
        sa.Column("language", WORD, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", BIG, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer_templates"),
        sa.ForeignKeyConstraint(["changed_by"], ["staff_accounts.id"], name="fk_answer_templates_changed_by"),
    )


def _fill() -> None:
    """What already waited for a person waits on."""
    op.execute(
        "INSERT INTO inbox_items (message_id, contact_id, state, version, received_at, changed_at) "
        "SELECT id, contact_id, 'open', 0, created_at, created_at FROM messages "
        "WHERE direction = 'in' AND NOT understood"
    )
    op.execute(
        "INSERT INTO inbox_counts (what, value, items) SELECT 'state', 'open', count(*) FROM inbox_items "
        "HAVING count(*) > 0"
    )


def downgrade() -> None:
    op.drop_index("ix_messages_replaces_id", "messages")
    for table in (
        *("answer_templates", "staff_answers", "inbox_counts", "inbox_tags", "inbox_items"),
        *("case_events", "cases"),
    ):
        op.drop_table(table)
