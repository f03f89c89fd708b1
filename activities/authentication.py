"""Who answered a sign-in request: checks the signature and the certificate that came back from ASAN İmza.

RFC 5280 path building; the FİN stands in the subject's serialNumber as PNOAZ-… (ETSI EN 319 412-1 §5.1.3).
"""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import PathError, ValidationError

from activities.signatures.certificate_path import TrustStore, validation_context
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.identity import identity_of
from activities.signatures.signature_value import ALGORITHMS, fits
from models.domain.errors import RuleBroken

ECDSA_SHA256 = ALGORITHMS["http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"]  # what a phone answers with


@dataclass(frozen=True)
class Identity:
    """A person as the certificate names him."""

    fin: str
    name: str
    surname: str
    voen: str = ""  # of the organisation the certificate speaks for
    organisation: str = ""
    issued_at: datetime | None = None  # of the certificate; None: known from who does not say since when


async def identify(
    certificate: bytes, raw_signature: bytes, *, digest: bytes, trust: TrustStore, at: datetime
) -> Identity:
    """Return who signed `digest` (32 bytes) with PIN1.

    `certificate` is DER, `raw_signature` is r||s. RuleBroken says what is wrong: signature_wrong,
    certificate_not_trusted, certificate_without_fin.
    """
    parsed = x509.load_der_x509_certificate(certificate)
    _check_signature(parsed, raw_signature, digest)
    await check_path(certificate, trust, at)
    return identity_in(certificate)


def identity_in(certificate: bytes) -> Identity:
    """Return the person a DER certificate names; RuleBroken("certificate_without_fin") when it names none."""
    parsed = x509.load_der_x509_certificate(certificate)
    holder = identity_of(parsed)
    if holder.fin is None:
        raise RuleBroken("certificate_without_fin")
    issued_at = parsed.not_valid_before_utc
    return Identity(
        holder.fin, holder.given_name, holder.surname, holder.voen or "", holder.organisation, issued_at=issued_at
    )


def serial_of(certificate: bytes) -> str:
    """Return a certificate's serial number in hex, as accounts keep it (ID-10)."""
    return f"{x509.load_der_x509_certificate(certificate).serial_number:x}"


def valid_until(certificate: bytes) -> datetime:
    """Return when a DER certificate runs out, aware UTC."""
    return x509.load_der_x509_certificate(certificate).not_valid_after_utc


async def check_path(
    certificate: bytes, trust: TrustStore, at: datetime, *, refusal: str = "certificate_not_trusted"
) -> None:
    """Refuse a certificate that leads to none of our anchors at that moment or is not for signing in: `refusal`."""
    context = validation_context(trust, at=at)
    validator = CertificateValidator(asn1_x509.Certificate.load(certificate), validation_context=context)
    try:
        await validator.async_validate_usage(  # type: ignore[no-untyped-call]  # untyped in pyhanko
            {"digital_signature"}, extended_key_usage={"client_auth"}
        )
    except (PathError, ValidationError) as untrusted:
        raise RuleBroken(refusal) from untrusted


def _check_signature(certificate: x509.Certificate, raw_signature: bytes, digest: bytes) -> None:
    try:
        fitting = fits(raw_signature, digest, certificate=certificate, algorithm=ECDSA_SHA256)
    except SignatureRefusedError as refused:
        raise RuleBroken("signature_wrong") from refused
    if not fitting:
        raise RuleBroken("signature_wrong")
