"""An unfinished upload is found again by the file's fingerprint, when the page was loaded anew (CLM-7)."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("upload", sa.Column("fingerprint", sa.String(64), nullable=False, server_default=""))
    op.alter_column("upload", "fingerprint", server_default=None)


def downgrade() -> None:
    op.drop_column("upload", "fingerprint")
