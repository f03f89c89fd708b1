"""An organisation's seal beside the signature of whoever signs for it (CLM-12)."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None
TABLES = ("claim_signer", "void_signer", "signing")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("seal", sa.String(10), nullable=False, server_default=""))
        op.alter_column(table, "seal", server_default=None)
    for table in TABLES[:2]:
        op.add_column(table, sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in TABLES[:2]:
        op.drop_column(table, "sealed_at")
    for table in TABLES:
        op.drop_column(table, "seal")
