"""The signing room's back door for workflow tests: claims to sign, attempts on a phone or with a card, containers."""

import base64
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from temporalio.client import WorkflowHandle

from activities.adapters.file_store import FileDocumentStore
from activities.signatures.certificate_path import TrustStore
from activities.signing import SigningActivities
from models.domain.claim_status import ClaimStatus
from models.domain.signing import SigningStatus, SigningWay
from models.messages import ids
from models.messages.signing import BeginSigning, CardAnswer
from models.tables.claims import ClaimRow, PackageRow
from models.tables.processes import SigningRow
from simulators.people import Person
from tests.attempts import attempt_standing
from tests.builders import confirming, litigant
from tests.card import TestCard
from tests.outside import Simulator
from tests.workflows.conftest import Court


@dataclass(frozen=True)
class Room:
    """The signing room's back door."""

    court: Court
    documents: FileDocumentStore
    trust: TrustStore
    signing: SigningActivities

    async def confirmed(self, *signers: Person) -> str:
        filer, *others = signers
        fins = tuple(person.fin for person in others)
        claim_id = await self.court.open_draft(filer=filer.fin, co_claimants=fins)
        act = await confirming(self.court.sessions, claim_id, filer=filer.fin, co_claimants=fins)
        await self.court.act(claim_id, replace(act, at=self.court.now()))
        return claim_id

    async def sign(self, claim_id: str, person: Person, *, by: Person | None = None) -> str:
        """Sign as `person`, on the phone of `by`, and return how it ended."""
        phone = by or person
        return await self.ended(await self.begin(claim_id, person, phone=phone.phone, user_id=phone.user_id))

    async def asks_card(self, claim_id: str, person: Person, card: TestCard, **more: str) -> SigningRow:
        """Begin to sign as `person` with a card; return the attempt once it waits for the card, or has ended."""
        certificate = base64.b64encode(card.der).decode()
        signing_id = await self.begin(claim_id, person, way=SigningWay.CARD, certificate=certificate, **more)
        return await self.attempt(signing_id, SigningStatus.WAITING, SigningStatus.FAILED)

    async def gives(self, attempt: SigningRow, raw: bytes, *, nonce: str = "once") -> datetime:
        """Bring what a card signed; returns the moment it came at the door."""
        at = self.court.now()
        await self.court.commands.give_signature(attempt.id, CardAnswer(raw.hex(), at), nonce=nonce)
        return at

    async def begin(self, claim_id: str, person: Person, *, phone: str = "", user_id: str = "", **more: Any) -> str:
        """Begin to sign as `person` and return the attempt's id."""
        version = (await self.claim(claim_id)).version
        signing_id, now = uuid.uuid4().hex, self.court.now()
        begin = BeginSigning(signing_id, claim_id, version, litigant(person.fin), phone, user_id, "az", now, **more)
        await self.court.commands.begin_signing(begin)
        return signing_id

    async def attempt(self, signing_id: str, *until: SigningStatus) -> SigningRow:
        """Return the row of an attempt once it stands as awaited."""
        return await attempt_standing(self.court.sessions, signing_id, *until)

    async def ended(self, signing_id: str) -> str:
        """Return how an attempt ended, once it has."""
        return await self.handle(signing_id).result()

    def handle(self, signing_id: str) -> WorkflowHandle[Any, str]:
        """Return an attempt's workflow."""
        workflow_id = ids.signing_workflow(signing_id)
        return self.court.temporal.client.get_workflow_handle(workflow_id, result_type=str)

    async def container(self, claim_id: str) -> bytes:
        version = (await self.claim(claim_id)).version
        async with self.court.sessions() as session:
            package = await session.get_one(PackageRow, (claim_id, version))
        return await self.documents.get(package.container_sha256)

    async def claim(self, claim_id: str) -> ClaimRow:
        async with self.court.sessions() as session:
            return await session.get_one(ClaimRow, claim_id)

    async def status(self, claim_id: str) -> ClaimStatus:
        return (await self.claim(claim_id)).status


def requests(phones: Simulator, person: Person) -> int:
    """Return how many requests came to a phone, those that wait included."""
    return sum(len(phones.shown(f"/sim/phones/{person.phone}/{which}")) for which in ("pending", "answered"))
