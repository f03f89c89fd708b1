"""Accounts of litigants and court staff, and the log of their sign-ins (requirements ID, PRO-1, AUD-1)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DDL, CheckConstraint, Index, event, text
from sqlmodel import Field, SQLModel

from models.domain.languages import Language
from models.domain.roles import Role
from models.ports import CertificateKind
from models.tables.columns import MOMENT, stored


class AccountRow(SQLModel, table=True):
    """A person who may sign in: a litigant by FİN, staff by user name and password."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("fin IS NOT NULL OR username IS NOT NULL", name="can_sign_in"),
        # Staff have a user name before they choose a password; there is no password without a user name.
        CheckConstraint(
            "(username IS NULL) = (password_hash IS NULL) OR (role IS NULL AND password_hash IS NULL)",
            name="password_with_username",
        ),
        # One mailbox opens one cabinet: a confirmed address is a name to sign in with (ID-9).
        Index(
            "account_confirmed_email",
            text("lower(email)"),
            unique=True,
            postgresql_where=text("email_confirmed_at IS NOT NULL"),
        ),
        Index(
            "account_organisations_due",
            "organisations_due_at",
            postgresql_where=text("organisations_due_at IS NOT NULL"),
        ),
        Index("account_of_staff", "surname", postgresql_where=text("role IS NULL")),
        CheckConstraint("role IS NULL OR role = 'litigant'", name="staff_by_grants"),
    )

    id: UUID = Field(primary_key=True)
    role: Role | None = Field(default=None, sa_type=stored(Role))  # None for staff: theirs is granted (tables/rights)
    fin: str | None = Field(default=None, unique=True, max_length=7)
    surname: str
    name: str
    patronymic: str = ""
    username: str | None = Field(default=None, unique=True, max_length=64)
    password_hash: str | None = None  # Argon2id, PHC string
    email: str = ""
    phone: str = ""  # +994501234567
    home_phone: str = ""
    address: str = ""  # actual address
    postal_index: str = ""
    notify_email: bool = True
    notify_sms: bool = True
    language: Language = Field(default=Language.AZ, sa_type=stored(Language))
    created_at: datetime = Field(sa_type=MOMENT)
    identity_confirmed_at: datetime | None = Field(default=None, sa_type=MOMENT)  # by a strong sign-in or an operator
    email_confirmed_at: datetime | None = Field(default=None, sa_type=MOMENT)  # by the link that was sent there
    # When the holder of the password was known to be the person: by a strong sign-in, or by an operator (ID-5).
    password_proven_at: datetime | None = Field(default=None, sa_type=MOMENT)
    phone_confirmed_at: datetime | None = Field(default=None, sa_type=MOMENT)  # by the code that was sent there
    blocked_at: datetime | None = Field(default=None, sa_type=MOMENT)  # AUD-4
    organisations_due_at: datetime | None = Field(default=None, sa_type=MOMENT)  # when to ask the tax register (ID-12)


class BoundCertificateRow(SQLModel, table=True):
    """The certificate a person last came in with for himself (`voen` empty) or for one organisation (ID-8)."""

    __tablename__ = "bound_certificate"

    account_id: UUID = Field(primary_key=True, foreign_key="account.id")
    voen: str = Field(primary_key=True, max_length=10)
    kind: CertificateKind = Field(sa_type=stored(CertificateKind))
    organisation: str
    serial: str  # hex, of the signing certificate
    bound_at: datetime = Field(sa_type=MOMENT)


class SignInMethod(StrEnum):
    """The door a person came through."""

    ASAN_IMZA = "asan_imza"
    ASAN_LOGIN = "asan_login"
    E_IMZA = "e_imza"
    PASSWORD = "password"  # noqa: S105 - the name of a door, no secret


class SignInEventRow(SQLModel, table=True):
    """One attempt to sign in, successful or not: written once, never changed (triggers below)."""

    __tablename__ = "sign_in_event"

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=MOMENT, index=True)
    method: SignInMethod = Field(sa_type=stored(SignInMethod))
    outcome: str = Field(max_length=60)  # "signed_in" or the code of the refusal
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    address: str = Field(max_length=64)  # network address
    agent: str = Field(max_length=200)


TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_sign_ins() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the log of sign-ins is append-only'; END $$""",
    """CREATE TRIGGER sign_in_event_append_only BEFORE UPDATE OR DELETE ON sign_in_event
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_sign_ins()""",
    """CREATE TRIGGER sign_in_event_no_truncate BEFORE TRUNCATE ON sign_in_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_sign_ins()""",
)
for _statement in TRIGGERS:
    event.listen(
        SignInEventRow.__table__,  # type: ignore[attr-defined]  # SQLModel sets it at class creation
        "after_create",
        DDL(_statement),  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    )
