"""The read model of claims: one row a claim, its signers, its frozen versions and the packages that are signed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ARRAY, JSON, Column, Index, String, text
from sqlmodel import Field, SQLModel

from models.domain.claim_status import ClaimStatus
from models.domain.payment import Portal
from models.tables.columns import MOMENT, MONEY, SHA256, stored

LISTED = ("status", "filer_fin", "number", "court_id", "updated_at", "id")
ORGANISATION_ORDERS = {"number": ("number",), "status": ("status", "id"), "court": ("court_id", "id")}


class ClaimRow(SQLModel, table=True):
    """What lists and pages show of a claim; written only by the activity that records a step."""

    __tablename__ = "claim"
    __table_args__ = (
        # What a list is narrowed and sorted by stands in its index: thousands are sorted without reading their rows.
        Index(
            "claim_of_filer",
            "filer_fin",
            text("updated_at DESC"),
            "id",
            postgresql_include=["status", "voen", "number", "court_id"],
        ),
        Index(
            "claim_of_organisation",
            "voen",
            text("updated_at DESC"),
            "id",
            postgresql_include=["status", "filer_fin", "number", "court_id"],
            postgresql_where=text("voen <> ''"),
        ),
        *(
            Index(
                f"claim_of_organisation_by_{name}",
                "voen",
                *columns,
                postgresql_include=[one for one in LISTED if one not in columns],
                postgresql_where=text("voen <> ''"),
            )
            for name, columns in ORGANISATION_ORDERS.items()
        ),
        Index("claim_at_court", "court_id", "status", "decide_by", "id", postgresql_include=["sent_at"]),
        Index("claim_received", "court_id", "sent_at", postgresql_include=["status"]),
        Index("claim_decided", "court_id", text("decided_at DESC"), postgresql_where=text("decided_at IS NOT NULL")),
    )

    id: str = Field(primary_key=True, max_length=36)
    number: str = Field(unique=True, max_length=20)  # of the application: ƏR-2026-000001
    filer_fin: str = Field(max_length=7)
    voen: str = Field(default="", max_length=10)  # of the organisation it was filed for; empty: in the filer's own name
    status: ClaimStatus = Field(sa_type=stored(ClaimStatus))
    revision: int
    version: int = 0  # frozen content; 0 before the first confirmation
    content_sha256: str = Field(default="", sa_type=SHA256)
    court_id: str = Field(default="", max_length=60)
    receipt_number: str = Field(default="", max_length=40)
    opened_at: datetime = Field(sa_type=MOMENT)
    updated_at: datetime = Field(sa_type=MOMENT)
    sent_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decide_by: datetime | None = Field(default=None, sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    overdue: bool = False
    reason_code: str = Field(default="", max_length=60)
    reason: str = ""
    reason_by: str = Field(default="", max_length=7)  # FİN of the co-claimant who refused
    case_number: str = Field(default="", max_length=40, index=True)


class ClaimSignerRow(SQLModel, table=True):
    """A person whose signature a confirmed claim needs, in the order of the parties; the filer is first."""

    __tablename__ = "claim_signer"
    __table_args__ = (
        Index("signer_called", "fin", text("called_at DESC"), "claim_id"),
        Index("co_signer_called", "fin", "claim_id", postgresql_where=text("position > 0 AND called_at IS NOT NULL")),
    )

    claim_id: str = Field(primary_key=True, foreign_key="claim.id", max_length=36)
    fin: str = Field(primary_key=True, max_length=7)
    position: int
    called_at: datetime | None = Field(default=None, sa_type=MOMENT)  # since when the claim stands in their list
    signed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    # VÖENs of the organisations for which he signs
    voens: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(String(10)), nullable=False))
    named_at: datetime | None = Field(default=None, sa_type=MOMENT)  # when he was put in another's place
    instead_of: str = Field(default="", max_length=7)  # FİN of that other
    seal: str = Field(default="", max_length=10)  # VÖEN of the organisation for whose seal he called as he signed
    sealed_at: datetime | None = Field(default=None, sa_type=MOMENT)


class VoidSignerRow(SQLModel, table=True):
    """A signer of a version that was taken back: what he signed counts for nothing and is kept (CLM-11)."""

    __tablename__ = "void_signer"

    claim_id: str = Field(primary_key=True, foreign_key="claim.id", max_length=36)
    version: int = Field(primary_key=True)  # whose package holds the signatures
    fin: str = Field(primary_key=True, max_length=7)
    position: int
    voens: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(String(10)), nullable=False))
    signed_at: datetime | None = Field(default=None, sa_type=MOMENT)  # None: he was still awaited
    seal: str = Field(default="", max_length=10)
    sealed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    voided_at: datetime = Field(sa_type=MOMENT)
    reason: str


class ArchivedClaimRow(SQLModel, table=True):
    """A decided claim that one person has put away from his own list (CLM-15); nobody else's list knows of it.

    For whom it was filed and when it last changed stand here once more, for the archive's order: it changes no more.
    """

    __tablename__ = "archived_claim"
    __table_args__ = (Index("archived_of_organisation", "fin", "voen", text("updated_at DESC"), "claim_id"),)

    fin: str = Field(primary_key=True, max_length=7)
    claim_id: str = Field(primary_key=True, foreign_key="claim.id", max_length=36)
    voen: str = Field(default="", max_length=10)
    updated_at: datetime = Field(sa_type=MOMENT)
    archived_at: datetime = Field(sa_type=MOMENT)


class FrozenContentRow(SQLModel, table=True):
    """The content of one confirmed version, exactly as it was frozen."""

    __tablename__ = "frozen_content"
    __table_args__ = (Index("frozen_content_sameness", "sameness", postgresql_where=text("sameness <> ''")),)

    claim_id: str = Field(primary_key=True, foreign_key="claim.id", max_length=36)
    version: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    sha256: str = Field(sa_type=SHA256)
    frozen_at: datetime = Field(sa_type=MOMENT)
    sameness: str = Field(default="", sa_type=SHA256)  # of what is asked and with what documents, whoever files it


class PackageRow(SQLModel, table=True):
    """The rendered document of a confirmed version and the container that its signers sign."""

    __tablename__ = "package"

    claim_id: str = Field(primary_key=True, foreign_key="claim.id", max_length=36)
    version: int = Field(primary_key=True)
    document_sha256: str = Field(sa_type=SHA256)  # PDF/A-2a
    container_sha256: str = Field(sa_type=SHA256)  # ASiC-E, newest state
    signatures: int = 0


class CourtCaseRow(SQLModel, table=True):
    """A case opened by accepting a claim (CLM-14); its number may later change, its id never."""

    __tablename__ = "court_case"

    id: str = Field(primary_key=True, max_length=36)  # the claim's id
    number: str = Field(unique=True, max_length=40)
    court_id: str = Field(max_length=60, index=True)
    claim_id: str = Field(unique=True, foreign_key="claim.id", max_length=36)
    opened_at: datetime = Field(sa_type=MOMENT)


class CaseNumberCounterRow(SQLModel, table=True):
    """The last running number given by one court, for one kind of case, in one year (legal-facts §3.5)."""

    __tablename__ = "case_number_counter"

    court_id: str = Field(primary_key=True, max_length=60)
    prefix: str = Field(primary_key=True, max_length=8)
    year: int = Field(primary_key=True)
    last: int


class ApplicationNumberCounterRow(SQLModel, table=True):
    """The last running number of an application, over all courts, in one year."""

    __tablename__ = "application_number_counter"

    year: int = Field(primary_key=True)
    last: int


class ReceiptRow(SQLModel, table=True):
    """A court-fee receipt as a portal confirmed it (FEE-2)."""

    __tablename__ = "receipt"
    __table_args__ = (Index("receipt_by_day", "portal", "paid_at"),)

    number: str = Field(primary_key=True, max_length=40)
    amount: Decimal = Field(sa_type=MONEY)
    paid_at: datetime = Field(sa_type=MOMENT)
    payer_name: str = ""
    portal: Portal = Field(default=Portal.GOVERNMENT, sa_type=stored(Portal))  # that took the money
    known_at: datetime = Field(sa_type=MOMENT)  # when a portal told us


class ReceiptUseRow(SQLModel, table=True):
    """One claim's hold on one receipt; the partial unique index makes "one receipt, one claim" true (FEE-4)."""

    __tablename__ = "receipt_use"
    __table_args__ = (
        Index("one_claim_a_receipt", "receipt_number", unique=True, postgresql_where=text("released_at IS NULL")),
        Index("receipt_use_of_claim", "claim_id"),
    )

    receipt_number: str = Field(primary_key=True, foreign_key="receipt.number", max_length=40)
    claim_id: str = Field(primary_key=True, foreign_key="claim.id", max_length=36)
    revision: int = Field(primary_key=True)  # of the step that reserved it: a repeated step is the same hold
    part: Decimal = Field(sa_type=MONEY)  # what of it counts towards the fee
    excess: Decimal = Field(sa_type=MONEY)  # what of it is above the fee
    reserved_at: datetime = Field(sa_type=MOMENT)
    used_at: datetime | None = Field(default=None, sa_type=MOMENT)
    released_at: datetime | None = Field(default=None, sa_type=MOMENT)
