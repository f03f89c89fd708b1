"""Which certificates a person holds on one number: a citizen's, an organisation's, a state body's (ID-8)."""

import asyncio

from models.ports import CertificateKind, RemoteSigner


async def certificates_of(signer: RemoteSigner, phone: str, user_id: str) -> dict[CertificateKind, bytes]:
    """Return the signing certificates (DER) by kind, asked for at the same time; empty for an unknown pair."""
    found = await asyncio.gather(*(signer.signing_certificate(phone, user_id, kind=kind) for kind in CertificateKind))
    return {kind: der for kind, der in zip(CertificateKind, found, strict=True) if der is not None}
