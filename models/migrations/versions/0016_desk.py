"""The registry's desk: whose a filing is, who has it open, decisions that rest, and what finds a filing's doubles."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TRIGGERS = (
    """CREATE FUNCTION refuse_change_of_desk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of the desk is append-only'; END $$""",
    """CREATE TRIGGER desk_line_append_only BEFORE UPDATE OR DELETE ON desk_line
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_desk()""",
    """CREATE TRIGGER desk_line_no_truncate BEFORE TRUNCATE ON desk_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_desk()""",
)
# What was decided before decisions could rest left at once.
DECIDED = """INSERT INTO court_decision
    (claim_id, revision, court_id, act, account_id, decided_at, leaves_at, left_at, grounds, text, marks)
SELECT line.claim_id, line.revision, claim.court_id, line.act, line.actor_account, line.at, line.at, line.at,
    CASE WHEN claim.reason_code = '' THEN '{}'::varchar[] ELSE ARRAY[claim.reason_code] END, claim.reason, '[]'
FROM register_line line JOIN claim ON claim.id = line.claim_id WHERE line.act IN ('accept', 'return')"""


def upgrade() -> None:
    _desk()
    _decisions()
    op.add_column("notice", sa.Column("account_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_notice_account_id_account"), "notice", "account", ["account_id"], ["id"])
    op.add_column("frozen_content", sa.Column("sameness", sa.String(64), nullable=False, server_default=""))
    op.alter_column("frozen_content", "sameness", server_default=None)
    op.create_index(
        "frozen_content_sameness", "frozen_content", ["sameness"], postgresql_where=sa.text("sameness <> ''")
    )
    for named in ("fin", "voen"):
        op.create_index(f"party_by_{named}", "party", [named], postgresql_where=sa.text(f"{named} <> ''"))


def _desk() -> None:
    op.create_table(
        "desk_place",
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("page", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_desk_place_claim_id_claim")),
        sa.ForeignKeyConstraint(["assigned_to"], ["account.id"], name=op.f("fk_desk_place_assigned_to_account")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_desk_place_opened_by_account")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_desk_place")),
    )
    for index, column in (("desk_place_of_clerk", "assigned_to"), ("desk_place_open", "opened_by")):
        op.create_index(index, "desk_place", [column], postgresql_where=sa.text(f"{column} IS NOT NULL"))
    accounts = ("by_account", "from_account", "to_account")
    op.create_table(
        "desk_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=name != "by_account") for name in accounts),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_desk_line_claim_id_claim")),
        *(
            sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_desk_line_{name}_account"))
            for name in accounts
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_line")),
    )
    op.create_index("desk_line_of_claim", "desk_line", ["claim_id", "at"])
    for statement in TRIGGERS:
        op.execute(statement)


def _decisions() -> None:
    op.create_table(
        "court_decision",
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("court_id", sa.String(60), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("leaves_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("grounds", sa.ARRAY(sa.String(60)), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_court_decision_claim_id_claim")),
        sa.PrimaryKeyConstraint("claim_id", "revision", name=op.f("pk_court_decision")),
    )
    op.create_index(
        "court_decision_resting",
        "court_decision",
        ["claim_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL AND undone_at IS NULL"),
    )
    op.create_index("court_decision_of_court", "court_decision", ["court_id", "decided_at"])
    op.execute(DECIDED)


def downgrade() -> None:
    for named in ("voen", "fin"):
        op.drop_index(f"party_by_{named}", "party")
    op.drop_index("frozen_content_sameness", "frozen_content")
    op.drop_column("frozen_content", "sameness")
    op.execute("DELETE FROM notice WHERE account_id IS NOT NULL")
    op.drop_column("notice", "account_id")
    for table in ("court_decision", "desk_line", "desk_place"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change_of_desk()")
