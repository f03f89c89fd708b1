"""The account of court fees by double entry, opened with what the receipts so far tell (FEE-6)."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
MONEY = sa.Numeric(12, 2)
TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_fees() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the account of fees is append-only'; END $$""",
    """CREATE TRIGGER fee_transfer_append_only BEFORE UPDATE OR DELETE ON fee_transfer
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_fees()""",
    """CREATE TRIGGER fee_transfer_no_truncate BEFORE TRUNCATE ON fee_transfer
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fees()""",
    """CREATE OR REPLACE FUNCTION refuse_debt_of_fees() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF EXISTS (
    SELECT FROM fee_transfer t
    CROSS JOIN LATERAL (VALUES (t.source, -t.amount), (t.target, t.amount)) AS side(account, amount)
    WHERE t.receipt_number IN (SELECT receipt_number FROM fresh) AND side.account <> 'outside'
    GROUP BY t.receipt_number, t.court_id, side.account HAVING sum(side.amount) < 0
) THEN RAISE EXCEPTION 'an account of fees would fall below zero'; END IF;
RETURN NULL;
END $$""",
    """CREATE TRIGGER fee_transfer_covered AFTER INSERT ON fee_transfer
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_debt_of_fees()""",
)
# What a hold was worth: the fee stands in the register line of the step that took it.
SHARES = """
    UPDATE receipt_use u SET part = least(r.amount, due.amount), excess = greatest(r.amount - due.amount, 0)
    FROM receipt r, (
        SELECT held.*, coalesce(CAST(l.outcome->'claim'->'fee'->>'amount_due' AS numeric(12, 2)), paid.amount) AS amount
        FROM receipt_use held JOIN receipt paid ON paid.number = held.receipt_number
        LEFT JOIN register_line l ON l.claim_id = held.claim_id AND l.revision = held.revision
    ) due
    WHERE r.number = u.receipt_number AND due.receipt_number = u.receipt_number AND due.claim_id = u.claim_id
        AND due.revision = u.revision"""
# One application after another held a receipt: each took it from where the one before had left it.
OPENING = """
    WITH held AS (
        SELECT u.*, c.court_id, coalesce(lag(c.court_id) OVER one, '') AS left_at,
            CASE WHEN lag(c.court_id) OVER one IS NULL THEN 'received' ELSE 'released' END AS stood
        FROM receipt_use u JOIN claim c ON c.id = u.claim_id
        WINDOW one AS (PARTITION BY u.receipt_number ORDER BY u.reserved_at, u.revision)
    )
    INSERT INTO fee_transfer (receipt_number, court_id, event, source, target, amount, claim_id, at)
    SELECT number, court_id, event, source, target, amount, claim_id, at FROM (
        SELECT number, '' AS court_id, 'received' AS event, 'outside' AS source, 'received' AS target, amount,
            '' AS claim_id, known_at AS at, CAST('-infinity' AS timestamptz) AS held_at, 0 AS step
        FROM receipt
        UNION ALL
        SELECT receipt_number, m.court_id, m.event, m.source, m.target, m.amount, claim_id, m.at, reserved_at, m.step
        FROM held CROSS JOIN LATERAL (VALUES
            (1, left_at, 'left', stood, 'outside', part + excess, reserved_at),
            (2, court_id, 'reserved', 'outside', 'reserved', part, reserved_at),
            (3, court_id, 'reserved', 'outside', 'overpaid', excess, reserved_at),
            (4, court_id, 'used', 'reserved', 'used', part, used_at),
            (5, court_id, 'used', 'overpaid', 'refundable', excess, used_at),
            (6, court_id, 'released', 'reserved', 'released', part, released_at),
            (7, court_id, 'released', 'overpaid', 'released', excess, released_at)
        ) AS m(step, court_id, event, source, target, amount, at)
        WHERE m.at IS NOT NULL AND m.amount > 0
    ) line ORDER BY held_at, number, step"""


