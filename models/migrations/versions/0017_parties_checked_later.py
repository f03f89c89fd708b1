"""What the registers say of a party: a register that did not answer is asked again by the claim's workflow (CLM-5)."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("party", sa.Column("register_remark", sa.String(60), nullable=False, server_default=""))
    op.alter_column("party", "register_remark", server_default=None)


def downgrade() -> None:
    op.drop_column("party", "register_remark")
