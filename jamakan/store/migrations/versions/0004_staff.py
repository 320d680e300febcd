"""Staff accounts, their sign-ins and their trail; who came to an activity, quotas, and counts for pages."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
HEX, WORD, NAME = sa.String(length=32), sa.String(length=40), sa.String(length=200)

UNCHANGEABLE = "audit entries are never changed or deleted"
SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER audit_entries_no_{event.lower()} BEFORE {event} ON audit_entries "
    f"BEGIN SELECT RAISE(ABORT, '{UNCHANGEABLE}'); END"
    for event in ("UPDATE", "DELETE")
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION audit_entries_unchangeable() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{UNCHANGEABLE}'; END $$",
    "CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE ON audit_entries "
    "FOR EACH ROW EXECUTE FUNCTION audit_entries_unchangeable()",
    "CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_unchangeable()",
)


def upgrade() -> None:
    _staff()
    _audit()
    _attendance()
    _counts()


def _staff() -> None:
    op.create_table(
        "staff_accounts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("email_ref", HEX, nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("totp", sa.LargeBinary()),
        sa.Column("totp_step", BIG, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_accounts"),
        sa.UniqueConstraint("email_ref", name="uq_staff_accounts_email_ref"),
    )
    op.create_table(
        "staff_invitations",
        sa.Column("token_ref", HEX, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("token_ref", name="pk_staff_invitations"),
        sa.ForeignKeyConstraint(["account_id"], ["staff_accounts.id"], name="fk_staff_invitations_account_id"),
    )
    op.create_table(
        "staff_recovery_codes",
        sa.Column("code_ref", HEX, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("code_ref", name="pk_staff_recovery_codes"),
        sa.ForeignKeyConstraint(["account_id"], ["staff_accounts.id"], name="fk_staff_recovery_codes_account_id"),
    )
    op.create_table(
        "staff_sign_ins",
        sa.Column("id", BIG, nullable=False),
        sa.Column("token_ref", HEX, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("stage", WORD, nullable=False),
        sa.Column("device", NAME, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_sign_ins"),
        sa.UniqueConstraint("token_ref", name="uq_staff_sign_ins_token_ref"),
        sa.ForeignKeyConstraint(["account_id"], ["staff_accounts.id"], name="fk_staff_sign_ins_account_id"),
    )
    for table in ("staff_invitations", "staff_recovery_codes", "staff_sign_ins"):
        op.create_index(f"ix_{table}_account_id", table, ["account_id"])


def _audit() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("action", WORD, nullable=False),
        sa.Column("subject", NAME, nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("mac", HEX, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
    )
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject"])
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for guard in SQLITE_GUARDS if on_sqlite else POSTGRESQL_GUARDS:
        op.execute(guard)


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("registration_id", BIG, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("marked_by", BIG),
        sa.Column("marked_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("registration_id", "day", name="pk_attendance"),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name="fk_attendance_registration_id"),
        sa.ForeignKeyConstraint(["marked_by"], ["staff_accounts.id"], name="fk_attendance_marked_by"),
        sa.CheckConstraint("day >= 1", name="ck_attendance_day"),
    )
    op.create_table(
        "activity_quotas",
        sa.Column("activity_id", BIG, nullable=False),
        sa.Column("fact", WORD, nullable=False),
        sa.Column("value", WORD, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("activity_id", "fact", "value", name="pk_activity_quotas"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_activity_quotas_activity_id"),
    )


def _counts() -> None:
    op.create_table(
        "activity_tallies",
        sa.Column("activity_id", BIG, nullable=False),
        sa.Column("measure", WORD, nullable=False),
        sa.Column("fact", WORD, nullable=False),
        sa.Column("value", WORD, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("activity_id", "measure", "fact", "value", name="pk_activity_tallies"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_activity_tallies_activity_id"),
    )
    op.create_table(
        "registration_days",
        sa.Column("activity_id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("women", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("activity_id", "day", name="pk_registration_days"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_registration_days_activity_id"),
    )
    op.create_index("ix_registration_days_day", "registration_days", ["day"])


def downgrade() -> None:
    for table in (
        *("registration_days", "activity_tallies", "activity_quotas", "attendance", "audit_entries"),
        *("staff_sign_ins", "staff_recovery_codes", "staff_invitations", "staff_accounts"),
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entries_unchangeable()")
