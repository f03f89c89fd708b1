"""Requests to correct personal data, with an append-only history of each (PRO-3)."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("status = 'waiting'")
TRIGGERS = (
    """CREATE FUNCTION refuse_change_of_corrections() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of corrections is append-only'; END $$""",
    """CREATE TRIGGER correction_line_append_only BEFORE UPDATE OR DELETE ON correction_line
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_corrections()""",
    """CREATE TRIGGER correction_line_no_truncate BEFORE TRUNCATE ON correction_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_corrections()""",
)


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("datum", sa.String(length=40), nullable=False),
        sa.Column("kept", sa.String(), nullable=False),
        sa.Column("wished", sa.String(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("remind_at", MOMENT, nullable=False),
        sa.Column("decide_by", MOMENT, nullable=False),
        sa.Column("warned", sa.Boolean(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_correction_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(
        "one_open_correction", "correction", ["account_id", "datum"], unique=True, postgresql_where=WAITING
    )
    op.create_index("correction_of_account", "correction", ["account_id", sa.literal_column("opened_at DESC")])
    op.create_index("correction_queue", "correction", ["decide_by"], postgresql_where=WAITING)
    _make_history()


def _make_history() -> None:
    op.create_table(
        "correction_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("by_account", sa.Uuid(), nullable=True),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["correction.id"], name=op.f("fk_correction_line_correction_id_correction")
        ),
        sa.ForeignKeyConstraint(["by_account"], ["account.id"], name=op.f("fk_correction_line_by_account_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_line")),
    )
    op.create_index(op.f("ix_correction_line_at"), "correction_line", ["at"])
    op.create_index("line_of_correction", "correction_line", ["correction_id", "at"])
    for statement in TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("correction_line")
    op.execute("DROP FUNCTION refuse_change_of_corrections()")
    op.drop_table("correction")
