"""The account of court fees: one line for each movement of money, written once; balances are sums of it (FEE-6)."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import DDL, BigInteger, CheckConstraint, Column, Identity, Index, event, text
from sqlmodel import Field, SQLModel

from models.domain.fee_ledger import Account, FeeEvent, RefundGround
from models.domain.fee_reconciliation import DifferenceKind
from models.domain.payment import Portal
from models.domain.refund_request import RefundAnswer
from models.tables.columns import MOMENT, MONEY, stored

EVERYWHERE = "*"


class FeeTransferRow(SQLModel, table=True):
    """AZN that left one account of a court and entered another: both sides in one line, so that it always balances."""

    __tablename__ = "fee_transfer"
    __table_args__ = (
        CheckConstraint("amount > 0", name="above_zero"),
        CheckConstraint("source <> target", name="two_sides"),
        Index("fee_transfer_of_court", "court_id", "at", "id"),
        Index("fee_transfer_by_time", "at", "id"),
        Index(
            "fee_transfer_to_give_back",
            "court_id",
            "at",
            postgresql_where=text("target IN ('refundable', 'released')"),
        ),
        Index("fee_transfer_of_receipt", "receipt_number", "id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    receipt_number: str = Field(foreign_key="receipt.number", max_length=40)
    court_id: str = Field(max_length=60)  # empty: no application was filed with the receipt yet
    event: FeeEvent = Field(sa_type=stored(FeeEvent))
    source: Account = Field(sa_type=stored(Account))
    target: Account = Field(sa_type=stored(Account))
    amount: Decimal = Field(sa_type=MONEY)
    claim_id: str = Field(default="", max_length=36)  # of the application whose step moved it; empty: none did
    at: datetime = Field(sa_type=MOMENT)


class FeeDayRow(SQLModel, table=True):
    """What one event moved on one day of Baku from one account of a court to another, added up as it is written.

    Balances are sums of these: the account itself has a line for each movement of every year (ADR 25).
    """

    __tablename__ = "fee_day"

    court_id: str = Field(primary_key=True, max_length=60)  # empty: at none yet; EVERYWHERE: at all together
    day: date = Field(primary_key=True)
    event: FeeEvent = Field(sa_column=Column(stored(FeeEvent), primary_key=True))
    source: Account = Field(sa_column=Column(stored(Account), primary_key=True))
    target: Account = Field(sa_column=Column(stored(Account), primary_key=True))
    amount: Decimal = Field(sa_type=MONEY)
    lines: int


class FeeReconciliationRow(SQLModel, table=True):
    """One day of one portal, compared: how many receipts each side lists, and what they are worth in AZN."""

    __tablename__ = "fee_reconciliation"

    day: date = Field(primary_key=True)  # of Baku
    portal: Portal = Field(primary_key=True, sa_type=stored(Portal))
    checked_at: datetime = Field(sa_type=MOMENT)
    answered: bool  # False: the portal gave no register that could be read
    receipts_here: int = 0
    amount_here: Decimal = Field(default=Decimal(0), sa_type=MONEY)
    receipts_there: int = 0  # terminals included: their payers may not have brought them yet
    amount_there: Decimal = Field(default=Decimal(0), sa_type=MONEY)


class FeeDifferenceRow(SQLModel, table=True):
    """One receipt on which a portal and we did not agree."""

    __tablename__ = "fee_difference"
    __table_args__ = (Index("fee_difference_of_court", "court_id", "day"),)

    day: date = Field(primary_key=True)
    portal: Portal = Field(primary_key=True, sa_type=stored(Portal))
    kind: DifferenceKind = Field(primary_key=True, sa_type=stored(DifferenceKind))
    receipt_number: str = Field(primary_key=True, max_length=40)
    order_id: str = Field(default="", max_length=100)
    court_id: str = Field(default="", max_length=60)  # where the receipt's money stood when it was found
    amount_here: Decimal = Field(sa_type=MONEY)
    amount_there: Decimal = Field(sa_type=MONEY)
    mended: bool = False  # entered by ourselves, and the payer told
    found_at: datetime = Field(sa_type=MOMENT)


class FeeRefundRow(SQLModel, table=True):
    """A refund that a court has ordered by a ruling (MPM 114); a receipt is refunded once."""

    __tablename__ = "fee_refund"
    __table_args__ = (Index("fee_refund_of_court", "court_id", "ordered_at"),)

    receipt_number: str = Field(primary_key=True, foreign_key="receipt.number", max_length=40)
    id: str = Field(default_factory=lambda: uuid.uuid4().hex, max_length=36)  # the refund's number at the portal
    court_id: str = Field(max_length=60)
    claim_id: str = Field(foreign_key="claim.id", max_length=36)
    amount: Decimal = Field(sa_type=MONEY)
    ground: RefundGround = Field(sa_type=stored(RefundGround))
    ruling: str = Field(max_length=60)
    ordered_by: uuid.UUID = Field(foreign_key="account.id")
    ordered_at: datetime = Field(sa_type=MOMENT)
    refunded_at: datetime | None = Field(default=None, sa_type=MOMENT)
    refusal: str = Field(default="", max_length=60)  # the portal's last word, while it has not given the money back


class RefundRequestRow(SQLModel, table=True):
    """What a payer asked of a court (MPM 114) and what it answered; of one receipt one request waits at a time."""

    __tablename__ = "refund_request"
    __table_args__ = (
        Index(
            "one_waiting_refund_request",
            "receipt_number",
            unique=True,
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index("refund_request_of_court", "court_id", "asked_at"),
        Index("refund_request_of_claim", "claim_id"),
    )

    id: uuid.UUID = Field(primary_key=True)  # of the form that asked: sent twice, it is one request
    receipt_number: str = Field(foreign_key="receipt.number", max_length=40)
    claim_id: str = Field(foreign_key="claim.id", max_length=36)
    court_id: str = Field(max_length=60)
    fin: str = Field(max_length=7)
    voen: str = Field(default="", max_length=10)  # of the organisation for which it was asked
    ground: RefundGround = Field(sa_type=stored(RefundGround))
    amount: Decimal = Field(sa_type=MONEY)
    text: str = ""
    asked_at: datetime = Field(sa_type=MOMENT)
    status: RefundAnswer = Field(default=RefundAnswer.WAITING, sa_type=stored(RefundAnswer))
    answered_at: datetime | None = Field(default=None, sa_type=MOMENT)
    answered_by: uuid.UUID | None = Field(default=None, foreign_key="account.id")
    ruling: str = Field(default="", max_length=60)
    refusal: str = Field(default="", max_length=60)  # code of the ground on which it was refused
    answer: str = ""


REQUEST_TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_refund_answer() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an answered request for a refund stays as it is'; END $$""",
    """CREATE TRIGGER refund_request_answered BEFORE UPDATE ON refund_request
FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_refund_answer()""",
    """CREATE TRIGGER refund_request_kept BEFORE DELETE ON refund_request
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_refund_answer()""",
)
TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_fees() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the account of fees is append-only'; END $$""",
    """CREATE TRIGGER fee_transfer_append_only BEFORE UPDATE OR DELETE ON fee_transfer
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_fees()""",
    """CREATE TRIGGER fee_transfer_no_truncate BEFORE TRUNCATE ON fee_transfer
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_fees()""",
    # What a line takes from an account must stand there: of this very receipt, at this very court.
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
    # In one order for everybody, so that nobody waits for one who waits for him.
    """CREATE OR REPLACE FUNCTION add_up_fees() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
INSERT INTO fee_day AS known (court_id, day, event, source, target, amount, lines)
SELECT counted.court_id, CAST(t.at AT TIME ZONE 'Asia/Baku' AS date), t.event, t.source, t.target,
    sum(t.amount), count(*)
FROM fresh t CROSS JOIN LATERAL (VALUES (t.court_id), ('*')) AS counted(court_id)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (court_id, day, event, source, target)
DO UPDATE SET amount = known.amount + excluded.amount, lines = known.lines + excluded.lines;
RETURN NULL;
END $$""",
    """CREATE TRIGGER fee_transfer_added_up AFTER INSERT ON fee_transfer
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION add_up_fees()""",
)
for _name, _statements in (("fee_transfer", TRIGGERS), ("refund_request", REQUEST_TRIGGERS)):
    for _statement in _statements:
        event.listen(
            SQLModel.metadata.tables[_name],
            "after_create",
            DDL(_statement),  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
        )
