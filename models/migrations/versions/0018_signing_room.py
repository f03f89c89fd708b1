"""For whom a signer signs, and whom he replaced (CLM-13); signatures that were lost when a filing was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claim_signer", sa.Column("voens", sa.ARRAY(sa.String(10)), nullable=False, server_default="{}"))
    op.alter_column("claim_signer", "voens", server_default=None)
    op.add_column("claim_signer", sa.Column("named_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("claim_signer", sa.Column("instead_of", sa.String(7), nullable=False, server_default=""))
    op.alter_column("claim_signer", "instead_of", server_default=None)
    op.create_table(
        "void_signer",
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fin", sa.String(7), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("voens", sa.ARRAY(sa.String(10)), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_void_signer_claim_id_claim"),
        sa.PrimaryKeyConstraint("claim_id", "version", "fin", name="pk_void_signer"),
    )


def downgrade() -> None:
    op.drop_table("void_signer")
    for name in ("instead_of", "named_at", "voens"):
        op.drop_column("claim_signer", name)
