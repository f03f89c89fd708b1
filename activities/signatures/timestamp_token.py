"""RFC 3161 time-stamp tokens: what moment they prove for which bytes, and whether we trust who says so."""

import hashlib
from datetime import UTC, datetime

from asn1crypto import cms
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

from activities.signatures.certificate_path import TrustStore, validation_context
from activities.signatures.errors import SignatureRefusedError


async def proven_time(token: bytes, stamped: bytes, *, trust: TrustStore, others: tuple[bytes, ...] = ()) -> datetime:
    """Return the moment (aware UTC) at which a DER token proves that `stamped` existed.

    Refused: TST_BROKEN, TST_IMPRINT_MISMATCH (stamps other bytes), TST_SIGNATURE_INVALID, TST_UNTRUSTED.
    """
    signed, moment = _opened(token)
    context = validation_context(trust, at=moment, others=others)
    verdict = await validate_tst_signed_data(signed, context, lambda name: hashlib.new(name, stamped).digest())
    if not verdict["intact"]:
        raise SignatureRefusedError("TST_IMPRINT_MISMATCH")
    if not verdict["valid"]:
        raise SignatureRefusedError("TST_SIGNATURE_INVALID")
    if verdict.get("trust_problem_indic") or not verdict.get("validation_path"):
        raise SignatureRefusedError("TST_UNTRUSTED", str(verdict.get("trust_problem_indic")))
    return moment


def _opened(token: bytes) -> tuple[cms.SignedData, datetime]:
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        moment = signed["encap_content_info"]["content"].parsed["gen_time"].native
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SignatureRefusedError("TST_BROKEN", str(error)) from error
    return signed, moment.astimezone(UTC)
