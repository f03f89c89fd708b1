"""Tables of reference data: courts, categories and the calendar; seeded once, then edited by the court's staff."""

from datetime import date

from sqlalchemy import ARRAY, Column, String
from sqlmodel import Field, SQLModel

from models.domain.applications import CourtKind
from models.tables.columns import stored


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


class CalendarDayRow(SQLModel, table=True):
    """A day that differs from its weekday; `active` False takes it out without its coming back at the next seeding."""

    __tablename__ = "calendar_day"

    day: date = Field(primary_key=True)
    working: bool
    name_az: str
    name_en: str
    confidence: str = Field(max_length=10)
    active: bool = True
