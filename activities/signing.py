"""The steps of one signature; each stores what it won before the next begins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col
from temporalio import activity
from temporalio.client import Client

from activities.claim_door import send_act
from activities.packages import Packages
from activities.phone_request import is_last_try, remember, remembered
from activities.signatures.certificate_path import TrustStore
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.long_term import complete_signature, require_good, stamp_signature, stamped_at
from activities.signatures.xades import Place, attach, prepare
from activities.signing_certificates import SigningCertificates, on_card
from activities.signing_rows import SigningRows, final
from models.db import Sessions
from models.domain.claim import ClaimAct, Sign
from models.domain.errors import RuleBroken
from models.domain.signers import SEAL_ROLE, Seal
from models.domain.signing import SigningStatus, SigningWay
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
    Challenge,
    DocumentStore,
    OcspClient,
    OutsideRefusedError,
    OutsideUnavailableError,
    RemoteSigner,
    SignOutcome,
    TimestampClient,
)
from models.tables.claims import ClaimRow

POLL_MS = 8_000  # the provider waits this long for a change before it answers


@dataclass(frozen=True)
class SigningActivities:
    """Effects of one signature: phone or card, time-stamp authority, OCSP responder, container, claim."""

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
            self.offer,
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
        """Find the signer's certificate, check whose it is, and make the digest that phone or card will sign."""
        await self._rows.open(begin)
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
            raise final(refused.code.lower()) from refused
        sha256 = await self.documents.put(draft.xml)
        return PreparedSignature(begin, sha256, draft.digest.hex(), draft.hash_name, kind)

    @activity.defn(name="ask_for_signature")
    async def ask(self, prepared: PreparedSignature) -> AskedSignature:
        """Put the request on the phone and its verification code on the screen; tried until the screen has it.

        A provider that stays silent is given up (provider_unavailable), a phone that was asked is asked no second time.
        """
        challenge = remembered()
        if challenge is None:
            # A worker that died after asking must not ask again: the person may be typing PIN2 for the request shown.
            if under_way := await self._rows.asked_before(prepared):
                return under_way
            challenge = await self._on_phone(prepared)
            remember(challenge)
        await self._rows.write(
            prepared.begin,
            status=SigningStatus.WAITING,
            verification_code=challenge.verification_code,
            expires_at=challenge.expires_at,
            provider_session=challenge.session,
        )
        return AskedSignature(prepared, challenge.session, challenge.expires_at)

    @activity.defn(name="offer_to_card")
    async def offer(self, prepared: PreparedSignature, expires_at: datetime) -> None:
        """Lay out for the signer's browser what the card signs; asked again, it is the same request."""
        begin = prepared.begin
        await self._rows.write(
            begin,
            status=SigningStatus.WAITING,
            certificate=begin.certificate,
            digest=prepared.digest,
            hash_name=prepared.hash_name,
            expires_at=expires_at,
        )

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
                raise final(answer.outcome)

    @activity.defn(name="keep_signature")
    async def keep(self, answer: AnsweredSignature, signed_at: datetime) -> KeptSignature:
        """Put the value into the signature and store it at level B: the PIN2 that was entered is safe from here."""
        prepared = answer.asked.prepared
        draft = await self.documents.get(prepared.draft_sha256)
        try:
            xml = attach(draft, bytes.fromhex(answer.raw_signature))
        except SignatureRefusedError as refused:
            raise final(refused.code.lower()) from refused
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
            raise final(refused.code.lower()) from refused
        return await self._keep(kept, stamped, status=SigningStatus.STAMPED)

    @activity.defn(name="prove_signature")
    async def prove(self, kept: KeptSignature) -> KeptSignature:
        """Prove that the certificate was good when the time-stamp says it signed: level LT."""
        xml = await self.documents.get(kept.xml_sha256)
        try:
            at = await stamped_at(xml, trust=self.trust)
            proved = await complete_signature(xml, self.ocsp, trust=self.trust, at=at)
        except SignatureRefusedError as refused:
            raise final(refused.code.lower()) from refused
        return await self._keep(kept, proved, status=SigningStatus.STAMPED)

    @activity.defn(name="place_signature")
    async def place(self, kept: KeptSignature) -> KeptSignature:
        """Put the signature into the container, beside the others."""
        begin = kept.begin
        await self._rows.require_awaited(begin)
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
            raise final(broken.code) from broken
        await self._rows.write(begin, status=SigningStatus.DONE)

    @activity.defn(name="close_failed_signature")
    async def close_failed(self, begin: BeginSigning, failure: str) -> None:
        """Say on the page what went wrong; the person may begin again."""
        await self._rows.write(begin, status=SigningStatus.FAILED, failure=failure)

    @property
    def _rows(self) -> SigningRows:
        return SigningRows(self.sessions)

    async def _on_phone(self, prepared: PreparedSignature) -> Challenge:
        begin = prepared.begin
        try:
            return await self.signer.start_sign(
                begin.phone,
                begin.user_id,
                digest=bytes.fromhex(prepared.digest),
                hash_name=prepared.hash_name,
                text=await self._display_text(begin),
                language=begin.language,
                kind=CertificateKind(prepared.certificate_kind),
            )
        except OutsideRefusedError as refused:
            raise final(refused.code.lower()) from refused
        except OutsideUnavailableError as silent:
            if is_last_try():
                raise final("provider_unavailable") from silent
            raise

    async def _certificate(self, begin: BeginSigning) -> tuple[str, bytes]:
        if begin.way is SigningWay.CARD:
            return "", on_card(begin)
        return await SigningCertificates(self.sessions, self.signer).on_phone(begin)

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
        await self._rows.write(kept.begin, signature_sha256=sha256, **shown)
        return KeptSignature(kept.begin, sha256, kept.signed_at)
