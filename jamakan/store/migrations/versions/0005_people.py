"""People: corrected, merged, erased, and spreadsheets of them read before they are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
HEX, WORD = sa.String(length=32), sa.String(length=40)
FACTS = ("age", "region", "group", "displacement")  # lists are narrowed by them, rare ones too
COUNTERS = ("done", "added", "known", "seated", "waitlisted")


def upgrade() -> None:
    _people()
    _erasing()
    _imports()


def _people() -> None:
    with op.batch_alter_table("participants") as table:
        table.add_column(sa.Column("name_ref", HEX, nullable=False, server_default=""))
        table.add_column(sa.Column("erased_at", TIME))
        table.add_column(sa.Column("merged_into_id", BIG))
        table.create_foreign_key("fk_participants_merged_into_id", "participants", ["merged_into_id"], ["id"])
    with op.batch_alter_table("participants") as table:
        table.alter_column("name_ref", server_default=None)
    op.create_index("ix_participants_name_ref", "participants", ["name_ref"])
    op.create_index("ix_participants_merged_into_id", "participants", ["merged_into_id"])
    op.create_index("ix_registrations_participant_id", "registrations", ["participant_id"])
    for fact in FACTS:
        op.create_index(f"ix_participants_{fact}", "participants", [fact])
    op.add_column("contacts", sa.Column("erased_at", TIME))
    op.create_index("ix_contacts_language", "contacts", ["language"])


def _erasing() -> None:
    op.create_table(
        "tombstones",
        sa.Column("ref", HEX, nullable=False),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        sa.Column("erased_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("ref", name="pk_tombstones"),
    )
    op.create_table(
        "redis_removals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", HEX, nullable=False),
        sa.Column("sessions", sa.JSON(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_redis_removals"),
    )


def _imports() -> None:
    op.create_table(
        "people_imports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("digest", HEX, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("by", BIG),
        sa.Column("activity_id", BIG),
        sa.Column("rows", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTERS),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_people_imports"),
        sa.UniqueConstraint("digest", name="uq_people_imports_digest"),
        sa.ForeignKeyConstraint(["by"], ["staff_accounts.id"], name="fk_people_imports_by"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_people_imports_activity_id"),
    )
    keeping = sa.text("state = 'keeping'")
    op.create_index(
        "ix_people_imports_waiting", "people_imports", ["id"], sqlite_where=keeping, postgresql_where=keeping
    )
    op.create_table(
        "people_import_chunks",
        sa.Column("import_id", BIG, nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "first", name="pk_people_import_chunks"),
        sa.ForeignKeyConstraint(["import_id"], ["people_imports.id"], name="fk_people_import_chunks_import_id"),
    )


def downgrade() -> None:
    for table in ("people_import_chunks", "people_imports", "redis_removals", "tombstones"):
        op.drop_table(table)
    op.drop_index("ix_registrations_participant_id", "registrations")
    op.drop_index("ix_contacts_language", "contacts")
    for fact in FACTS:
        op.drop_index(f"ix_participants_{fact}", "participants")
    with op.batch_alter_table("contacts") as contacts:
        contacts.drop_column("erased_at")
    with op.batch_alter_table("participants") as people:
        people.drop_constraint("fk_participants_merged_into_id", type_="foreignkey")
        people.drop_index("ix_participants_name_ref")
        people.drop_index("ix_participants_merged_into_id")
        for name in ("name_ref", "erased_at", "merged_into_id"):
            people.drop_column(name)
