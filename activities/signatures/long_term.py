"""Lifts a finished signature to level T and LT by asking the time-stamp authority and the OCSP responder."""

from datetime import datetime

from activities.signatures.certificate_path import TrustStore, issuers_of
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.identity import load_certificate, require_in_time
from activities.signatures.revocation import require_not_revoked
from activities.signatures.timestamp_token import proven_time
from activities.signatures.xades import (
    add_long_term,
    add_timestamp,
    signing_certificate_of,
    timestamp_imprint,
    timestamp_token_of,
    timestamped_bytes,
)
from models.ports import OcspClient, OutsideRefusedError, OutsideUnavailableError, TimestampClient


async def stamp_signature(xml: bytes, timestamps: TimestampClient, *, trust: TrustStore) -> bytes:
    """Return the signature at level T.

    OutsideUnavailableError when the authority cannot be had now; SignatureRefusedError (TST_…) when its token is not
    one we could verify later: better to learn it now than in ten years.
    """
    token = await timestamps.stamp(timestamp_imprint(xml))
    await proven_time(token, timestamped_bytes(xml), trust=trust)
    return add_timestamp(xml, token)


async def stamped_at(xml: bytes, *, trust: TrustStore) -> datetime:
    """Return the moment that a signature's time-stamp proves; SignatureRefusedError (TST_…) when it proves none."""
    return await proven_time(timestamp_token_of(xml), timestamped_bytes(xml), trust=trust)


async def require_good(certificate: bytes, ocsp: OcspClient, *, trust: TrustStore, at: datetime) -> None:
    """Refuse a certificate (DER) that cannot sign now, before a person is asked for a PIN2 that would be of no use.

    Refused: CERT_EXPIRED, CERT_CHAIN_FAILURE, CERT_REVOKED, CERT_SUSPENDED, CERT_UNKNOWN. A responder that gives no
    usable answer is passed over: its answer to the finished signature decides.
    """
    require_in_time(load_certificate(certificate), at=at)
    issuers = await issuers_of(certificate, trust, at=at)
    try:
        response = await ocsp.fetch(certificate, issuers[0])
        await require_not_revoked(response, certificate, issuer=issuers[0], at=at, trust=trust)
    except (OutsideUnavailableError, OutsideRefusedError):
        return
    except SignatureRefusedError as refused:
        if not refused.code.startswith("OCSP_"):
            raise


async def complete_signature(xml: bytes, ocsp: OcspClient, *, trust: TrustStore, at: datetime) -> bytes:
    """Return a time-stamped signature at level LT; call it after `stamp_signature`, never before.

    `at` is the moment that the time-stamp proves: a certificate revoked later had signed lawfully. Refused:
    CERT_EXPIRED, CERT_CHAIN_FAILURE, CERT_REVOKED, CERT_SUSPENDED, CERT_UNKNOWN, OCSP_…; OutsideUnavailableError when
    the responder cannot be had now.
    """
    certificate = signing_certificate_of(xml)
    require_in_time(load_certificate(certificate), at=at)
    issuers = await issuers_of(certificate, trust, at=at)
    response = await ocsp.fetch(certificate, issuers[0])
    await require_not_revoked(response, certificate, issuer=issuers[0], at=at, trust=trust)
    return add_long_term(xml, certificates=issuers, ocsp_responses=[response])
