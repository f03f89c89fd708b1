"""What crosses Temporal for one signature by one person."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.roles import Actor
from models.domain.signing import SigningWay


@dataclass(frozen=True)
class BeginSigning:
    """A signer asked for a signing request on the phone or to the card (PIN2)."""

    signing_id: str
    claim_id: str
    version: int
    signer: Actor
    phone: str  # "" for a card
    user_id: str  # ASAN İD, six digits; "" for a card
    language: str
    at: datetime
    calls_for: str = ""  # VÖEN of the organisation whose seal the signer calls for beside his signature
    seal: str = ""  # VÖEN when this is that seal and no signature of a person
    way: SigningWay = SigningWay.PHONE
    certificate: str = ""  # DER in base64, as the browser gave it; "" for a phone, which is asked for its own


@dataclass(frozen=True)
class PreparedSignature:
    """A signature ready to be asked for: its XML stands in the document store, its digest goes to phone or card."""

    begin: BeginSigning
    draft_sha256: str
    digest: str  # hex
    hash_name: str
    certificate_kind: str = "citizen"  # models.ports.CertificateKind; "" for a card, which is its certificate


@dataclass(frozen=True)
class AskedSignature:
    """The request is on the phone, or with the card."""

    prepared: PreparedSignature
    provider_session: str  # "" for a card
    expires_at: datetime


@dataclass(frozen=True)
class AnsweredSignature:
    """The provider's last word: a signature value (hex), or why there is none."""

    asked: AskedSignature
    failure: str = ""
    raw_signature: str = ""


@dataclass(frozen=True)
class CardAnswer:
    """What the card signed, as its browser posted it; `at` is when the post reached us."""

    raw_signature: str  # hex: r||s, or PKCS#1 of an RSA key
    at: datetime


@dataclass(frozen=True)
class KeptSignature:
    """A signature value that fits its digest, stored; `signed_at` is when the answer reached us."""

    begin: BeginSigning
    xml_sha256: str
    signed_at: datetime
