"""Courts and categories that are in use from a day on; a version of each day of the calendar, the reason of an edit."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("court", "category"):
        op.add_column(table, sa.Column("valid_from", sa.Date(), nullable=True))
    op.add_column("calendar_day", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column("calendar_day", "version", server_default=None)
    op.add_column("reference_line", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    op.alter_column("reference_line", "reason", server_default=None)


def downgrade() -> None:
    op.drop_column("reference_line", "reason")
    op.drop_column("calendar_day", "version")
    for table in ("category", "court"):
        op.drop_column(table, "valid_from")
