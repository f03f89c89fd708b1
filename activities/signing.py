"""The steps of one signature; each stores what it won before the next begins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from activities.authentication import identity_in, serial_of
from activities.claim_door import send_act
from activities.packages import Packages
from activities.phone_certificates import certificates_of
from activities.signatures.certificate_path import TrustStore
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.identity import load_certificate, require_person
from activities.signatures.long_term import complete_signature, require_good, stamp_signature, stamped_at
from activities.signatures.xades import Place, attach, prepare
from models.db import Sessions
from models.domain.claim import ClaimAct, Sign
from models.domain.claim_status import SIGNABLE
from models.domain.errors import RuleBroken
from models.domain.signers import SEAL_ROLE, Seal
from models.domain.signing import UNDER_WAY, SigningStatus
from models.messages import ids
from models.messages.signing import (
    AnsweredSignature,
    AskedSignature,
    BeginSigning,
    KeptSignature,
    PreparedSignature,
)
from models.ports import (
    CertificateKind,
    DocumentStore,
    OcspClient,
    OutsideRefusedError,
    RemoteSigner,
    SignOutcome,
    TimestampClient,
)
from models.tables.accounts import AccountRow, BoundCertificateRow
from models.tables.claims import ClaimRow, ClaimSignerRow
from models.tables.processes import SigningRow

POLL_MS = 8_000  # the provider waits this long for a change before it answers


@dataclass(frozen=True)
class SigningActivities:
    """Effects of one signature: phone, time-stamp authority, OCSP responder, container, claim."""

    sessions: Sessions
    packages: Packages
    documents: DocumentStore
    signer: RemoteSigner
    timestamps: TimestampClient
    ocsp: OcspClient
    trust: TrustStore
    temporal: Client

    def listed(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [
            self.prepare,
            self.ask,
            self.poll,
            self.keep,
            self.stamp,
            self.prove,
            self.place,
            self.record,
            self.close_failed,
        ]

    @activity.defn(name="prepare_signature")
    async def prepare(self, begin: BeginSigning) -> PreparedSignature:
        """Find the signer's certificate, check whose it is, and make the digest that the phone will sign."""
        await self._open_row(begin)
        try:
            kind, certificate = await self._certificate(begin)
            await require_good(certificate, self.ocsp, trust=self.trust, at=datetime.now(UTC))
            files = await self.packages.data_files(begin.claim_id, begin.version)
            draft = prepare(
                files,
                certificate,
                signature_id=f"S-{begin.signing_id}",
                at=begin.at,
                roles=(SEAL_ROLE,) if begin.seal else (),
                place=Place("Bakı", "AZ"),
            )
        except (SignatureRefusedError, OutsideRefusedError) as refused:
            raise _final(refused.code.lower()) from refused
        sha256 = await self.documents.put(draft.xml)
        return PreparedSignature(begin, sha256, draft.digest.hex(), draft.hash_name, kind)

    @activity.defn(name="ask_for_signature")
    async def ask(self, prepared: PreparedSignature) -> AskedSignature:
        """Put the request on the phone and its verification code on the screen."""
        begin = prepared.begin
        # A worker that died after asking must not ask again: the person may be typing PIN2 for the request shown.
        if under_way := await self._asked_before(prepared):
            return under_way
        try:
            challenge = await self.signer.start_sign(
                begin.phone,
                begin.user_id,
                digest=bytes.fromhex(prepared.digest),
                hash_name=prepared.hash_name,
                text=await self._display_text(begin),
                language=begin.language,
                kind=CertificateKind(prepared.certificate_kind),
            )
        except OutsideRefusedError as refused:
            raise _final(refused.code.lower()) from refused
        await self._write(
            begin,
            status=SigningStatus.WAITING,
            verification_code=challenge.verification_code,
            expires_at=challenge.expires_at,
            provider_session=challenge.session,
        )
        return AskedSignature(prepared, challenge.session, challenge.expires_at)

    @activity.defn(name="poll_for_signature")
    async def poll(self, asked: AskedSignature) -> AnsweredSignature | None:
        """Return the provider's last word, None while the person is still looking at the phone."""
        answer = await self.signer.poll_signature(asked.provider_session, wait_ms=POLL_MS)
        match answer.outcome:
            case SignOutcome.RUNNING:
                return None
            case SignOutcome.SIGNED if answer.raw_signature is not None:
                return AnsweredSignature(asked, raw_signature=answer.raw_signature.hex())
            case _:
                raise _final(answer.outcome)

    @activity.defn(name="keep_signature")
    async def keep(self, answer: AnsweredSignature, signed_at: datetime) -> KeptSignature:
        """Put the value into the signature and store it at level B: the PIN2 that was entered is safe from here."""
        prepared = answer.asked.prepared
        draft = await self.documents.get(prepared.draft_sha256)
        try:
            xml = attach(draft, bytes.fromhex(answer.raw_signature))
        except SignatureRefusedError as refused:
            raise _final(refused.code.lower()) from refused
        return await self._keep(
            KeptSignature(prepared.begin, "", signed_at), xml, status=SigningStatus.SIGNED, signed_at=signed_at
        )

    @activity.defn(name="stamp_signature")
    async def stamp(self, kept: KeptSignature) -> KeptSignature:
        """Prove the time: level T. Tried again for as long as the authority is silent."""
        xml = await self.documents.get(kept.xml_sha256)
        try:
            stamped = await stamp_signature(xml, self.timestamps, trust=self.trust)
        except SignatureRefusedError as refused:
            raise _final(refused.code.lower()) from refused
        return await self._keep(kept, stamped, status=SigningStatus.STAMPED)

    @activity.defn(name="prove_signature")
    async def prove(self, kept: KeptSignature) -> KeptSignature:
        """Prove that the certificate was good when the time-stamp says it signed: level LT."""
        xml = await self.documents.get(kept.xml_sha256)
        try:
            at = await stamped_at(xml, trust=self.trust)
            proved = await complete_signature(xml, self.ocsp, trust=self.trust, at=at)
        except SignatureRefusedError as refused:
            raise _final(refused.code.lower()) from refused
        return await self._keep(kept, proved, status=SigningStatus.STAMPED)

    @activity.defn(name="place_signature")
    async def place(self, kept: KeptSignature) -> KeptSignature:
        """Put the signature into the container, beside the others."""
        begin = kept.begin
        await self._require_awaited(begin)
        await self.packages.place(begin.claim_id, begin.version, await self.documents.get(kept.xml_sha256))
        return kept

    @activity.defn(name="record_signature")
    async def record(self, kept: KeptSignature) -> None:
        """Tell the claim; a claim that no longer takes signatures says why."""
        begin = kept.begin
        given = (begin.signer, kept.signed_at, begin.version, begin.signing_id)
        act: ClaimAct = Seal(*given) if begin.seal else Sign(*given, begin.calls_for)
        name = "seal" if begin.seal else "sign"
        update_id = ids.act_update(name, begin.signing_id)
        try:
            await send_act(self.temporal, begin.claim_id, name, act, update_id=update_id)
        except RuleBroken as broken:
            raise _final(broken.code) from broken
        await self._write(begin, status=SigningStatus.DONE)

    @activity.defn(name="close_failed_signature")
    async def close_failed(self, begin: BeginSigning, failure: str) -> None:
        """Say on the page what went wrong; the person may begin again."""
        await self._write(begin, status=SigningStatus.FAILED, failure=failure)

    async def _open_row(self, begin: BeginSigning) -> None:
        row = {
            "id": begin.signing_id,
            "claim_id": begin.claim_id,
            "version": begin.version,
            "fin": begin.signer.fin,
            "status": SigningStatus.PREPARING,
            "started_at": begin.at,
            "seal": begin.seal,
        }
        turned_away = {**row, "status": SigningStatus.FAILED, "failure": UNDER_WAY}
        async with self.sessions.begin() as session:
            for each in (row, turned_away):  # the second counts only where the first found another one open
                await session.execute(insert(SigningRow).values(each).on_conflict_do_nothing())
            opened = await session.get_one(SigningRow, begin.signing_id)
        if opened.failure == UNDER_WAY:
            raise _final(UNDER_WAY)

    async def _require_awaited(self, begin: BeginSigning) -> None:
        """Keep a signature out of the container that came too late: taken back, refused, or another person named."""
        awaited = select(col(ClaimSignerRow.fin)).join(ClaimRow, col(ClaimRow.id) == col(ClaimSignerRow.claim_id))
        of_version = (col(ClaimRow.id) == begin.claim_id) & (col(ClaimRow.version) == begin.version)
        query = awaited.where(of_version, col(ClaimSignerRow.fin) == begin.signer.fin)
        async with self.sessions() as session:
            found = await session.execute(query.where(col(ClaimRow.status).in_(SIGNABLE)))
        if found.scalar_one_or_none() is None:
            raise _final("signature_not_awaited")

    async def _certificate(self, begin: BeginSigning) -> tuple[CertificateKind, bytes]:
        """Return which certificate signs: one of the name the signer acts in (ID-8), the one bound to it (ID-10).

        A seal is put with a certificate of the organisation; whoever calls for one must have it at hand as he signs.
        A person who never came in with a certificate of that name has none bound; then the one on the phone signs.
        """
        held = await certificates_of(self.signer, begin.phone, begin.user_id)
        if not held:
            raise _final("no_such_user")
        for certificate in held.values():
            require_person(load_certificate(certificate), fin=begin.signer.fin)
        named = {kind: identity_in(certificate).voen for kind, certificate in held.items()}
        if not {begin.seal, begin.calls_for} <= {"", *named.values()}:
            raise _final("seal_certificate_missing")
        voen = begin.seal or begin.signer.voen
        fitting = {kind: certificate for kind, certificate in held.items() if named[kind] == voen}
        if not fitting:
            raise _final("certificate_of_another_name")
        serial = await self._bound_serial(begin.signer.fin, voen)
        for kind, certificate in fitting.items():
            if serial in {None, serial_of(certificate)}:
                return kind, certificate
        raise _final("certificate_replaced")

    async def _bound_serial(self, fin: str, voen: str) -> str | None:
        bound = (
            select(col(BoundCertificateRow.serial))
            .join(AccountRow, col(AccountRow.id) == col(BoundCertificateRow.account_id))
            .where(col(AccountRow.fin) == fin, col(BoundCertificateRow.voen) == voen)
        )
        async with self.sessions() as session:
            return (await session.execute(bound)).scalar_one_or_none()

    async def _asked_before(self, prepared: PreparedSignature) -> AskedSignature | None:
        async with self.sessions() as session:
            row = await session.get_one(SigningRow, prepared.begin.signing_id)
        if row.status is not SigningStatus.WAITING or row.expires_at is None:
            return None
        return AskedSignature(prepared, row.provider_session, row.expires_at)

    async def _display_text(self, begin: BeginSigning) -> str:
        async with self.sessions() as session:
            number = (
                await session.execute(select(col(ClaimRow.number)).where(col(ClaimRow.id) == begin.claim_id))
            ).scalar_one()
        if begin.seal:
            return f"{number} ərizəyə möhür vurun" if begin.language == "az" else f"Seal application {number}"
        return f"{number} ərizəni imzalayın" if begin.language == "az" else f"Sign application {number}"

    async def _keep(self, kept: KeptSignature, xml: bytes, **shown: Any) -> KeptSignature:
        sha256 = await self.documents.put(xml)
        await self._write(kept.begin, signature_sha256=sha256, **shown)
        return KeptSignature(kept.begin, sha256, kept.signed_at)

    async def _write(self, begin: BeginSigning, **shown: Any) -> None:
        async with self.sessions.begin() as session:
            await session.execute(update(SigningRow).where(col(SigningRow.id) == begin.signing_id).values(**shown))
            await session.execute(select(func.pg_notify("web", f"claim:{begin.claim_id}")))


def _final(code: str) -> ApplicationError:
    """Return a refusal that no further try can change."""
    return ApplicationError(code, type=RuleBroken.__name__, non_retryable=True)
