"""Who stands in a certificate: name, FİN and VÖEN by the semantics of ETSI EN 319 412-1, and what its key may do."""

import re
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import NameOID

from activities.signatures.errors import SignatureRefusedError

_ORGANISATION_IDENTIFIER = x509.ObjectIdentifier("2.5.4.97")
_FIN = re.compile(r"PNOAZ-([0-9A-Z]{7})")
_VOEN = re.compile(r"(?:VATAZ|NTRAZ)-(\d{10})")


@dataclass(frozen=True)
class CertificateIdentity:
    """The holder of a certificate, as its issuer wrote it. `fin` is upper-case; empty fields are ""."""

    name: str
    surname: str
    given_name: str
    organisation: str
    fin: str | None
    voen: str | None
    can_sign: bool


def load_certificate(der: bytes) -> x509.Certificate:
    """Load a DER certificate; CERT_UNREADABLE when it is none."""
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        raise SignatureRefusedError("CERT_UNREADABLE", str(error)) from error


def identity_of(certificate: x509.Certificate) -> CertificateIdentity:
    """Read the holder out of a certificate: FİN from serialNumber, VÖEN from organizationIdentifier."""
    fin = _FIN.fullmatch(_subject(certificate, NameOID.SERIAL_NUMBER).upper())
    voen = _VOEN.fullmatch(_subject(certificate, _ORGANISATION_IDENTIFIER).upper())
    return CertificateIdentity(
        name=_subject(certificate, NameOID.COMMON_NAME),
        surname=_subject(certificate, NameOID.SURNAME),
        given_name=_subject(certificate, NameOID.GIVEN_NAME),
        organisation=_subject(certificate, NameOID.ORGANIZATION_NAME),
        fin=fin[1] if fin else None,
        voen=voen[1] if voen else None,
        can_sign=is_signing_certificate(certificate),
    )


def is_signing_certificate(certificate: x509.Certificate) -> bool:
    """Tell whether the key may sign documents (nonRepudiation, which X.509 now calls contentCommitment)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return usage.content_commitment


def require_signing_certificate(certificate: x509.Certificate) -> None:
    """Refuse a certificate that is not for signing documents, such as the PIN1 one: CERT_KEY_USAGE."""
    if not is_signing_certificate(certificate):
        raise SignatureRefusedError("CERT_KEY_USAGE", "no nonRepudiation")


def require_in_time(certificate: x509.Certificate, *, at: datetime) -> None:
    """Refuse a certificate whose term has ended or not begun at a moment (aware UTC): CERT_EXPIRED."""
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise SignatureRefusedError("CERT_EXPIRED", certificate.not_valid_after_utc.isoformat())


def require_person(certificate: x509.Certificate, *, fin: str) -> None:
    """Refuse a certificate that carries another FİN than the person's (or none): SIGNER_MISMATCH."""
    if identity_of(certificate).fin != fin.upper():
        raise SignatureRefusedError("SIGNER_MISMATCH")


def _subject(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    attributes = certificate.subject.get_attributes_for_oid(oid)
    return str(attributes[0].value) if attributes else ""
