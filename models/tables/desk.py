"""The registry's desk: where each filing lies, what the staff did with it, and what the court decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, DDL, JSON, Column, Index, String, event, text
from sqlmodel import Field, SQLModel

from models.domain.claim_status import Act
from models.domain.desk import DeskAct, Place
from models.domain.exemptions import ExemptionAnswer
from models.tables.columns import MOMENT, stored


def clerk_of(account_id: str) -> UUID | None:
    """Return the account of the clerk who decided; None where nobody decided in time, or nobody with an account."""
    try:
        return UUID(account_id)
    except ValueError:
        return None


RESTING = "left_at IS NULL AND undone_at IS NULL"


class DeskPlaceRow(SQLModel, table=True):
    """Whose a filing is and who has it open; no row before somebody opened it or it was given to somebody."""

    __tablename__ = "desk_place"
    __table_args__ = (
        Index("desk_place_of_clerk", "assigned_to", postgresql_where=text("assigned_to IS NOT NULL")),
        Index("desk_place_open", "opened_by", postgresql_where=text("opened_by IS NOT NULL")),
    )

    claim_id: str = Field(primary_key=True, foreign_key="claim.id", max_length=36)
    assigned_to: UUID | None = Field(default=None, foreign_key="account.id")
    opened_by: UUID | None = Field(default=None, foreign_key="account.id")
    opened_at: datetime | None = Field(default=None, sa_type=MOMENT)
    seen_at: datetime | None = Field(default=None, sa_type=MOMENT)
    page: UUID | None = None  # the newest page that holds it open: a page left earlier releases nothing

    @property
    def place(self) -> Place:
        """Return it as the domain's rules judge it."""
        return Place(self.assigned_to, self.opened_by, self.opened_at, self.seen_at)


class DeskLineRow(SQLModel, table=True):
    """One thing the staff did with a filing among themselves; written once, never changed (triggers below)."""

    __tablename__ = "desk_line"
    __table_args__ = (Index("desk_line_of_claim", "claim_id", "at"),)

    id: UUID = Field(primary_key=True)  # of the form that asked for it: sent twice, it is one line
    claim_id: str = Field(foreign_key="claim.id", max_length=36)
    at: datetime = Field(sa_type=MOMENT)
    act: DeskAct = Field(sa_type=stored(DeskAct))
    by_account: UUID = Field(foreign_key="account.id")
    from_account: UUID | None = Field(default=None, foreign_key="account.id")
    to_account: UUID | None = Field(default=None, foreign_key="account.id")


class CourtDecisionRow(SQLModel, table=True):
    """One decision of the court: it rests until it has left or was undone; only what has left is for the parties."""

    __tablename__ = "court_decision"
    __table_args__ = (
        Index(
            "court_decision_resting",
            "claim_id",
            unique=True,
            postgresql_where=text("left_at IS NULL AND undone_at IS NULL"),
        ),
        Index("court_decision_of_court", "court_id", "decided_at"),
    )

    claim_id: str = Field(primary_key=True, foreign_key="claim.id", max_length=36)
    revision: int = Field(primary_key=True)  # of the step that took it
    court_id: str = Field(max_length=60)
    act: Act = Field(sa_type=stored(Act))  # accept, return, or deem_accepted
    account_id: str = Field(default="", max_length=36)  # the clerk's; empty when nobody decided in time
    decided_at: datetime = Field(sa_type=MOMENT)
    leaves_at: datetime = Field(sa_type=MOMENT)
    left_at: datetime | None = Field(default=None, sa_type=MOMENT)
    undone_at: datetime | None = Field(default=None, sa_type=MOMENT)
    grounds: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(String(60)), nullable=False))
    text: str = ""
    marks: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # step, field, note
    exemption: ExemptionAnswer | None = Field(default=None, sa_type=stored(ExemptionAnswer))
    exemption_reason: str = ""  # why the ground that the filer named is not recognised


TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_desk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of the desk is append-only'; END $$""",
    """CREATE TRIGGER desk_line_append_only BEFORE UPDATE OR DELETE ON desk_line
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_desk()""",
    """CREATE TRIGGER desk_line_no_truncate BEFORE TRUNCATE ON desk_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_desk()""",
)
for _statement in TRIGGERS:
    event.listen(
        DeskLineRow.__table__,  # type: ignore[attr-defined]  # SQLModel sets it at class creation
        "after_create",
        DDL(_statement),  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    )
