"""Certificate paths (RFC 5280) from a certificate to the anchors we trust, judged at a point in time."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Self

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from activities.signatures.errors import SignatureRefusedError


@dataclass(frozen=True)
class TrustStore:
    """Whom we trust: DER certificates of roots, and of intermediate authorities that help to find a path."""

    roots: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()

    @classmethod
    def from_pem(cls, text: bytes) -> Self:
        """Sort the certificates of a PEM file: self-signed ones are roots. ValueError when it holds no root."""
        certificates = [der for _, _, der in pem.unarmor(text, multiple=True)]
        roots = tuple(der for der in certificates if _is_self_issued(der))
        if not roots:
            raise ValueError("the trust anchors hold no self-signed root certificate")
        return cls(roots, tuple(der for der in certificates if der not in roots))


@lru_cache(maxsize=256)
def _parsed(der: bytes) -> asn1_x509.Certificate:
    """Parse a certificate once: preparing its names for comparison costs more than all the cryptography."""
    return asn1_x509.Certificate.load(der)


def _is_self_issued(der: bytes) -> bool:
    certificate = _parsed(der)
    return bool(certificate.subject == certificate.issuer)


def validation_context(trust: TrustStore, *, at: datetime, others: tuple[bytes, ...] = ()) -> ValidationContext:
    """Return what the path builder may use at a moment; `others` are DER certificates found beside the signature."""
    return ValidationContext(
        trust_roots=[_parsed(root) for root in trust.roots],
        other_certs=[_parsed(der) for der in {*trust.intermediates, *others}],
        moment=at,
        revocation_mode="soft-fail",  # revocation of the signer is judged by our own OCSP rules
        allow_fetching=False,
    )


async def issuers_of(
    certificate: bytes,
    trust: TrustStore,
    *,
    at: datetime,
    usage: str = "non_repudiation",
    others: tuple[bytes, ...] = (),
) -> tuple[bytes, ...]:
    """Return the DER certificates above a certificate, nearest first, the root last.

    `at` is the moment of judgement (aware UTC). CERT_CHAIN_FAILURE when no path stands at that moment.
    """
    return await _path(certificate, trust, at=at, key_usage={usage}, extended=set(), others=others)


async def require_responder_path(
    certificate: bytes, trust: TrustStore, *, at: datetime, others: tuple[bytes, ...]
) -> None:
    """Refuse an OCSP responder without its own path to an anchor: CERT_CHAIN_FAILURE."""
    await _path(certificate, trust, at=at, key_usage=set(), extended={"ocsp_signing"}, others=others)


async def _path(
    certificate: bytes,
    trust: TrustStore,
    *,
    at: datetime,
    key_usage: set[str],
    extended: set[str],
    others: tuple[bytes, ...],
) -> tuple[bytes, ...]:
    context = validation_context(trust, at=at, others=others)
    try:
        validator = CertificateValidator(_parsed(certificate), validation_context=context)
        path = await validator.async_validate_usage(key_usage, extended or None)  # type: ignore[no-untyped-call]  # the library leaves it untyped
    except (PathError, ValidationError) as error:
        raise SignatureRefusedError("CERT_CHAIN_FAILURE", f"{type(error).__name__}: {error}") from error
    root_first = [bytes(found.dump()) for found in path.iter_certs(include_root=True)]
    above = tuple(reversed(root_first[:-1]))
    return above or (certificate,)
