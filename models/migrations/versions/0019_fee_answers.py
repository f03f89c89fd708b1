"""What the court says of a ground of exemption (FEE-3) and to a request to have a fee given back (MPM 114)."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_refund_answer() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an answered request for a refund stays as it is'; END $$""",
    """CREATE TRIGGER refund_request_answered BEFORE UPDATE ON refund_request
FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_refund_answer()""",
    """CREATE TRIGGER refund_request_kept BEFORE DELETE ON refund_request
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_refund_answer()""",
)


def upgrade() -> None:
    op.create_table(
        "refund_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt_number", sa.String(40), nullable=False),
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("court_id", sa.String(60), nullable=False),
        sa.Column("fin", sa.String(7), nullable=False),
        sa.Column("voen", sa.String(10), nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("ruling", sa.String(60), nullable=False),
        sa.Column("refusal", sa.String(60), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_refund_request_claim_id_claim")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_refund_request_answered_by_account")),
        sa.ForeignKeyConstraint(
            ["receipt_number"], ["receipt.number"], name=op.f("fk_refund_request_receipt_number_receipt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_request")),
    )
    op.create_index(
        "one_waiting_refund_request",
        "refund_request",
        ["receipt_number"],
        unique=True,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index("refund_request_of_court", "refund_request", ["court_id", "asked_at"])
    op.create_index("refund_request_of_claim", "refund_request", ["claim_id"])
    op.create_index(
        "payment_with_receipt",
        "payment",
        ["payer_fin"],
        postgresql_where=sa.text("receipt_number <> ''"),
    )
    for statement in TRIGGERS:
        op.execute(statement)
    op.add_column("court_decision", sa.Column("exemption", sa.String(40), nullable=True))
    op.add_column("court_decision", sa.Column("exemption_reason", sa.String(), nullable=False, server_default=""))
    op.alter_column("court_decision", "exemption_reason", server_default=None)


def downgrade() -> None:
    op.drop_index("payment_with_receipt", "payment")
    op.drop_table("refund_request")
    op.execute("DROP FUNCTION refuse_change_of_refund_answer")
    op.drop_column("court_decision", "exemption_reason")
    op.drop_column("court_decision", "exemption")
