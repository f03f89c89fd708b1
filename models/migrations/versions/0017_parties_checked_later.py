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
    op.create_table(
        "upload",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["draft.claim_id"], name="fk_upload_claim_id_draft"),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
    )
    op.create_index("ix_upload_claim_id", "upload", ["claim_id"])
    op.create_index("ix_upload_expires_at", "upload", ["expires_at"])


def downgrade() -> None:
    op.drop_table("upload")
    op.drop_column("draft", "demands")
    op.drop_column("party", "register_remark")
