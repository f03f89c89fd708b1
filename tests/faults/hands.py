"""What each click does, once: the forms' work done through the web's own door to the workflows, without its pages."""

import base64
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from activities.drafts import freeze
from activities.receipts import remember_receipt
from models.domain.applications import ApplicationKind
from models.domain.claim import Confirm
from models.domain.claim_status import Act, ClaimStatus
from models.domain.errors import RuleBroken
from models.domain.fee_cover import FeeCover, FeeWay
from models.domain.parties import WAITING, PartyRole, SigningWay
from models.domain.signing import SigningWay as Way
from models.messages.signing import BeginSigning, CardAnswer
from models.tables.claims import ClaimRow
from models.tables.drafts import AttachmentRow, DraftRow, PartyRow
from models.tables.processes import SigningRow
from models.tables.register import RegisterLineRow
from simulators.people import Person
from tests.builders import COURT, a_party, litigant
from tests.card import TestCard
from tests.faults.application import Application
from tests.faults.browser import cabinet_of
from tests.faults.desk_hands import DeskHands
from web.sessions import now

FEE = "30.00"
EXEMPTION = "wages"
MISSPELT = "Yanlışov"
EVIDENCE = b"%PDF-1.4 a contract; whether it is a good one is judged in other tests"


@dataclass(frozen=True)
class Hands(DeskHands):
    """Every method sends one request and may be called again with the same arguments when no answer came."""

    async def aclose(self) -> None:
        """Leave; these hands hold nothing open."""

    @property
    def draft_steps(self) -> tuple[str, ...]:
        """The forms of a draft after the first."""
        return ("save", "upload")

    async def open(self, application: Application) -> None:
        """Save the first form: the draft stands in PostgreSQL, then its life begins."""
        application.claim_id = application.claim_id or str(uuid.uuid4())
        await cabinet_of(self.court, application.claimants[0])
        async with self.court.sessions.begin() as session:
            if await session.get(DraftRow, application.claim_id) is None:
                session.add(_first_draft(application))
                await session.flush()
                session.add_all(_parties(application))
        filer = litigant(application.claimants[0].fin)
        await self.court.commands.open_claim(application.claim_id, filer=filer, at=now())

    async def edit(self, application: Application, step: str) -> None:
        """Send one of the draft's forms."""
        await (self._save if step == "save" else self._upload)(application)

    async def _save(self, application: Application) -> None:
        """Save the text over the version the form was shown with."""
        draft = col(DraftRow.claim_id) == application.claim_id, col(DraftRow.version) == 1
        async with self.court.sessions.begin() as session:
            text = "Cavabdeh 12 400 manat borcu qaytarmamışdır."
            await session.execute(update(DraftRow).where(*draft).values(body=text, version=2))

    async def _upload(self, application: Application) -> None:
        """Put one document with the draft."""
        sha256 = await self.court.documents.put(EVIDENCE)
        row = _attachment(application.claim_id, sha256)
        async with self.court.sessions.begin() as session:
            held = select(DraftRow).where(col(DraftRow.claim_id) == application.claim_id).with_for_update()
            draft = (await session.execute(held)).scalar_one()
            if await session.get(AttachmentRow, row["id"]) is None:
                await session.execute(insert(AttachmentRow).values(row))
                draft.version += 1

    async def begin_payment(self, application: Application) -> None:
        """Choose to pay online."""
        application.payment_id = str(uuid.uuid5(uuid.UUID(application.claim_id), "payment"))
        await self.court.commands.begin_payment(
            application.payment_id,
            claim_id=application.claim_id,
            confirm=await self._confirming(application, FeeCover(FeeWay.ONLINE, FEE)),
            description="Dövlət rüsumu",
            language="az",
        )

    async def pay_by_card(self, application: Application) -> None:
        """Pay on the portal's page; the portal then calls the court."""
        await self.court.told("portal", f"/sim/orders/{application.payment_id}/pay")
        await self.court.commands.portal_called(application.payment_id)

    async def confirm(self, application: Application) -> None:
        """Confirm with what covers the fee."""
        act = await self._confirming(application, await self._fee(application))
        await self.court.commands.confirm(
            application.claim_id,
            actor=act.actor,
            at=act.at,
            nonce=f"{application.claim_id}/confirm",
            version=act.version,
            content_sha256=act.content_sha256,
            court_id=act.court_id,
            signers=act.signers,
            fee=act.fee,
            unanswered=act.unanswered,
        )

    async def begin_signing(self, application: Application, person: Person, attempt: int) -> str:
        """Ask for a request on the phone, or to the card; returns the attempt's id."""
        signing_id = str(uuid.uuid5(uuid.UUID(application.claim_id), f"{person.fin} {attempt}"))
        begin = BeginSigning(
            signing_id=signing_id,
            claim_id=application.claim_id,
            version=application.version,
            signer=litigant(person.fin),
            **_asked_of(application, person),
            language="az",
            at=now(),
        )
        await self.court.commands.begin_signing(begin)
        return signing_id

    async def signing(self, signing_id: str) -> SigningRow | None:
        """Look at the signing room."""
        async with self.court.sessions() as session:
            return await session.get(SigningRow, signing_id)

    async def enter_pin(self, person: Person) -> int:
        """Type PIN2 on the phone; returns how many requests were waiting there."""
        answer = await self.court.told("asan_imza", f"/sim/phones/{person.phone}/answer", answer="OK")
        return int(answer["answered"])

    async def heard(self, application: Application) -> bool | None:
        """Look into the claim's history for a register's late answer; None before it is there."""
        heard = (col(RegisterLineRow.claim_id) == application.claim_id) & (col(RegisterLineRow.act) == Act.HEAR)
        async with self.court.sessions() as session:
            return (await session.execute(select(heard).where(heard))).scalar_one_or_none()

    async def card_of(self, person: Person) -> TestCard:
        """Have a card made for a person."""
        holder = {"surname": person.surname, "given": person.name, "fin": person.fin}
        return TestCard.from_issued(await self.court.told("trust", "/issue", kind="sign", **holder))

    async def sign_with(self, card: TestCard, signing_id: str) -> str:
        """Type PIN2 for the card, which signs what the room has laid out; returns the value in hex."""
        row = await self.signing(signing_id)
        assert row is not None
        return card.sign(bytes.fromhex(row.digest)).hex()

    async def give(self, application: Application, signing_id: str, signature: str) -> None:  # noqa: ARG002 - pages need it
        """Bring what the card signed; that nothing waits for it any more the room explains."""
        try:
            nonce = f"{signing_id}/give"
            await self.court.commands.give_signature(signing_id, CardAnswer(signature, now()), nonce=nonce)
        except RuleBroken as broken:
            if broken.code != "card_not_asked":
                raise

    async def status(self, application: Application) -> ClaimStatus:
        """Look at the list of applications."""
        async with self.court.sessions() as session:
            row = await session.get_one(ClaimRow, application.claim_id)
            return row.status

    async def _fee(self, application: Application) -> FeeCover:
        """Return the exemption, or the receipt of a terminal, looked up at the portal as the fee's page does."""
        if application.is_exempt:
            return FeeCover(FeeWay.EXEMPT, "0.00", exemption_code=EXEMPTION)
        receipt = await self.court.portal.receipt(application.receipt)
        assert receipt is not None
        async with self.court.sessions.begin() as session:
            await remember_receipt(session, receipt)
        return FeeCover(FeeWay.RECEIPT, FEE, receipt_number=application.receipt)

    async def _confirming(self, application: Application, fee: FeeCover) -> Confirm:
        async with self.court.sessions.begin() as session:
            version, sha256 = await freeze(session, application.claim_id, at=now())
            silent = (col(PartyRow.claim_id) == application.claim_id) & (col(PartyRow.register_remark) == WAITING)
            unanswered = tuple(await session.scalars(select(col(PartyRow.id)).where(silent)))
        application.version = version
        signers = tuple(person.fin for person in application.claimants)
        return Confirm(litigant(signers[0]), now(), version, sha256, COURT, signers, fee, unanswered)


