"""Lifts a finished signature to level T and LT by asking the time-stamp authority and the OCSP responder."""

from datetime import datetime

from activities.signatures.certificate_path import TrustStore, issuers_of
from activities.signatures.revocation import require_not_revoked
from activities.signatures.timestamp_token import proven_time
from activities.signatures.xades import (
    add_long_term,
    add_timestamp,
    signing_certificate_of,
    timestamp_imprint,
    timestamped_bytes,
)
from models.ports import OcspClient, TimestampClient


async def stamp_signature(xml: bytes, timestamps: TimestampClient, *, trust: TrustStore) -> bytes:
    """Return the signature at level T.

    OutsideUnavailableError when the authority cannot be had now; SignatureRefusedError (TST_…) when its token is not
    one we could verify later: better to learn it now than in ten years.
    """
    token = await timestamps.stamp(timestamp_imprint(xml))
    await proven_time(token, timestamped_bytes(xml), trust=trust)
    return add_timestamp(xml, token)


async def complete_signature(xml: bytes, ocsp: OcspClient, *, trust: TrustStore, at: datetime) -> bytes:
    """Return a time-stamped signature at level LT; call it after `stamp_signature`, never before.

    `at` is the time-stamp's moment or now. Refused: CERT_CHAIN_FAILURE, CERT_REVOKED, CERT_UNKNOWN, OCSP_…;
    OutsideUnavailableError when the responder cannot be had now.
    """
    certificate = signing_certificate_of(xml)
    issuers = await issuers_of(certificate, trust, at=at)
    response = await ocsp.fetch(certificate, issuers[0])
    await require_not_revoked(response, certificate, issuer=issuers[0], at=at, trust=trust)
    return add_long_term(xml, certificates=issuers, ocsp_responses=[response])
