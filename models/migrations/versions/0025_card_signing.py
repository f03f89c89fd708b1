"""A filing signed with a card: which way an attempt takes, and what the browser hands to the card (CLM-12)."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None
COLUMNS = {"certificate": sa.String(), "digest": sa.String(128), "hash_name": sa.String(10)}


def upgrade() -> None:
    op.add_column("signing", sa.Column("way", sa.String(40), nullable=False, server_default="phone"))
    op.alter_column("signing", "way", server_default=None)
    for name, kind in COLUMNS.items():
        op.add_column("signing", sa.Column(name, kind, nullable=False, server_default=""))
        op.alter_column("signing", name, server_default=None)


def downgrade() -> None:
    for name in (*COLUMNS, "way"):
        op.drop_column("signing", name)
