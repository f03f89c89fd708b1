"""What the staff saw stays as it was written, like the register: no change, no deletion, no emptying (AUD-1)."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TRIGGERS = (
    """CREATE FUNCTION refuse_change_of_looks() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the record of looks is append-only'; END $$""",
    """CREATE TRIGGER access_event_append_only BEFORE UPDATE OR DELETE ON access_event
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_looks()""",
    """CREATE TRIGGER access_event_no_truncate BEFORE TRUNCATE ON access_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_looks()""",
)


def upgrade() -> None:
    for statement in TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER access_event_no_truncate ON access_event")
    op.execute("DROP TRIGGER access_event_append_only ON access_event")
    op.execute("DROP FUNCTION refuse_change_of_looks()")
