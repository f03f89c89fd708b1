"""Which certificate signs a filing: of the person, of the name he acts in, and the one bound to that name."""

import base64
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from activities.authentication import identity_in, serial_of
from activities.phone_certificates import certificates_of
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.identity import load_certificate, require_person, require_signing_certificate
from activities.signing_rows import final
from models.db import Sessions
from models.messages.signing import BeginSigning
from models.ports import CertificateKind, RemoteSigner
from models.tables.accounts import AccountRow, BoundCertificateRow


@dataclass(frozen=True)
class SigningCertificates:
    """Chooses among the certificates a phone holds, or judges the one of a card.

    SIGNER_MISMATCH when it is another person's; refused for good: certificate_of_another_name (ID-8),
    seal_certificate_missing.
    """

    sessions: Sessions
    signer: RemoteSigner

    async def on_phone(self, begin: BeginSigning) -> tuple[CertificateKind, bytes]:
        """Return which of a number's certificates signs: one of the name the signer acts in, the one bound to it.

        A seal is put with a certificate of the organisation; whoever calls for one must have it at hand as he signs.
        A person who never came in with a certificate of that name has none bound; then the one on the phone signs.
        Refused for good besides: no_such_user, certificate_replaced (ID-10).
        """
        held = await certificates_of(self.signer, begin.phone, begin.user_id)
        if not held:
            raise final("no_such_user")
        named = {kind: named_in(certificate, fin=begin.signer.fin) for kind, certificate in held.items()}
        _require_seal(begin, frozenset(named.values()))
        voen = begin.seal or begin.signer.voen
        fitting = {kind: certificate for kind, certificate in held.items() if named[kind] == voen}
        if not fitting:
            raise final("certificate_of_another_name")
        serial = await self._bound_serial(begin.signer.fin, voen)
        for kind, certificate in fitting.items():
            if serial in {None, serial_of(certificate)}:
                return kind, certificate
        raise final("certificate_replaced")

    async def _bound_serial(self, fin: str, voen: str) -> str | None:
        bound = (
            select(col(BoundCertificateRow.serial))
            .join(AccountRow, col(AccountRow.id) == col(BoundCertificateRow.account_id))
            .where(col(AccountRow.fin) == fin, col(BoundCertificateRow.voen) == voen)
        )
        async with self.sessions() as session:
            return (await session.execute(bound)).scalar_one_or_none()


def on_card(begin: BeginSigning) -> bytes:
    """Return the certificate (DER) of the card that signs, as the browser gave it.

    A card holds one: it names the person himself, or the organisation he acts for; a seal is called for only with a
    card of that organisation, which is then at hand. What is bound to a cabinet (ID-10) is the phone's certificate,
    so it says nothing of cards. CERT_UNREADABLE when it is no certificate, CERT_KEY_USAGE when it is the one for PIN1.
    """
    certificate = _decoded(begin.certificate)
    require_signing_certificate(load_certificate(certificate))
    voen = named_in(certificate, fin=begin.signer.fin)
    _require_seal(begin, frozenset({voen}))
    if voen != (begin.seal or begin.signer.voen):
        raise final("certificate_of_another_name")
    return certificate


def named_in(certificate: bytes, *, fin: str) -> str:
    """Return the VÖEN a person's DER certificate names, "" for a citizen's; SIGNER_MISMATCH if it is another's."""
    require_person(load_certificate(certificate), fin=fin)
    return identity_in(certificate).voen


def _decoded(certificate: str) -> bytes:
    try:
        return base64.b64decode(certificate, validate=True)
    except ValueError as error:
        raise SignatureRefusedError("CERT_UNREADABLE", "no base64") from error


def _require_seal(begin: BeginSigning, named: frozenset[str]) -> None:
    if not {begin.seal, begin.calls_for} <= {"", *named}:
        raise final("seal_certificate_missing")