def _asked_of(application: Application, person: Person) -> dict[str, Any]:
    if application.card:
        der = base64.b64encode(application.card.der).decode()
        return {"phone": "", "user_id": "", "way": Way.CARD, "certificate": der}
    return {"phone": person.phone, "user_id": person.user_id}


def _first_draft(application: Application) -> DraftRow:
    return DraftRow(
        claim_id=application.claim_id,
        filer_fin=application.claimants[0].fin,
        touched_at=now(),
        origin_id=application.origin_id or None,
        court_id=COURT,
        kind=ApplicationKind.CLAIM,
        heading="Borcun tələb edilməsi",
        body="Cavabdeh borcu qaytarmamışdır.",
    )


def _parties(application: Application) -> list[PartyRow]:
    parties = []
    for position, person in enumerate((*application.claimants, application.defendant)):
        is_defendant = person is application.defendant
        fields: dict[str, Any] = {
            "fin": person.fin,
            "name": person.name,
            "surname": person.surname,
            "phone": person.phone,
            "email": person.email,
            "role": PartyRole.DEFENDANT if is_defendant else PartyRole.CLAIMANT,
            "is_filer": position == 0,
            "signing": SigningWay.SIGNS_HIMSELF if position and not is_defendant else None,
        }
        if is_defendant and application.is_misspelt:
            fields |= {"fin": "", "document": person.document, "surname": MISSPELT, "register_remark": WAITING}
        parties.append(a_party(application.claim_id, position, **fields))
    return parties


def _attachment(claim_id: str, sha256: str) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid5(uuid.UUID(claim_id), "contract")),
        "claim_id": claim_id,
        "position": 0,
        "kind": "other",
        "name": "müqavilə.pdf",
        "sha256": sha256,
        "size": len(EVIDENCE),
        "media_type": "application/pdf",
        "format": "pdf",
        "added_at": now(),
    }
