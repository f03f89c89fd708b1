"""Looks of operators at applications to confirm an identity stand beside those at filings (AUD-1, PRO-3)."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FOREIGN_KEY = "fk_access_event_application_id_identity_application"
CHECK = "ck_access_event_at_one_thing"


def upgrade() -> None:
    op.alter_column("access_event", "claim_id", nullable=True)
    op.add_column("access_event", sa.Column("application_id", sa.String(length=36), nullable=True))
    op.create_foreign_key(op.f(FOREIGN_KEY), "access_event", "identity_application", ["application_id"], ["id"])
    op.create_check_constraint(op.f(CHECK), "access_event", "num_nonnulls(claim_id, application_id) = 1")
    op.create_index(
        "access_to_application",
        "access_event",
        ["application_id", sa.literal_column("at DESC")],
        postgresql_where=sa.text("application_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Take it back; looks that the older table cannot hold are lost, which its triggers would refuse."""
    op.execute("ALTER TABLE access_event DISABLE TRIGGER access_event_append_only")
    op.execute("DELETE FROM access_event WHERE claim_id IS NULL")
    op.execute("ALTER TABLE access_event ENABLE TRIGGER access_event_append_only")
    op.drop_index("access_to_application", table_name="access_event")
    op.drop_constraint(op.f(CHECK), "access_event", type_="check")
    op.drop_column("access_event", "application_id")
    op.alter_column("access_event", "claim_id", nullable=False)
