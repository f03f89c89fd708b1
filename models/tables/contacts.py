"""Addresses and numbers that a person gave and that are still to be confirmed (PRO-1, PRO-2)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.tables.columns import MOMENT, SHA256


class EmailChangeRow(SQLModel, table=True):
    """An e-mail address on its way to be a person's; of the link's token only the SHA-256 is kept."""

    __tablename__ = "email_change"
    __table_args__ = (
        Index(
            "one_open_email_change", "account_id", "capacity", unique=True, postgresql_where=text("closed_at IS NULL")
        ),
    )

    id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    capacity: int = 0  # the name it is for: the person's own, or that of an organisation (PRO-2)
    email: str
    token_hash: str = Field(unique=True, sa_type=SHA256)
    asked_at: datetime = Field(sa_type=MOMENT)
    expires_at: datetime = Field(sa_type=MOMENT)
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)  # followed, or replaced by a newer one
    followed: bool = False


class PhoneCheckRow(SQLModel, table=True):
    """A code that went to a phone; kept as an HMAC, for six digits alone are soon guessed from a hash."""

    __tablename__ = "phone_check"
    __table_args__ = (
        Index("one_open_phone_check", "account_id", unique=True, postgresql_where=text("closed_at IS NULL")),
    )

    id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    phone: str
    code_hash: str = Field(sa_type=SHA256)
    asked_at: datetime = Field(sa_type=MOMENT)
    expires_at: datetime = Field(sa_type=MOMENT)
    tries: int = 0
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)  # entered, or replaced by a newer one
