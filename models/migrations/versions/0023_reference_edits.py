"""Reference data that the owner edits: a version of each entry, what a court does not hear, an append-only history."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_reference_line() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of the reference data is append-only'; END $$""",
    """CREATE TRIGGER reference_line_append_only BEFORE UPDATE OR DELETE ON reference_line
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_reference_line()""",
    """CREATE TRIGGER reference_line_no_truncate BEFORE TRUNCATE ON reference_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_reference_line()""",
)


def upgrade() -> None:
    for table in ("court", "category"):
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        op.alter_column(table, "version", server_default=None)
    op.add_column("court", sa.Column("not_heard", sa.ARRAY(sa.String(80)), nullable=False, server_default="{}"))
    op.alter_column("court", "not_heard", server_default=None)
    op.create_table(
        "reference_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.String(40), nullable=False),
        sa.Column("entry_id", sa.String(80), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_account"], ["account.id"], name=op.f("fk_reference_line_by_account_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_line")),
    )
    op.create_index("reference_line_of_entry", "reference_line", ["table_name", "entry_id", "at"])
    for statement in TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("reference_line")
    op.execute("DROP FUNCTION refuse_change_of_reference_line")
    op.drop_column("court", "not_heard")
    for table in ("category", "court"):
        op.drop_column(table, "version")
