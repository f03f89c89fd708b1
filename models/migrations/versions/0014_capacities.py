"""Organisations a person may act for; claims, drafts and notices say in whose name (ID-12)."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEWEST = sa.text("updated_at DESC")
# Who came in before certificates were kept for each name had his own, a citizen's, on the account.
BOUND = """INSERT INTO bound_certificate (account_id, voen, kind, organisation, serial, bound_at)
SELECT id, '', 'citizen', '', certificate_serial, now() FROM account
WHERE certificate_serial IS NOT NULL AND NOT EXISTS (SELECT FROM bound_certificate WHERE account_id = account.id)"""
UNBOUND = """UPDATE account SET certificate_serial = serial FROM bound_certificate
WHERE account_id = account.id AND voen = ''"""
IN_WHOSE_NAME = ("claim", "draft", "notice")


def upgrade() -> None:
    op.create_table(
        "capacity",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("voen", sa.String(10), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("by_register", sa.Boolean(), nullable=False),
        sa.Column("certificate_until", MOMENT, nullable=True),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_confirmed_at", MOMENT, nullable=True),
        sa.Column("notify_email", sa.Boolean(), nullable=False),
        sa.Column("notify_sms", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_capacity_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", "position", name=op.f("pk_capacity")),
        sa.UniqueConstraint("account_id", "voen", name="one_capacity_an_organisation"),
    )
    op.create_index(op.f("ix_capacity_voen"), "capacity", ["voen"])
    for table in IN_WHOSE_NAME:
        op.add_column(table, sa.Column("voen", sa.String(10), nullable=False, server_default=""))
        op.alter_column(table, "voen", server_default=None)
    op.add_column("web_session", sa.Column("capacity", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("web_session", "capacity", server_default=None)
    op.add_column("email_change", sa.Column("capacity", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("email_change", "capacity", server_default=None)
    _one_open_change_each("account_id", "capacity")
    op.execute(BOUND)
    op.drop_column("account", "certificate_serial")
    op.add_column("account", sa.Column("organisations_due_at", MOMENT, nullable=True))
    op.create_index(
        "account_organisations_due",
        "account",
        ["organisations_due_at"],
        postgresql_where=sa.text("organisations_due_at IS NOT NULL"),
    )
    op.create_index(
        "claim_of_organisation",
        "claim",
        ["voen", NEWEST, "id"],
        postgresql_include=["status"],
        postgresql_where=sa.text("voen <> ''"),
    )


def _one_open_change_each(*columns: str) -> None:
    op.drop_index("one_open_email_change", "email_change")
    op.create_index(
        "one_open_email_change",
        "email_change",
        list(columns),
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("claim_of_organisation", "claim")
    op.add_column("account", sa.Column("certificate_serial", sa.String(), nullable=True))
    op.execute(UNBOUND)
    op.drop_index("account_organisations_due", "account")
    op.drop_column("account", "organisations_due_at")
    op.execute("UPDATE email_change SET closed_at = now() WHERE closed_at IS NULL AND capacity <> 0")
    _one_open_change_each("account_id")
    op.drop_column("email_change", "capacity")
    op.drop_column("web_session", "capacity")
    for table in IN_WHOSE_NAME:
        op.drop_column(table, "voen")
    op.drop_table("capacity")
