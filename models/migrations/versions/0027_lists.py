"""An organisation's thousands are read in each of their orders, so is its archive; a queue is counted in its index."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

FOR_ORGANISATION = sa.text("voen <> ''")
ORDERS = {"number": ["number"], "status": ["status", "id"], "court": ["court_id", "id"]}
AT_COURT = ["court_id", "status", "decide_by", "id"]
LISTED = ["status", "filer_fin", "number", "court_id", "updated_at", "id"]


def upgrade() -> None:
    for name, columns in ORDERS.items():
        told = [one for one in LISTED if one not in columns]
        op.create_index(
            f"claim_of_organisation_by_{name}",
            "claim",
            ["voen", *columns],
            postgresql_where=FOR_ORGANISATION,
            postgresql_include=told,
        )
    op.drop_index("claim_at_court", "claim")
    op.create_index("claim_at_court", "claim", AT_COURT, postgresql_include=["sent_at"])
    op.add_column("archived_claim", sa.Column("voen", sa.String(10), nullable=False, server_default=""))
    op.add_column("archived_claim", sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("""UPDATE archived_claim SET voen = claim.voen, updated_at = claim.updated_at
                  FROM claim WHERE claim.id = archived_claim.claim_id""")
    op.alter_column("archived_claim", "updated_at", nullable=False)
    op.alter_column("archived_claim", "voen", server_default=None)
    listed = ["fin", "voen", sa.text("updated_at DESC"), "claim_id"]
    op.create_index("archived_of_organisation", "archived_claim", listed)


def downgrade() -> None:
    op.drop_index("archived_of_organisation", "archived_claim")
    op.drop_column("archived_claim", "updated_at")
    op.drop_column("archived_claim", "voen")
    op.drop_index("claim_at_court", "claim")
    op.create_index("claim_at_court", "claim", AT_COURT)
    for name in ORDERS:
        op.drop_index(f"claim_of_organisation_by_{name}", "claim")
