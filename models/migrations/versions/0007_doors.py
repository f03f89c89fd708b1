"""What a door of signing in waits to hear back from a browser, and the certificates people came in with (ID-1, 7, 8)."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sign_in_challenge",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=100), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_challenge"),
    )
    op.create_index("ix_sign_in_challenge_created_at", "sign_in_challenge", ["created_at"])


    op.add_column(
        "sign_in_attempt", sa.Column("certificate_kind", sa.String(length=40), nullable=False, server_default="citizen")
    )
    op.alter_column("sign_in_attempt", "certificate_kind", server_default=None)
    op.create_table(
        "bound_certificate",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("voen", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("bound_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_bound_certificate_account_id_account"),
        sa.PrimaryKeyConstraint("account_id", "voen", name="pk_bound_certificate"),
    )


def downgrade() -> None:
    op.drop_table("bound_certificate")
    op.drop_column("sign_in_attempt", "certificate_kind")
    op.drop_table("sign_in_challenge")
