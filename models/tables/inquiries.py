"""Who asked the state's registers about whom, when and on what ground: shown to the person asked about (PRO-3, INQ)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DDL, Index, event, text
from sqlmodel import Field, SQLModel

from models.tables.columns import MOMENT, stored


class InquiryKind(StrEnum):
    """What a register was asked for."""

    PARTY_PERSON = "party_person"  # a natural person typed as a party of an application (CLM-5)
    PARTY_ORGANISATION = "party_organisation"  # likewise, by VÖEN
    OWN_DETAILS = "own_details"  # the filer added himself ("Özüm")
    IDENTITY_CARD = "identity_card"  # INQ-1
    VOEN = "voen"  # INQ-2
    OWN_ORGANISATIONS = "own_organisations"  # for whom the account's own person may act (ID-12)
    CORRECTION = "correction"  # an owner compares a request to correct a datum (PRO-3)


class RegisterInquiryRow(SQLModel, table=True):
    """One question to a register: written once, never changed (triggers below).

    `about_fin` and `about_voen` are what the register answered with, or what was asked for when that was one of the
    two; both are empty when nobody was found by another number.
    """

    __tablename__ = "register_inquiry"
    __table_args__ = (
        Index("inquiry_about_person", "about_fin", text("at DESC"), postgresql_where=text("about_fin <> ''")),
        Index("inquiry_about_organisation", "about_voen", text("at DESC"), postgresql_where=text("about_voen <> ''")),
        Index("inquiry_by_account", "account_id", text("at DESC")),
    )

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=MOMENT)
    account_id: UUID = Field(foreign_key="account.id")  # who asked
    about_fin: str = Field(default="", max_length=7)
    about_voen: str = Field(default="", max_length=10)
    kind: InquiryKind = Field(sa_type=stored(InquiryKind))
    ground: str  # in the words that the register itself was given
    found: bool


TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_inquiries() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the record of inquiries is append-only'; END $$""",
    """CREATE TRIGGER register_inquiry_append_only BEFORE UPDATE OR DELETE ON register_inquiry
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_inquiries()""",
    """CREATE TRIGGER register_inquiry_no_truncate BEFORE TRUNCATE ON register_inquiry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_inquiries()""",
)
for _statement in TRIGGERS:
    event.listen(
        RegisterInquiryRow.__table__,  # type: ignore[attr-defined]  # SQLModel sets it at class creation
        "after_create",
        DDL(_statement),  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    )
