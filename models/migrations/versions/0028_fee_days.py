"""What moves between the accounts of fees is added up by court and day as it is written: balances are sums of days."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

SIDES = ["source", "target"]
OF_COURT, BY_TIME = ["court_id", "at", "id"], ["at", "id"]
ADDED = """INSERT INTO fee_day AS known (court_id, day, event, source, target, amount, lines)
SELECT counted.court_id, CAST(t.at AT TIME ZONE 'Asia/Baku' AS date), t.event, t.source, t.target,
    sum(t.amount), count(*)
FROM {lines} t CROSS JOIN LATERAL (VALUES (t.court_id), ('*')) AS counted(court_id)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"""
ADDING = f"""CREATE OR REPLACE FUNCTION add_up_fees() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
{ADDED.format(lines="fresh")}
ON CONFLICT (court_id, day, event, source, target)
DO UPDATE SET amount = known.amount + excluded.amount, lines = known.lines + excluded.lines;
RETURN NULL;
END $$"""
TRIGGER = """CREATE TRIGGER fee_transfer_added_up AFTER INSERT ON fee_transfer
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION add_up_fees()"""


def upgrade() -> None:
    op.create_table(
        "fee_day",
        sa.Column("court_id", sa.String(60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(40), nullable=False) for name in ("event", *SIDES)),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("court_id", "day", "event", *SIDES, name="pk_fee_day"),
    )
    op.execute("LOCK TABLE fee_transfer IN SHARE ROW EXCLUSIVE MODE")  # no line between the sums and the trigger
    op.execute(ADDED.format(lines="fee_transfer"))
    op.execute(ADDING)
    op.execute(TRIGGER)
    for name, columns in (("fee_transfer_of_court", OF_COURT), ("fee_transfer_by_time", BY_TIME)):
        op.drop_index(name, "fee_transfer")
        op.create_index(name, "fee_transfer", columns)


def downgrade() -> None:
    for name, columns in (("fee_transfer_of_court", OF_COURT), ("fee_transfer_by_time", BY_TIME)):
        op.drop_index(name, "fee_transfer")
        op.create_index(name, "fee_transfer", columns, postgresql_include=[*SIDES, "amount"])
    op.execute("DROP TRIGGER fee_transfer_added_up ON fee_transfer")
    op.execute("DROP FUNCTION add_up_fees")
    op.drop_table("fee_day")
