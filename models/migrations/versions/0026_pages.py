"""Indexes for the pages that a million filings made slow: sums, counts and the unread are read from them alone."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

UNREAD = sa.text("read_at IS NULL")
SUMMED = ["source", "target", "amount"]
OF_COURT, BY_TIME = ["court_id", "at", "id"], ["at", "id"]


def upgrade() -> None:
    op.drop_index("notice_unread_at_court", "notice")
    told, named = ["court_id", "fin"], ["voen", "account_id"]
    op.create_index("notice_unread_at_court", "notice", told, postgresql_where=UNREAD, postgresql_include=named)
    op.create_index("claim_received", "claim", ["court_id", "sent_at"], postgresql_include=["status"])
    op.create_index("draft_copied", "draft", ["origin_id"], postgresql_where=sa.text("origin_id IS NOT NULL"))
    for name, columns in (("fee_transfer_of_court", OF_COURT), ("fee_transfer_by_time", BY_TIME)):
        op.drop_index(name, "fee_transfer")
        op.create_index(name, "fee_transfer", columns, postgresql_include=SUMMED)


def downgrade() -> None:
    for name, columns in (("fee_transfer_by_time", BY_TIME), ("fee_transfer_of_court", OF_COURT)):
        op.drop_index(name, "fee_transfer")
        op.create_index(name, "fee_transfer", columns)
    op.drop_index("draft_copied", "draft")
    op.drop_index("claim_received", "claim")
    op.drop_index("notice_unread_at_court", "notice")
    op.create_index("notice_unread_at_court", "notice", ["court_id", "fin"], postgresql_where=UNREAD)
