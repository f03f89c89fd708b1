"""Verifies the signatures of an ASiC-E container, one report per signature."""

import hashlib
from datetime import datetime
from functools import cache

from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation.errors import SignatureValidationError

from activities.signatures.asice import ASICE_MEDIA_TYPE, Container
from activities.signatures.certificate_path import TrustStore
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.examination import Examination
from activities.signatures.references import DigestOf
from activities.signatures.signature_report import UNDECIDED, Findings, Indication, SignatureReport

# what lxml, asn1crypto, cryptography and pyHanko raise on structures that are not what they claim to be
_BROKEN_STRUCTURE = (
    ValueError,
    TypeError,
    KeyError,
    UnsupportedAlgorithm,
    CMSExtractionError,
    SignatureValidationError,
)


async def verify_container(data: bytes, trust: TrustStore, *, at: datetime) -> list[SignatureReport]:
    """Verify every signature of an ASiC-E; `at` (aware UTC) is the moment of judgement for what has no time-stamp.

    Raises SignatureRefusedError when the container itself is not acceptable: the reader's codes, MIMETYPE_UNEXPECTED,
    NO_DATA_FILES, NO_SIGNATURES. A bad signature is not raised but reported.
    """
    container = Container(data)
    if container.media_type != ASICE_MEDIA_TYPE:
        raise SignatureRefusedError("MIMETYPE_UNEXPECTED", container.media_type[:60])
    if not container.file_names:
        raise SignatureRefusedError("NO_DATA_FILES")
    if not container.signature_names:
        raise SignatureRefusedError("NO_SIGNATURES")
    digest_of = cache(_digests(container))  # each file is inflated and hashed once, however many signed it
    return [
        await _report(Examination(name, container, trust=trust, at=at, digest_of=digest_of, found=Findings()))
        for name in container.signature_names
    ]


def _digests(container: Container) -> DigestOf:
    return lambda name, hash_name: hashlib.new(hash_name, container.read(name)).digest()


async def _report(examination: Examination) -> SignatureReport:
    indication, code, detail = Indication.TOTAL_PASSED, "OK", ""
    try:
        await examination.conduct()
    except SignatureRefusedError as refused:
        indication = Indication.INDETERMINATE if refused.code in UNDECIDED else Indication.TOTAL_FAILED
        code, detail = refused.code, refused.detail
    except _BROKEN_STRUCTURE as broken:
        indication, code = Indication.TOTAL_FAILED, "FORMAT_FAILURE"
        detail = f"{type(broken).__name__}: {broken}"
    found = vars(examination.found)
    return SignatureReport(file=examination.name, indication=indication, code=code, detail=detail, **found)
