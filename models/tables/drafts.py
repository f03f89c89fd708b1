"""A draft's content, edited by its filer under a version until it is confirmed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from models.domain.applications import ApplicationKind
from models.domain.fee_cover import FeeWay
from models.domain.parties import PartyRole, PersonType, SigningWay
from models.domain.payment import Portal
from models.tables.columns import MOMENT, MONEY, SHA256, stored


class DraftRow(SQLModel, table=True):
    """The scalar content of a draft; every saved change raises the version."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("draft_by_receipt", "receipt_number", postgresql_where=text("receipt_number <> ''")),
        Index("draft_copied", "origin_id", postgresql_where=text("origin_id IS NOT NULL")),
        Index("draft_by_added_receipt", "added_receipt", postgresql_where=text("added_receipt <> ''")),
    )

    claim_id: str = Field(primary_key=True, max_length=36)
    filer_fin: str = Field(max_length=7, index=True)
    voen: str = Field(default="", max_length=10)  # of the organisation in whose name it is written
    version: int = 1
    touched_at: datetime = Field(sa_type=MOMENT)
    origin_id: str | None = Field(default=None, max_length=36)  # the returned or refused claim this was copied from
    # step 1
    court_id: str = Field(default="", max_length=60)
    kind: ApplicationKind | None = Field(default=None, sa_type=stored(ApplicationKind))
    category_id: str = Field(default="", max_length=80)
    # step 4
    heading: str = ""
    body: str = ""
    interim_measures: str = ""  # "İddianın təmin edilməsi"; empty when not asked for
    # step 5
    value: Decimal | None = Field(default=None, sa_type=MONEY)  # None for a claim without value
    demands: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # by which the value was worked out
    is_dwelling: bool = False  # legal-facts §1.1, 8.1.6: dispute on one's own dwelling
    fee_way: FeeWay | None = Field(default=None, sa_type=stored(FeeWay))
    portal: Portal = Field(default=Portal.GOVERNMENT, sa_type=stored(Portal))  # where it is to be paid online
    receipt_number: str = Field(default="", max_length=40)
    added_receipt: str = Field(default="", max_length=40)  # a second one, where the first does not reach
    fee_seen: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # what the fee was reckoned from when chosen
    exemption_code: str = Field(default="", max_length=60)


class PartyRow(SQLModel, table=True):
    """A party of a draft (CLM-3, CLM-4)."""

    __tablename__ = "party"
    __table_args__ = (
        Index("party_by_fin", "fin", postgresql_include=["claim_id"], postgresql_where=text("fin <> ''")),
        Index("party_by_voen", "voen", postgresql_include=["claim_id"], postgresql_where=text("voen <> ''")),
        # By az_key (models/tables/functions): "dyi 012345" finds DYİ012345.
        Index("party_by_document", text("az_key(document)"), postgresql_where=text("document <> ''")),
    )

    id: str = Field(primary_key=True, max_length=36)
    claim_id: str = Field(foreign_key="draft.claim_id", index=True, max_length=36)
    position: int
    role: PartyRole = Field(sa_type=stored(PartyRole))
    person: PersonType = Field(sa_type=stored(PersonType))
    is_filer: bool = False  # "Özüm"
    signing: SigningWay | None = Field(default=None, sa_type=stored(SigningWay))
    fin: str = Field(default="", max_length=7)
    document: str = Field(default="", max_length=40)  # series and number of the identity document
    voen: str = Field(default="", max_length=40)
    name: str = ""
    surname: str = ""
    patronymic: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postal_index: str = ""
    register_remark: str = Field(default="", max_length=60)  # empty: the registers agree


class AttachmentRow(SQLModel, table=True):
    """A document of a draft (CLM-7); its bytes stand in the document store."""

    __tablename__ = "attachment"

    id: str = Field(primary_key=True, max_length=36)
    claim_id: str = Field(foreign_key="draft.claim_id", index=True, max_length=36)
    position: int
    kind: str = Field(max_length=40)
    name: str
    sha256: str = Field(sa_type=SHA256)
    size: int  # bytes
    media_type: str
    pages: int | None = None
    format: str = Field(default="pdf", max_length=12)  # what the content was judged to be
    added_at: datetime = Field(sa_type=MOMENT)


class UploadRow(SQLModel, table=True):
    """A file on its way into a draft, sent in pieces (tus 1.0); it goes when it is whole, or at `expires_at`."""

    __tablename__ = "upload"

    id: str = Field(primary_key=True, max_length=36)
    claim_id: str = Field(foreign_key="draft.claim_id", index=True, max_length=36)
    kind: str = Field(max_length=40)
    name: str
    size: int  # bytes, as announced
    fingerprint: str = Field(default="", max_length=64)  # SHA-256 of the whole file as its sender says: finds it again
    received: int = 0  # bytes
    content: bytes = b""
    expires_at: datetime = Field(sa_type=MOMENT, index=True)
