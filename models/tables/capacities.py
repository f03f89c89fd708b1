"""The organisations a person may act for (ID-12), each with its own address and choices (PRO-2)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import MOMENT


class CapacityRow(SQLModel, table=True):
    """One person's right to act for one organisation; it ends, but it is never taken away: its filings name it."""

    __tablename__ = "capacity"
    __table_args__ = (UniqueConstraint("account_id", "voen", name="one_capacity_an_organisation"),)

    account_id: UUID = Field(primary_key=True, foreign_key="account.id")
    position: int = Field(primary_key=True)  # 1, 2 …: names it in addresses, where no VÖEN may stand
    voen: str = Field(max_length=10, index=True)
    organisation: str
    address: str = ""  # the legal address, from the tax register
    by_register: bool = False  # head of the legal entity, or the entrepreneur himself
    certificate_until: datetime | None = Field(default=None, sa_type=MOMENT)  # of the business certificate (ID-8)
    began_at: datetime = Field(sa_type=MOMENT)
    checked_at: datetime | None = Field(default=None, sa_type=MOMENT)  # when the register was last asked
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)
    email: str = ""  # of the organisation; empty or not confirmed: the person's own
    email_confirmed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    notify_email: bool = True
    notify_sms: bool = True
