"""Inquiries at state registers, to be shown to whom they were about (INQ, PRO-3)."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_inquiry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("about_fin", sa.String(length=7), nullable=False),
        sa.Column("about_voen", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=200), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_register_inquiry_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_inquiry")),
    )
    op.create_index(op.f("ix_register_inquiry_account_id"), "register_inquiry", ["account_id"])
    op.create_index("inquiry_about_person", "register_inquiry", ["about_fin", sa.literal_column("at DESC")])


def downgrade() -> None:
    op.drop_table("register_inquiry")
