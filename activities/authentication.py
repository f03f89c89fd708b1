"""Who answered a sign-in request: checks the signature and the certificate that came back from ASAN İmza.

RFC 5280 path building; the FİN stands in the subject's serialNumber as PNOAZ-… (ETSI EN 319 412-1 §5.1.3).
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, ValidationError

from models.domain.errors import RuleBroken

PERSON = re.compile(r"PNOAZ-([0-9A-Z]{7})")


@dataclass(frozen=True)
class Identity:
    """A person as the certificate names him."""

    fin: str
    name: str
    surname: str


def read_anchors(path: Path) -> tuple[bytes, ...]:
    """Return the DER certificates of a PEM file: roots and issuing CAs we trust."""
    return tuple(der for _kind, _headers, der in pem.unarmor(path.read_bytes(), multiple=True))


async def identify(
    certificate: bytes, raw_signature: bytes, *, digest: bytes, anchors: tuple[bytes, ...], at: datetime
) -> Identity:
    """Return who signed `digest` (32 bytes) with PIN1.

    `certificate` is DER, `raw_signature` is r||s. RuleBroken says what is wrong: signature_wrong,
    certificate_not_trusted, certificate_without_fin.
    """
    parsed = x509.load_der_x509_certificate(certificate)
    _check_signature(parsed, raw_signature, digest)
    await _check_path(certificate, anchors, at)
    return identity_in(certificate)


def identity_in(certificate: bytes) -> Identity:
    """Return the person a DER certificate names; RuleBroken("certificate_without_fin") when it names none."""
    subject = x509.load_der_x509_certificate(certificate).subject
    found = PERSON.fullmatch(_first(subject, NameOID.SERIAL_NUMBER))
    if not found:
        raise RuleBroken("certificate_without_fin")
    return Identity(found[1], _first(subject, NameOID.GIVEN_NAME), _first(subject, NameOID.SURNAME))


def serial_of(certificate: bytes) -> str:
    """Return a certificate's serial number in hex, as accounts keep it (ID-10)."""
    return f"{x509.load_der_x509_certificate(certificate).serial_number:x}"


def _check_signature(certificate: x509.Certificate, raw_signature: bytes, digest: bytes) -> None:
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise RuleBroken("signature_wrong")
    width = (key.curve.key_size + 7) // 8
    if len(raw_signature) != 2 * width:
        raise RuleBroken("signature_wrong")
    r, s = int.from_bytes(raw_signature[:width]), int.from_bytes(raw_signature[width:])
    try:
        key.verify(encode_dss_signature(r, s), digest, ec.ECDSA(Prehashed(SHA256())))
    except InvalidSignature as wrong:
        raise RuleBroken("signature_wrong") from wrong


async def _check_path(certificate: bytes, anchors: tuple[bytes, ...], at: datetime) -> None:
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(der) for der in anchors],
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    validator = CertificateValidator(asn1_x509.Certificate.load(certificate), validation_context=context)
    try:
        await validator.async_validate_usage(  # type: ignore[no-untyped-call]  # untyped in pyhanko
            {"digital_signature"}, extended_key_usage={"client_auth"}
        )
    except (PathBuildingError, PathValidationError, ValidationError) as untrusted:
        raise RuleBroken("certificate_not_trusted") from untrusted


def _first(subject: x509.Name, oid: x509.ObjectIdentifier) -> str:
    values = [str(attribute.value) for attribute in subject.get_attributes_for_oid(oid)]
    return values[0] if values else ""
