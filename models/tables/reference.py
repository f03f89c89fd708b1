"""Tables of reference data: courts, categories and the calendar; seeded once, then edited by the owner."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, DDL, JSON, Column, Index, String, event
from sqlmodel import Field, SQLModel

from models.domain.applications import CourtKind
from models.domain.reference_edit import ReferenceAct, ReferenceTable
from models.tables.columns import MOMENT, stored


class CourtRow(SQLModel, table=True):
    """A court; `code` are the three digits in its case numbers, `active` False hides it from new filings."""

    __tablename__ = "court"

    id: str = Field(primary_key=True, max_length=60)
    code: str = Field(unique=True, max_length=3)
    kind: CourtKind = Field(sa_column=Column(stored(CourtKind), nullable=False, index=True))
    name_az: str
    name_en: str
    appeal_court_id: str | None = Field(default=None, foreign_key="court.id")
    confidence: str = Field(max_length=10)
    active: bool = True
    not_heard: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(80)), nullable=False, default=list)
    )  # ids of the categories that other courts of its kind hear
    version: int = 1  # raised by each edit: a page filled over an older one is not saved over it
    valid_from: date | None = None  # in use from that day on, None since ever


class CategoryRow(SQLModel, table=True):
    """A category of disputes or, with a parent, a sub-category; offered for `kinds` at `court_kinds`."""

    __tablename__ = "category"

    id: str = Field(primary_key=True, max_length=80)
    parent_id: str | None = Field(default=None, foreign_key="category.id", index=True)
    kinds: list[str] = Field(sa_column=Column(ARRAY(String(40)), nullable=False))
    court_kinds: list[str] = Field(sa_column=Column(ARRAY(String(40)), nullable=False))
    name_az: str
    name_en: str
    confidence: str = Field(max_length=10)
    active: bool = True
    version: int = 1
    valid_from: date | None = None


class CalendarDayRow(SQLModel, table=True):
    """A day that differs from its weekday; `active` False takes it out without its coming back at the next seeding."""

    __tablename__ = "calendar_day"

    day: date = Field(primary_key=True)
    working: bool
    name_az: str
    name_en: str
    confidence: str = Field(max_length=10)
    active: bool = True
    version: int = 1


class ReferenceLineRow(SQLModel, table=True):
    """One edit of one entry: who, when, how it stood before and after; written once, never changed (triggers below)."""

    __tablename__ = "reference_line"
    __table_args__ = (Index("reference_line_of_entry", "table_name", "entry_id", "at"),)

    id: UUID = Field(primary_key=True)  # of the form that asked for it: sent twice, it is one edit
    at: datetime = Field(sa_type=MOMENT)
    by_account: UUID = Field(foreign_key="account.id")
    table_name: ReferenceTable = Field(sa_type=stored(ReferenceTable))
    entry_id: str = Field(max_length=80)
    act: ReferenceAct = Field(sa_type=stored(ReferenceAct))
    before: dict[str, Any] = Field(sa_type=JSON)
    after: dict[str, Any] = Field(sa_type=JSON)
    reason: str = ""  # of a day of the calendar


TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_reference_line() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of the reference data is append-only'; END $$""",
    """CREATE TRIGGER reference_line_append_only BEFORE UPDATE OR DELETE ON reference_line
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_reference_line()""",
    """CREATE TRIGGER reference_line_no_truncate BEFORE TRUNCATE ON reference_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_reference_line()""",
)
for _statement in TRIGGERS:
    event.listen(
        ReferenceLineRow.__table__,  # type: ignore[attr-defined]  # SQLModel sets it at class creation
        "after_create",
        DDL(_statement),  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    )
