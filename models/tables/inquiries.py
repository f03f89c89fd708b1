"""Inquiries at state registers: who asked about whom, on which legal ground; the person asked about can read it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.tables.columns import MOMENT


class RegisterInquiryRow(SQLModel, table=True):
    """One inquiry of one person; `about_fin` and `about_voen` name who was found, and are empty when nobody was."""

    __tablename__ = "register_inquiry"
    __table_args__ = (Index("inquiry_about_person", "about_fin", text("at DESC")),)

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=MOMENT)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    about_fin: str = Field(default="", max_length=7)
    about_voen: str = Field(default="", max_length=10)
    kind: str = Field(max_length=40)
    ground: str = Field(max_length=200)
    found: bool
