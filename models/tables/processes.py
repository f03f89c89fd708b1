"""What pages show of a payment or a signature under way."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.domain.payment import PaymentStatus, Portal
from models.domain.signing import SigningStatus, SigningWay
from models.tables.columns import MOMENT, MONEY, SHA256, stored


class PaymentRow(SQLModel, table=True):
    """One online payment of one draft's fee; its id is the order id at the portal."""

    __tablename__ = "payment"
    __table_args__ = (Index("payment_with_receipt", "payer_fin", postgresql_where=text("receipt_number <> ''")),)

    id: str = Field(primary_key=True, max_length=36)
    claim_id: str = Field(foreign_key="draft.claim_id", index=True, max_length=36)
    portal: Portal = Field(default=Portal.GOVERNMENT, sa_type=stored(Portal))
    payer_fin: str = Field(max_length=7)
    amount: Decimal = Field(sa_type=MONEY)
    status: PaymentStatus = Field(sa_type=stored(PaymentStatus))
    pay_url: str = ""
    receipt_number: str = Field(default="", max_length=40)
    outcome: str = Field(default="", max_length=60)  # "confirmed", or why the claim was not confirmed by it
    version: int  # of the draft that will be confirmed by it
    started_at: datetime = Field(sa_type=MOMENT)
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)


class SigningRow(SQLModel, table=True):
    """One attempt of one signer to sign one confirmed version."""

    __tablename__ = "signing"
    __table_args__ = (
        Index("signing_of_claim", "claim_id", "fin", text("started_at DESC")),
        Index(
            "one_open_signing",
            "claim_id",
            "version",
            "fin",
            unique=True,
            postgresql_where=text("status NOT IN ('done', 'failed')"),
        ),
    )

    id: str = Field(primary_key=True, max_length=36)
    claim_id: str = Field(foreign_key="claim.id", max_length=36)
    version: int
    fin: str = Field(max_length=7)
    status: SigningStatus = Field(sa_type=stored(SigningStatus))
    verification_code: str = Field(default="", max_length=8)
    expires_at: datetime | None = Field(default=None, sa_type=MOMENT)
    provider_session: str = ""
    seal: str = Field(default="", max_length=10)  # VÖEN where it is an organisation's seal
    way: SigningWay = Field(default=SigningWay.PHONE, sa_type=stored(SigningWay))
    # What the browser hands to the card; empty for a phone.
    certificate: str = ""  # DER, base64
    digest: str = Field(default="", max_length=128)  # hex
    hash_name: str = Field(default="", max_length=10)
    signature_name: str = Field(default="", max_length=60)  # entry of the container
    signature_sha256: str = Field(default="", sa_type=SHA256)  # newest XML, in the document store
    failure: str = Field(default="", max_length=60)
    started_at: datetime = Field(sa_type=MOMENT)
    signed_at: datetime | None = Field(default=None, sa_type=MOMENT)
