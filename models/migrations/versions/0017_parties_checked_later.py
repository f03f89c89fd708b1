"""Parties a register did not answer for (CLM-5); the demands by which a claim's value is worked out (MPM 112)."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("party", sa.Column("register_remark", sa.String(60), nullable=False, server_default=""))
    op.alter_column("party", "register_remark", server_default=None)
    op.add_column("draft", sa.Column("demands", sa.JSON(), nullable=False, server_default="[]"))
    op.alter_column("draft", "demands", server_default=None)


def downgrade() -> None:
    op.drop_column("draft", "demands")
    op.drop_column("party", "register_remark")
