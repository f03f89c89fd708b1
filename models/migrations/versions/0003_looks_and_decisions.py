"""Who of the staff saw whose personal data, when, and in what form (AUD-1); and an index of what a court has decided."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("look", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_access_event_account_id_account")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_access_event_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_event")),
    )
    op.create_index("access_by_account", "access_event", ["account_id", sa.literal_column("at DESC")])
    op.create_index("access_to_claim", "access_event", ["claim_id", sa.literal_column("at DESC")])
    op.create_index(
        "claim_decided",
        "claim",
        ["court_id", sa.literal_column("decided_at DESC")],
        postgresql_where=sa.text("decided_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("claim_decided", table_name="claim")
    op.drop_table("access_event")
