"""Sessions as their owner sees them, addresses to be confirmed (PRO-1, 2), who asked the registers (PRO-3)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TRIGGERS = (
    """CREATE FUNCTION refuse_change_of_inquiries() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the record of inquiries is append-only'; END $$""",
    """CREATE TRIGGER register_inquiry_append_only BEFORE UPDATE OR DELETE ON register_inquiry
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_inquiries()""",
    """CREATE TRIGGER register_inquiry_no_truncate BEFORE TRUNCATE ON register_inquiry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_inquiries()""",
)


def upgrade() -> None:
    _contacts()
    _sessions()
    _inquiries()


def downgrade() -> None:
    op.drop_table("phone_check")
    op.drop_table("email_change")
    op.drop_column("account", "phone_confirmed_at")
    op.drop_column("account", "home_phone")
    op.drop_table("register_inquiry")
    op.execute("DROP FUNCTION refuse_change_of_inquiries()")
    for name in ("handle", "method", "device", "agent", "address"):
        op.drop_column("web_session", name)


def _sessions() -> None:
    handle = sa.Column("handle", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()"))
    op.add_column("web_session", handle)
    op.alter_column("web_session", "handle", server_default=None)
    op.create_unique_constraint(op.f("uq_web_session_handle"), "web_session", ["handle"])
    op.add_column("web_session", sa.Column("method", sa.String(40)))
    for name, length in (("device", 80), ("agent", 1000), ("address", 64)):
        op.add_column("web_session", sa.Column(name, sa.String(length), nullable=False, server_default=""))
        op.alter_column("web_session", name, server_default=None)


def _inquiries() -> None:
    op.create_table(
        "register_inquiry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("about_fin", sa.String(7), nullable=False),
        sa.Column("about_voen", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_register_inquiry_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_inquiry")),
    )
    newest = sa.literal_column("at DESC")
    for name, column in (("inquiry_about_person", "about_fin"), ("inquiry_about_organisation", "about_voen")):
        op.create_index(name, "register_inquiry", [column, newest], postgresql_where=sa.text(f"{column} <> ''"))
    op.create_index("inquiry_by_account", "register_inquiry", ["account_id", newest])
    for statement in TRIGGERS:
        op.execute(statement)


def _contacts() -> None:
    op.add_column("account", sa.Column("home_phone", sa.String(), nullable=False, server_default=""))
    op.alter_column("account", "home_phone", server_default=None)
    op.add_column("account", sa.Column("phone_confirmed_at", MOMENT))
    _awaiting("email_change", ("email", "token_hash"), sa.Column("followed", sa.Boolean(), nullable=False))
    op.create_unique_constraint(op.f("uq_email_change_token_hash"), "email_change", ["token_hash"])
    _awaiting("phone_check", ("phone", "code_hash"), sa.Column("tries", sa.Integer(), nullable=False))


def _awaiting(name: str, what: tuple[str, str], last: sa.Column[int] | sa.Column[bool]) -> None:
    given, secret = what
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(given, sa.String(), nullable=False),
        sa.Column(secret, sa.String(64), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        last,
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{name}_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_account_id"), name, ["account_id"])
    unclosed = sa.text("closed_at IS NULL")
    op.create_index(f"one_open_{name}", name, ["account_id"], unique=True, postgresql_where=unclosed)
