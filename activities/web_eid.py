"""Judges what an e-İmza card answers to a sign-in: the Web eID authentication token, format web-eid:1.

The token is believed for nothing but its signature: origin and nonce are the court's own, the certificate must lead to
the court's anchors, be for signing in, and stand by OCSP now (Web eID system architecture, "authentication token").
"""

import base64
import hashlib
from datetime import datetime
from typing import Annotated, Final, Literal

from cryptography import x509
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from activities.authentication import Identity, check_path, identity_in
from activities.signatures.certificate_path import TrustStore, issuers_of
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.revocation import require_not_revoked
from activities.signatures.signature_value import SignatureAlgorithm, fits
from models.domain.errors import RuleBroken
from models.ports import OcspClient, OutsideRefusedError

# RFC 7518 §3.1; "none" and the HMAC family are no signatures of a card
_FAMILIES: Final[tuple[tuple[str, Literal["ec", "rsa", "pss"]], ...]] = (("ES", "ec"), ("PS", "pss"), ("RS", "rsa"))
ALGORITHMS: Final = {
    f"{name}{bits}": SignatureAlgorithm(f"{name}{bits}", family, f"sha{bits}")
    for name, family in _FAMILIES
    for bits in (256, 384, 512)
}
LONGEST_TOKEN: Final = 20_000  # characters; a certificate and a signature need a fifth


class CardToken(BaseModel):
    """The token as the browser extension gives it; both byte fields are base64."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    certificate: Annotated[str, Field(alias="unverifiedCertificate", max_length=12_000)]
    algorithm: Annotated[str, Field(max_length=10)]
    signature: Annotated[str, Field(max_length=2_000)]
    format: Annotated[str, Field(pattern=r"^web-eid:1(\.[0-9]+)?$")]


async def identify_card(
    token: str, *, origin: str, nonce: str, trust: TrustStore, ocsp: OcspClient, at: datetime
) -> tuple[Identity, bytes]:
    """Return who answered the challenge, and the DER certificate.

    `token` is JSON, `origin` the court's own (https://host[:port]), `nonce` the base64 text that was asked.
    RuleBroken: card_token_wrong, card_signature_wrong, card_not_trusted, card_revoked, certificate_without_fin.
    OutsideUnavailableError when the certificate's standing cannot be asked now.
    """
    read = _read(token)
    certificate = _bytes(read.certificate)
    _check_signature(certificate, read, origin=origin, nonce=nonce)
    await check_path(certificate, trust, at, refusal="card_not_trusted")
    await _check_standing(certificate, trust, ocsp, at=at)
    return identity_in(certificate), certificate


def challenge_digest(hash_name: str, *, origin: str, nonce: str) -> bytes:
    """Return what the card signs: hash(hash(origin) + hash(nonce)) by the hash of the token's algorithm."""
    parts = (hashlib.new(hash_name, text.encode()).digest() for text in (origin, nonce))
    return hashlib.new(hash_name, b"".join(parts)).digest()


def _read(token: str) -> CardToken:
    if len(token) > LONGEST_TOKEN:
        raise RuleBroken("card_token_wrong")
    try:
        read = CardToken.model_validate_json(token)
    except ValidationError as wrong:
        raise RuleBroken("card_token_wrong") from wrong
    if read.algorithm not in ALGORITHMS:
        raise RuleBroken("card_token_wrong")
    return read


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as wrong:
        raise RuleBroken("card_token_wrong") from wrong


def _check_signature(certificate: bytes, read: CardToken, *, origin: str, nonce: str) -> None:
    algorithm = ALGORITHMS[read.algorithm]
    digest = challenge_digest(algorithm.hash_name, origin=origin, nonce=nonce)
    try:
        holder = x509.load_der_x509_certificate(certificate)
    except ValueError as wrong:
        raise RuleBroken("card_token_wrong") from wrong
    try:
        fitting = fits(_bytes(read.signature), digest, certificate=holder, algorithm=algorithm)
    except SignatureRefusedError as refused:
        raise RuleBroken("card_signature_wrong") from refused
    if not fitting:
        raise RuleBroken("card_signature_wrong")


async def _check_standing(certificate: bytes, trust: TrustStore, ocsp: OcspClient, *, at: datetime) -> None:
    try:
        issuers = await issuers_of(certificate, trust, at=at, usage="digital_signature")
        response = await ocsp.fetch(certificate, issuers[0])
        await require_not_revoked(response, certificate, issuer=issuers[0], at=at, trust=trust)
    except SignatureRefusedError as refused:
        is_taken_back = refused.code in {"CERT_REVOKED", "CERT_SUSPENDED"}
        raise RuleBroken("card_revoked" if is_taken_back else "card_not_trusted") from refused
    except OutsideRefusedError as refused:
        raise RuleBroken("card_not_trusted") from refused
