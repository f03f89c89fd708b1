"""Certificate status by RFC 6960 over HTTP, from the responder that the certificate itself names."""

import secrets
from dataclasses import dataclass

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from models.ports import OutsideRefusedError, OutsideUnavailableError

_TRY_LATER = frozenset({ocsp.OCSPResponseStatus.TRY_LATER, ocsp.OCSPResponseStatus.INTERNAL_ERROR})


@dataclass(frozen=True)
class OcspHttp:
    """Asks OCSP responders; implements `models.ports.OcspClient`."""

    http: httpx2.AsyncClient

    async def fetch(self, certificate: bytes, issuer: bytes) -> bytes:
        """Return the DER OCSP response about a DER certificate, good, revoked or unknown alike.

        OutsideUnavailableError when the responder cannot be reached or says "later"; OutsideRefusedError when the
        certificate names no responder (`ocsp_no_address`), the responder refuses (`ocsp_refused`) or answers
        something else (`ocsp_wrong_answer`).
        """
        subject, authority = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer)
        nonce = secrets.token_bytes(32)
        try:
            answer = await self.http.post(
                responder_address(subject),
                content=request_about(subject, authority, nonce=nonce),
                headers={"Content-Type": "application/ocsp-request"},
            )
        except httpx2.HTTPError as error:
            raise OutsideUnavailableError(f"OCSP responder: {type(error).__name__}") from error
        if not answer.is_success:
            raise OutsideUnavailableError(f"OCSP responder: HTTP {answer.status_code}")
        _require_answer(answer.content, subject, nonce=nonce)
        return answer.content


def responder_address(certificate: x509.Certificate) -> str:
    """Return the OCSP address in the certificate's Authority Information Access; `ocsp_no_address` when none."""
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound as error:
        raise OutsideRefusedError("ocsp_no_address") from error
    for description in access:
        location = description.access_location
        if description.access_method == AuthorityInformationAccessOID.OCSP and isinstance(
            location, x509.UniformResourceIdentifier
        ):
            return location.value
    raise OutsideRefusedError("ocsp_no_address")


def request_about(certificate: x509.Certificate, issuer: x509.Certificate, *, nonce: bytes) -> bytes:
    """Return the DER OCSP request about one certificate, by SHA-256."""
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA256())
    return builder.add_extension(x509.OCSPNonce(nonce), critical=False).build().public_bytes(Encoding.DER)


def _require_answer(answer: bytes, certificate: x509.Certificate, *, nonce: bytes) -> None:
    try:
        response = ocsp.load_der_ocsp_response(answer)
    except ValueError as error:
        raise OutsideUnavailableError("OCSP responder: the answer is no RFC 6960 response") from error
    if response.response_status in _TRY_LATER:
        raise OutsideUnavailableError(f"OCSP responder: {response.response_status.name}")
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise OutsideRefusedError("ocsp_refused", response.response_status.name)
    serials = [single.serial_number for single in response.responses]
    if certificate.serial_number not in serials or _nonce_in(response) not in (None, nonce):
        raise OutsideRefusedError("ocsp_wrong_answer", "certificate or nonce differ")


def _nonce_in(response: ocsp.OCSPResponse) -> bytes | None:
    """Return the echoed nonce; None when the responder sends stored answers without one, as RFC 6960 lets it."""
    try:
        return response.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        return None
