"""Registrations with an identity document, the links mailed to people, and applications to confirm an identity."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.domain.identity_documents import IdentityDocument
from models.domain.languages import Language
from models.domain.letters import LinkPurpose
from models.domain.registration import RegistrationStatus
from models.tables.columns import MOMENT, SHA256, stored


class RegistrationFormRow(SQLModel, table=True):
    """What a browser has typed so far; it becomes a registration with the last page, or is swept away after an hour."""

    __tablename__ = "registration_form"

    browser: str = Field(primary_key=True, sa_type=SHA256)  # SHA-256 of the cookie of the browser that began it
    id: str = Field(max_length=36)  # of the registration it becomes
    kind: IdentityDocument = Field(sa_type=stored(IdentityDocument))
    series: str = Field(default="", max_length=8)
    number: str = Field(default="", max_length=40)  # as typed
    typed_fin: str = Field(default="", max_length=20)
    fin: str = Field(default="", max_length=7)  # set once the register agreed
    document: str = Field(default="", max_length=11)
    surname: str = ""  # from the register; never shown before the identity is proven
    name: str = ""
    patronymic: str = ""
    username: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=254)
    created_at: datetime = Field(sa_type=MOMENT, index=True)


class RegistrationRow(SQLModel, table=True):
    """One registration; removed when nobody followed its link."""

    __tablename__ = "registration"
    __table_args__ = (
        Index("registration_of_account", "account_id"),
        # A user name is kept for whoever asked first, and for as long whether the registration will be refused or not.
        Index(
            "registration_user_name",
            "username",
            unique=True,
            postgresql_where=text("status IN ('awaiting_email', 'known')"),
        ),
    )

    id: str = Field(primary_key=True, max_length=36)
    browser: str = Field(sa_type=SHA256)  # which browser may ask for another link
    status: RegistrationStatus = Field(default=RegistrationStatus.AWAITING_EMAIL, sa_type=stored(RegistrationStatus))
    kind: IdentityDocument = Field(sa_type=stored(IdentityDocument))
    fin: str = Field(max_length=7)
    document: str = Field(max_length=11)
    surname: str
    name: str
    patronymic: str = ""
    username: str = Field(max_length=40)
    password_hash: str  # Argon2id, PHC string; empty once the account has it
    email: str = Field(max_length=254)
    language: Language = Field(sa_type=stored(Language))
    started_at: datetime = Field(sa_type=MOMENT)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")


class MailedLinkRow(SQLModel, table=True):
    """A link sent by e-mail: the token itself is known to the letter alone, here stands its SHA-256."""

    __tablename__ = "mailed_link"
    __table_args__ = (Index("mailed_link_of_subject", "subject"),)

    id: str = Field(primary_key=True, sa_type=SHA256)
    purpose: LinkPurpose = Field(sa_type=stored(LinkPurpose))
    subject: str = Field(max_length=36)  # the registration, or the account
    created_at: datetime = Field(sa_type=MOMENT)
    expires_at: datetime = Field(sa_type=MOMENT)
    used_at: datetime | None = Field(default=None, sa_type=MOMENT)


class IdentityApplicationRow(SQLModel, table=True):
    """An application to confirm an identity by a scan of the document, and the operator's decision (ID-5)."""

    __tablename__ = "identity_application"
    __table_args__ = (Index("identity_application_queue", "sent_at", postgresql_where=text("decided_at IS NULL")),)

    id: str = Field(primary_key=True, max_length=36)
    registration_id: str = Field(foreign_key="registration.id", index=True, max_length=36)
    file_name: str
    sha256: str = Field(sa_type=SHA256)
    media_type: str
    size: int
    sent_at: datetime = Field(sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decided_by: UUID | None = Field(default=None, foreign_key="account.id")  # None: by a strong sign-in
    approved: bool | None = None
    reason: str = ""


class SlowDownRow(SQLModel, table=True):
    """Failed sign-ins of one account or address, and when the next try is taken; losing them in a crash is harmless."""

    __tablename__ = "slow_down"
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    who: str = Field(primary_key=True, sa_type=SHA256)
    failures: int
    next_at: datetime = Field(sa_type=MOMENT)