def upgrade() -> None:
    op.create_table(
        "fee_transfer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("receipt_number", sa.String(40), nullable=False),
        sa.Column("court_id", sa.String(60), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("target", sa.String(40), nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_fee_transfer_above_zero")),
        sa.CheckConstraint("source <> target", name=op.f("ck_fee_transfer_two_sides")),
        sa.ForeignKeyConstraint(
            ["receipt_number"], ["receipt.number"], name=op.f("fk_fee_transfer_receipt_number_receipt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_transfer")),
    )
    op.create_index("fee_transfer_of_court", "fee_transfer", ["court_id", "at", "id"])
    op.create_index("fee_transfer_of_receipt", "fee_transfer", ["receipt_number", "id"])
    op.create_table(
        "fee_reconciliation",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("portal", sa.String(40), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("receipts_here", sa.Integer(), nullable=False),
        sa.Column("amount_here", MONEY, nullable=False),
        sa.Column("receipts_there", sa.Integer(), nullable=False),
        sa.Column("amount_there", MONEY, nullable=False),
        sa.PrimaryKeyConstraint("day", "portal", name=op.f("pk_fee_reconciliation")),
    )
    op.create_table(
        "fee_difference",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("portal", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("receipt_number", sa.String(40), nullable=False),
        sa.Column("order_id", sa.String(100), nullable=False),
        sa.Column("court_id", sa.String(60), nullable=False),
        sa.Column("amount_here", MONEY, nullable=False),
        sa.Column("amount_there", MONEY, nullable=False),
        sa.Column("mended", sa.Boolean(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("day", "portal", "kind", "receipt_number", name=op.f("pk_fee_difference")),
    )
    op.create_index("fee_difference_of_court", "fee_difference", ["court_id", "day"])
    for table in ("receipt", "payment", "draft"):
        op.add_column(table, sa.Column("portal", sa.String(40), nullable=False, server_default="government"))
        op.alter_column(table, "portal", server_default=None)
    op.create_table(
        "fee_refund",
        sa.Column("receipt_number", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("court_id", sa.String(60), nullable=False),
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("ruling", sa.String(60), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=False),
        sa.Column("ordered_at", MOMENT, nullable=False),
        sa.Column("refunded_at", MOMENT, nullable=True),
        sa.Column("refusal", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_fee_refund_claim_id_claim")),
        sa.ForeignKeyConstraint(["ordered_by"], ["account.id"], name=op.f("fk_fee_refund_ordered_by_account")),
        sa.ForeignKeyConstraint(
            ["receipt_number"], ["receipt.number"], name=op.f("fk_fee_refund_receipt_number_receipt")
        ),
        sa.PrimaryKeyConstraint("receipt_number", name=op.f("pk_fee_refund")),
    )
    op.create_index("fee_refund_of_court", "fee_refund", ["court_id", "ordered_at"])
    op.create_index("receipt_by_day", "receipt", ["portal", "paid_at"])
    for share in ("part", "excess"):
        op.add_column("receipt_use", sa.Column(share, MONEY, nullable=False, server_default="0"))
        op.alter_column("receipt_use", share, server_default=None)
    op.add_column("draft", sa.Column("added_receipt", sa.String(40), nullable=False, server_default=""))
    op.alter_column("draft", "added_receipt", server_default=None)
    op.add_column("draft", sa.Column("fee_seen", sa.JSON(), nullable=True))
    op.execute(SHARES)
    op.execute(OPENING)
    for statement in TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("fee_refund")
    op.drop_index("receipt_by_day", "receipt")
    op.drop_table("fee_difference")
    op.drop_table("fee_reconciliation")
    op.drop_table("fee_transfer")
    op.execute("DROP FUNCTION refuse_change_of_fees, refuse_debt_of_fees")
    for table in ("receipt", "payment", "draft"):
        op.drop_column(table, "portal")
    op.drop_column("draft", "added_receipt")
    op.drop_column("draft", "fee_seen")
    op.drop_column("receipt_use", "excess")
    op.drop_column("receipt_use", "part")
