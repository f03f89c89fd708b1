"""The RFC 6960 side of the test authority: answers about certificates from its list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from simulators.trust.certificates import KeyPair


class Standing(StrEnum):
    """Where a certificate stands with its issuer."""

    GOOD = "good"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True)
class IssuedCertificate:
    """One line of the authority's list; `serial` is the decimal serial number, `pem` the certificate."""

    serial: int
    kind: str
    subject: str
    pem: str
    issued_at: datetime
    standing: Standing = Standing.GOOD
    since: datetime | None = None


_REASONS = {Standing.SUSPENDED: x509.ReasonFlags.certificate_hold, Standing.REVOKED: x509.ReasonFlags.key_compromise}


def answer(
    request: bytes, *, issued: Mapping[int, IssuedCertificate], responder: KeyPair, issuer: KeyPair, at: datetime
) -> bytes:
    """Return the DER OCSP response; what is no request, or about another issuer, gets the protocol's error."""
    try:
        asked = ocsp.load_der_ocsp_request(request)
    except ValueError:
        return _failure(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    name = _digest(issuer.certificate.subject.public_bytes(), asked.hash_algorithm)
    key = _digest(_key_bits(issuer), asked.hash_algorithm)
    if (asked.issuer_name_hash, asked.issuer_key_hash) != (name, key):
        return _failure(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    status, since, reason = _status(issued.get(asked.serial_number))
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number,
            algorithm=asked.hash_algorithm,
            cert_status=status,
            this_update=at,
            next_update=at + timedelta(hours=12),
            revocation_time=since,
            revocation_reason=reason,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
        .certificates([responder.certificate])
    )
    return _with_nonce(builder, asked).sign(responder.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _status(
    line: IssuedCertificate | None,
) -> tuple[ocsp.OCSPCertStatus, datetime | None, x509.ReasonFlags | None]:
    if line is None:
        return ocsp.OCSPCertStatus.UNKNOWN, None, None
    if line.standing is Standing.GOOD:
        return ocsp.OCSPCertStatus.GOOD, None, None
    return ocsp.OCSPCertStatus.REVOKED, line.since, _REASONS[line.standing]


def _with_nonce(builder: ocsp.OCSPResponseBuilder, asked: ocsp.OCSPRequest) -> ocsp.OCSPResponseBuilder:
    try:
        nonce = asked.extensions.get_extension_for_class(x509.OCSPNonce).value
    except x509.ExtensionNotFound:
        return builder
    return builder.add_extension(x509.OCSPNonce(nonce.nonce), critical=False)


def _failure(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)


def _key_bits(issuer: KeyPair) -> bytes:
    return bytes(asn1_x509.Certificate.load(issuer.der).public_key["public_key"])


def _digest(content: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    digest = hashes.Hash(algorithm)
    digest.update(content)
    return digest.finalize()
