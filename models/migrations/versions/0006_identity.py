"""Since when a person's identity and e-mail address are known to be theirs (ID-4, ID-5)."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("identity_confirmed_at", "email_confirmed_at"):
        op.add_column("account", sa.Column(name, sa.DateTime(timezone=True)))
    # Whoever is here came through a strong sign-in.
    op.execute("UPDATE account SET identity_confirmed_at = created_at WHERE fin IS NOT NULL")


def downgrade() -> None:
    op.drop_column("account", "email_confirmed_at")
    op.drop_column("account", "identity_confirmed_at")
