"""Roles of the staff become grants with reason and end; an append-only register of rights (AUD-4)."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TRIGGERS = (
    """CREATE FUNCTION refuse_change_of_rights() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the register of rights is append-only'; END $$""",
    """CREATE TRIGGER rights_line_append_only BEFORE UPDATE OR DELETE ON rights_line
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_rights()""",
    """CREATE TRIGGER rights_line_no_truncate BEFORE TRUNCATE ON rights_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_rights()""",
)
GRANTS = """INSERT INTO role_grant (id, account_id, role, court_id, reason, since, withdrawn_reason)
SELECT gen_random_uuid(), id, role, coalesce(court_id, ''), 'Held when grants were introduced', created_at, ''
FROM account WHERE role <> 'litigant'"""
LINES = """INSERT INTO rights_line (id, at, act, about_account, role, court_id, reason)
SELECT gen_random_uuid(), now(), 'grant', account_id, role, court_id, reason FROM role_grant"""
# Who has no grant any more keeps the last one's role: the account itself could not stand without.
ROLES_BACK = """UPDATE account SET role = held.role, court_id = nullif(held.court_id, '') FROM (
SELECT DISTINCT ON (account_id) account_id, role, court_id FROM role_grant ORDER BY account_id, since DESC
) AS held WHERE held.account_id = account.id AND account.role IS NULL"""
# Nor could one that never had any: it can sign in nowhere, and is taken for a judge, who sees nothing.
NEVER = "UPDATE account SET role = 'judge' WHERE role IS NULL"


def upgrade() -> None:
    _make_grants()
    _make_register()
    op.execute(GRANTS)
    op.execute(LINES)
    op.alter_column("account", "role", nullable=True)
    op.execute("UPDATE account SET role = NULL WHERE role <> 'litigant'")
    op.create_check_constraint(op.f("ck_account_staff_by_grants"), "account", "role IS NULL OR role = 'litigant'")
    op.drop_column("account", "court_id")


def _make_grants() -> None:
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("court_id", sa.String(length=60), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("until IS NULL OR until > since", name=op.f("ck_role_grant_ends_after_it_begins")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason = '')", name=op.f("ck_role_grant_withdrawn_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id_account")),
        sa.ForeignKeyConstraint(["granted_by"], ["account.id"], name=op.f("fk_role_grant_granted_by_account")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"], name=op.f("fk_role_grant_withdrawn_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_account_id"), "role_grant", ["account_id"])
    op.create_index(
        "role_grant_standing", "role_grant", ["account_id"], postgresql_where=sa.text("withdrawn_at IS NULL")
    )


def _make_register() -> None:
    op.create_table(
        "rights_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("by_account", sa.Uuid(), nullable=True),
        sa.Column("about_account", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("court_id", sa.String(length=60), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["by_account"], ["account.id"], name=op.f("fk_rights_line_by_account_account")),
        sa.ForeignKeyConstraint(["about_account"], ["account.id"], name=op.f("fk_rights_line_about_account_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_line")),
    )
    op.create_index(op.f("ix_rights_line_at"), "rights_line", ["at"])
    op.create_index("rights_about_account", "rights_line", ["about_account", sa.literal_column("at DESC")])
    for statement in TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    op.add_column("account", sa.Column("court_id", sa.String(length=60)))
    op.drop_constraint(op.f("ck_account_staff_by_grants"), "account")
    op.execute(ROLES_BACK)
    op.execute(NEVER)
    op.alter_column("account", "role", nullable=False)
    op.drop_table("rights_line")
    op.execute("DROP FUNCTION refuse_change_of_rights()")
    op.drop_table("role_grant")
