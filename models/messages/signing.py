"""What crosses Temporal for one signature by one person."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.roles import Actor


@dataclass(frozen=True)
class BeginSigning:
    """A signer asked for a signing request on the phone (PIN2)."""

    signing_id: str
    claim_id: str
    version: int
    signer: Actor
    phone: str
    user_id: str  # ASAN İD, six digits
    language: str
    at: datetime
    calls_for: str = ""  # VÖEN of the organisation whose seal the signer calls for beside his signature
    seal: str = ""  # VÖEN when this is that seal and no signature of a person


@dataclass(frozen=True)
class PreparedSignature:
    """A signature ready to be asked for: its XML stands in the document store, its digest goes to the phone."""

    begin: BeginSigning
    draft_sha256: str
    digest: str  # hex
    hash_name: str
    certificate_kind: str = "citizen"  # models.ports.CertificateKind


@dataclass(frozen=True)
class AskedSignature:
    """The request is on the phone."""

    prepared: PreparedSignature
    provider_session: str
    expires_at: datetime


@dataclass(frozen=True)
class AnsweredSignature:
    """The provider's last word: a signature value (hex), or why there is none."""

    asked: AskedSignature
    failure: str = ""
    raw_signature: str = ""


@dataclass(frozen=True)
class KeptSignature:
    """A signature value that fits its digest, stored; `signed_at` is when the answer reached us."""

    begin: BeginSigning
    xml_sha256: str
    signed_at: datetime
