"""Notices in the cabinet, and the proof of each attempt to deliver them by e-mail and SMS (NTF)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from models.domain.effects import NoticeKind
from models.tables.columns import MOMENT, stored


class Channel(StrEnum):
    """How a notice leaves the cabinet."""

    EMAIL = "email"
    SMS = "sms"


class DeliveryState(StrEnum):
    """How the delivery of one notice by one channel stands."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class NoticeRow(SQLModel, table=True):
    """One thing told to one person, or to the registry of one court."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_of_person", "fin", text("created_at DESC")),
        # All that a registry was ever told is counted, and what it has not read for each of its pages.
        Index(
            "notice_of_court",
            "court_id",
            text("created_at DESC"),
            postgresql_include=["fin", "voen", "account_id"],
        ),
        Index("notice_unread", "fin", postgresql_where=text("read_at IS NULL")),
        Index(
            "notice_unread_at_court",
            "court_id",
            "fin",
            postgresql_include=["voen", "account_id"],
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)  # derived from (claim, revision, kind, recipient): a repeated step is one notice
    kind: NoticeKind = Field(sa_type=stored(NoticeKind))
    fin: str = Field(default="", max_length=7)
    voen: str = Field(default="", max_length=10)  # the organisation for which the person is told
    court_id: str = Field(default="", max_length=60)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")  # one member of the court's staff alone
    claim_id: str = Field(default="", max_length=36, index=True)  # empty: it is about the person's cabinet
    words: dict[str, Any] = Field(sa_type=JSON)  # what the sentence names: number, court, case number, reason
    created_at: datetime = Field(sa_type=MOMENT)
    read_at: datetime | None = Field(default=None, sa_type=MOMENT)


class DeliveryRow(SQLModel, table=True):
    """The delivery of one notice by one channel."""

    __tablename__ = "delivery"
    __table_args__ = (Index("delivery_due", "next_attempt_at", postgresql_where=text("state = 'waiting'")),)

    notice_id: UUID = Field(primary_key=True, foreign_key="notice.id")
    channel: Channel = Field(primary_key=True, sa_type=stored(Channel))
    address: str  # e-mail address or +994… number
    language: str = Field(max_length=2)
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=stored(DeliveryState))
    attempts: int = 0
    next_attempt_at: datetime = Field(sa_type=MOMENT)
    sent_at: datetime | None = Field(default=None, sa_type=MOMENT)
    answer: str = ""  # the SMTP server's or the gateway's last word


class DeliveryAttemptRow(SQLModel, table=True):
    """One attempt and its outcome: proof of service (NTF-2)."""

    __tablename__ = "delivery_attempt"

    notice_id: UUID = Field(primary_key=True)
    channel: Channel = Field(primary_key=True, sa_type=stored(Channel))
    attempt: int = Field(primary_key=True)
    at: datetime = Field(sa_type=MOMENT)
    sent: bool
    answer: str
