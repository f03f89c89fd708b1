"""OCSP responses (RFC 6960): whether a certificate stood at the moment of signing, and who vouches for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from activities.signatures.certificate_path import TrustStore, require_responder_path
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.identity import load_certificate

_CLOCKS_MAY_DIFFER = timedelta(seconds=60)


async def require_not_revoked(
    response: bytes,
    certificate: bytes,
    *,
    issuer: bytes,
    at: datetime,
    trust: TrustStore,
    others: tuple[bytes, ...] = (),
) -> datetime:
    """Return the moment the answer speaks of (thisUpdate); the DER certificate was good at `at` (both aware UTC).

    Refused: OCSP_UNSUCCESSFUL, OCSP_OTHER_CERT, OCSP_RESPONDER_UNTRUSTED, OCSP_RESPONDER_EXPIRED,
    OCSP_SIGNATURE_INVALID, CERT_REVOKED or CERT_SUSPENDED (before `at`), CERT_UNKNOWN, OCSP_BEFORE_TIMESTAMP.
    """
    parsed = _successful(response)
    authority = load_certificate(issuer)
    single = _about(parsed, load_certificate(certificate), issuer=authority)
    responder = _responder(parsed, issuer=authority, others=others)
    if responder != authority:
        await _require_delegated(responder, single.this_update_utc, issuer=authority, trust=trust, others=others)
    _check_signature(parsed, responder)
    _check_status(single, at=at)
    if single.this_update_utc < at - _CLOCKS_MAY_DIFFER:
        raise SignatureRefusedError("OCSP_BEFORE_TIMESTAMP", "older than the moment of signing")
    return single.this_update_utc


def _successful(response: bytes) -> ocsp.OCSPResponse:
    try:
        parsed = ocsp.load_der_ocsp_response(response)
    except ValueError as error:
        raise SignatureRefusedError("OCSP_BROKEN", str(error)) from error
    if parsed.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise SignatureRefusedError("OCSP_UNSUCCESSFUL", parsed.response_status.name)
    return parsed


def _about(
    response: ocsp.OCSPResponse, certificate: x509.Certificate, *, issuer: x509.Certificate
) -> ocsp.OCSPSingleResponse:
    """Return the answer about this certificate of this issuer (name and key), hashed as the responder chose."""
    name = issuer.subject.public_bytes()
    key = bytes(asn1_x509.Certificate.load(issuer.public_bytes(Encoding.DER)).public_key["public_key"])
    for single in response.responses:
        same_issuer = single.issuer_name_hash == _digest(name, single.hash_algorithm)
        same_key = single.issuer_key_hash == _digest(key, single.hash_algorithm)
        if single.serial_number == certificate.serial_number and same_issuer and same_key:
            return single
    raise SignatureRefusedError("OCSP_OTHER_CERT")


def _digest(content: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    digest = hashes.Hash(algorithm)
    digest.update(content)
    return digest.finalize()


def _responder(response: ocsp.OCSPResponse, *, issuer: x509.Certificate, others: tuple[bytes, ...]) -> x509.Certificate:
    """Return who signed the response: a certificate for OCSP signing with the named identity, else the issuer."""
    for candidate in _candidates(response, others):
        key_digest = x509.SubjectKeyIdentifier.from_public_key(candidate.public_key()).digest
        if response.responder_name not in (None, candidate.subject):
            continue
        if response.responder_key_hash not in (None, key_digest):
            continue
        return candidate
    return issuer


def _candidates(response: ocsp.OCSPResponse, others: tuple[bytes, ...]) -> Iterator[x509.Certificate]:
    for candidate in (*response.certificates, *map(load_certificate, others)):
        try:
            usages = candidate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        except x509.ExtensionNotFound:
            continue
        if ExtendedKeyUsageOID.OCSP_SIGNING in usages:
            yield candidate


async def _require_delegated(
    responder: x509.Certificate,
    moment: datetime,
    *,
    issuer: x509.Certificate,
    trust: TrustStore,
    others: tuple[bytes, ...],
) -> None:
    """RFC 6960 §4.2.2.2: the issuer delegated to the responder, or we trust the responder by its own path."""
    try:
        responder.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        der = responder.public_bytes(Encoding.DER)
        try:
            await require_responder_path(der, trust, at=moment, others=others)
        except SignatureRefusedError as refused:
            raise SignatureRefusedError("OCSP_RESPONDER_UNTRUSTED", refused.detail) from refused
    if not responder.not_valid_before_utc <= moment <= responder.not_valid_after_utc:
        raise SignatureRefusedError("OCSP_RESPONDER_EXPIRED")


def _check_signature(response: ocsp.OCSPResponse, responder: x509.Certificate) -> None:
    key, algorithm = responder.public_key(), response.signature_hash_algorithm
    if algorithm is None:
        raise SignatureRefusedError("OCSP_SIGNATURE_INVALID", "no hash algorithm")
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(algorithm))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(response.signature, response.tbs_response_bytes, padding.PKCS1v15(), algorithm)
        else:
            raise SignatureRefusedError("OCSP_SIGNATURE_INVALID", "key type")
    except InvalidSignature as error:
        raise SignatureRefusedError("OCSP_SIGNATURE_INVALID") from error


def _check_status(single: ocsp.OCSPSingleResponse, *, at: datetime) -> None:
    if single.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
        raise SignatureRefusedError("CERT_UNKNOWN")
    revoked_at = single.revocation_time_utc
    if revoked_at is not None and revoked_at <= at:
        on_hold = single.revocation_reason is x509.ReasonFlags.certificate_hold
        raise SignatureRefusedError("CERT_SUSPENDED" if on_hold else "CERT_REVOKED", revoked_at.isoformat())
