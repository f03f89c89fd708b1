"""Requests to correct personal data, and the append-only history of what was done about each (PRO-3, AUD-1)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DDL, Index, event, text
from sqlmodel import Field, SQLModel

from models.domain.correction import CorrectionAct, CorrectionStatus, Datum
from models.tables.columns import MOMENT, SHA256, stored

_WAITING = text("status = 'waiting'")


class CorrectionRow(SQLModel, table=True):
    """One request: at most one waits for each datum of a person."""

    __tablename__ = "correction"
    __table_args__ = (
        Index("one_open_correction", "account_id", "datum", unique=True, postgresql_where=_WAITING),
        Index("correction_of_account", "account_id", text("opened_at DESC")),
        Index("correction_queue", "decide_by", postgresql_where=_WAITING),
    )

    id: UUID = Field(primary_key=True)  # of the form that asked: sent twice, it is one request
    account_id: UUID = Field(foreign_key="account.id")
    datum: Datum = Field(sa_type=stored(Datum))
    kept: str  # what stood there when it was asked for
    wished: str
    reason: str = Field(max_length=2000)
    file_name: str = ""  # of the scan; empty when none was attached
    sha256: str = Field(default="", sa_type=SHA256)
    media_type: str = ""
    size: int = 0
    status: CorrectionStatus = Field(default=CorrectionStatus.WAITING, sa_type=stored(CorrectionStatus))
    opened_at: datetime = Field(sa_type=MOMENT)
    remind_at: datetime = Field(sa_type=MOMENT)
    decide_by: datetime = Field(sa_type=MOMENT)
    warned: bool = False
    overdue: bool = False
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)


class CorrectionLineRow(SQLModel, table=True):
    """One act on one request: who, what, when; written once, never changed (triggers below).

    `old` and `new`: what was kept and what is asked for (open); nothing and what the register said (compare); what was
    replaced and what stands there now (approve).
    """

    __tablename__ = "correction_line"
    __table_args__ = (Index("line_of_correction", "correction_id", "at"),)

    id: UUID = Field(primary_key=True)  # of the step: repeated, it is one act
    correction_id: UUID = Field(foreign_key="correction.id")
    at: datetime = Field(sa_type=MOMENT, index=True)
    act: CorrectionAct = Field(sa_type=stored(CorrectionAct))
    by_account: UUID | None = Field(default=None, foreign_key="account.id")  # None: time itself
    old: str = ""
    new: str = ""
    reason: str = Field(default="", max_length=2000)


TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_corrections() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of corrections is append-only'; END $$""",
    """CREATE TRIGGER correction_line_append_only BEFORE UPDATE OR DELETE ON correction_line
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_corrections()""",
    """CREATE TRIGGER correction_line_no_truncate BEFORE TRUNCATE ON correction_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_corrections()""",
)
for _statement in TRIGGERS:
    event.listen(
        CorrectionLineRow.__table__,  # type: ignore[attr-defined]  # SQLModel sets it at class creation
        "after_create",
        DDL(_statement),  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    )
