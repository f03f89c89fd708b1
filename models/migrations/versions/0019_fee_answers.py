"""What the court says of a ground of exemption from the fee (FEE-3), as part of its decision."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("court_decision", sa.Column("exemption", sa.String(40), nullable=True))
    op.add_column("court_decision", sa.Column("exemption_reason", sa.String(), nullable=False, server_default=""))
    op.alter_column("court_decision", "exemption_reason", server_default=None)


def downgrade() -> None:
    op.drop_column("court_decision", "exemption_reason")
    op.drop_column("court_decision", "exemption")
