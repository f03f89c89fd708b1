"""Signatures as the signing room sees them: a real phone, authority, time-stamps and container."""

import asyncio
import io
import uuid
import zipfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.adapters.file_store import FileDocumentStore
from activities.adapters.mobile_id import MobileIdRest
from activities.adapters.ocsp_http import OcspHttp
from activities.adapters.timestamp_http import TimestampHttp
from activities.claims import ClaimActivities
from activities.packages import Packages
from activities.signatures.certificate_path import TrustStore
from activities.signatures.signature_report import Level
from activities.signatures.verification import verify_container
from activities.signing import SigningActivities
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.domain.signing import SigningStatus
from models.messages import ids
from models.messages.signing import BeginSigning
from models.tables.claims import ClaimRow, PackageRow
from models.tables.processes import SigningRow
from simulators.people import DEMO, Person
from tests.builders import confirming, litigant
from tests.outside import Simulator, simulator
from tests.second_opinion import assert_xmlsec1_agrees
from tests.workflows.conftest import Court, a_general_court
from workflows.claim import ClaimWorkflow
from workflows.signing import SigningWorkflow

LALE, RESHAD, KAMRAN = DEMO[:3]


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("trust", tmp_path_factory.mktemp("trust")) as running:
        yield running


@pytest.fixture(scope="module")
def phones(trust: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("asan_imza", tmp_path_factory.mktemp("phones"), "--trust", trust.url) as running:
        yield running


@dataclass(frozen=True)
class Room:
    """The signing room's back door."""

    court: Court
    documents: FileDocumentStore
    trust: TrustStore

    async def confirmed(self, *signers: Person) -> str:
        filer, *others = signers
        fins = tuple(person.fin for person in others)
        claim_id = await self.court.open_draft(filer=filer.fin, co_claimants=fins)
        act = await confirming(self.court.sessions, claim_id, filer=filer.fin, co_claimants=fins)
        await self.court.act(claim_id, replace(act, at=self.court.now()))
        return claim_id

    async def sign(self, claim_id: str, person: Person, *, by: Person | None = None) -> str:
        """Sign as `person`, on the phone of `by`, and return how it ended."""
        async with self.court.sessions() as session:
            version = (await session.get_one(ClaimRow, claim_id)).version
        phone = by or person
        begin = BeginSigning(
            uuid.uuid4().hex,
            claim_id,
            version,
            litigant(person.fin),
            phone.phone,
            phone.user_id,
            "az",
            self.court.now(),
        )
        await self.court.commands.begin_signing(begin)
        handle = self.court.temporal.client.get_workflow_handle(ids.signing_workflow(begin.signing_id), result_type=str)
        ended: str = await handle.result()
        return ended

    async def container(self, claim_id: str) -> bytes:
        async with self.court.sessions() as session:
            version = (await session.get_one(ClaimRow, claim_id)).version
            package = await session.get_one(PackageRow, (claim_id, version))
        return await self.documents.get(package.container_sha256)

    async def status(self, claim_id: str) -> ClaimStatus:
        async with self.court.sessions() as session:
            return (await session.get_one(ClaimRow, claim_id)).status


@pytest.fixture(scope="module")
async def room(
    temporal: WorkflowEnvironment,
    sessions: Sessions,
    recording: Engine,
    *,
    trust: Simulator,
    phones: Simulator,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Room]:
    court_id = await a_general_court(sessions)
    documents = FileDocumentStore(Path(tmp_path_factory.mktemp("documents")))
    store = TrustStore.from_pem(httpx2.get(f"{trust.url}/ca.pem").content)
    claims = ClaimActivities(recording)
    async with httpx2.AsyncClient() as http:
        signing = SigningActivities(
            sessions,
            Packages(sessions, documents, "http://divan.example"),
            documents,
            MobileIdRest(http, f"{phones.url}/mid-api", "DIVAN", "00000000-0000-4000-8000-000000000001"),
            TimestampHttp(http, f"{trust.url}/tsa"),
            OcspHttp(http),
            store,
            temporal.client,
        )
        async with Worker(
            temporal.client,
            task_queue=ids.TASK_QUEUE,
            workflows=[ClaimWorkflow, SigningWorkflow],
            activities=[*claims.listed(), *signing.listed()],
            activity_executor=ThreadPoolExecutor(16),
        ):
            yield Room(Court(temporal, sessions, court_id), documents, store)


def answers(phones: Simulator, person: Person, answer: str = "OK") -> None:
    phones.told(f"/sim/phones/{person.phone}/script", answer=answer, auto=True, delay_ms=0)


async def test_two_claimants_sign_one_container_at_level_lt(room: Room, phones: Simulator) -> None:
    claim_id = await room.confirmed(LALE, RESHAD)
    for person in (LALE, RESHAD):
        answers(phones, person)
    assert await room.sign(claim_id, LALE) == "done"
    first = await room.container(claim_id)
    assert await room.sign(claim_id, RESHAD) == "done"
    container = await room.container(claim_id)
    reports = await verify_container(container, room.trust, at=room.court.now())
    assert [(report.fin, report.level, report.passed) for report in reports] == [
        (LALE.fin, Level.LT, True),
        (RESHAD.fin, Level.LT, True),
    ]
    assert await room.status(claim_id) is ClaimStatus.SENT
    with zipfile.ZipFile(io.BytesIO(first)) as before:
        assert container.startswith(first[: before.start_dir])  # every earlier entry keeps its bytes
    assert_xmlsec1_agrees(container)


async def test_somebody_elses_signature_is_refused(room: Room, phones: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    answers(phones, KAMRAN)
    assert await room.sign(claim_id, LALE, by=KAMRAN) == "signer_mismatch"
    assert await room.status(claim_id) is ClaimStatus.CONFIRMED


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        ("USER_CANCELLED", "cancelled"),
        ("PHONE_ABSENT", "unreachable"),
        ("SIM_ERROR", "device_error"),
        ("TIMEOUT", "timed_out"),
    ],
)
async def test_a_phone_that_does_not_sign_leaves_the_claim_as_it_was(
    room: Room, phones: Simulator, answer: str, ends: str
) -> None:
    claim_id = await room.confirmed(LALE)
    answers(phones, LALE, answer)
    assert await room.sign(claim_id, LALE) == ends
    answers(phones, LALE)
    assert await room.sign(claim_id, LALE) == "done"
    assert await room.status(claim_id) is ClaimStatus.SENT


async def test_a_silent_time_stamp_authority_loses_no_pin2(room: Room, phones: Simulator, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    answers(phones, LALE)
    httpx2.post(f"{trust.url}/services/tsa/down")
    try:
        begin_signing = room.sign(claim_id, LALE)
        signed = await _signed_but_not_stamped(room, claim_id, begin_signing)
    finally:
        httpx2.post(f"{trust.url}/services/tsa/up")
    assert await signed == "done"
    async with room.court.sessions() as session:
        claim = await session.get_one(ClaimRow, claim_id)
        row = await session.get_one(SigningRow, await _signing_id(room, claim_id))
    assert claim.status is ClaimStatus.SENT
    assert claim.sent_at == row.signed_at  # the late time-stamp does not make the filer late


async def _signed_but_not_stamped(room: Room, claim_id: str, signing: Any) -> Any:
    """Start to sign and return the running task once the signature value is stored."""
    task = asyncio.ensure_future(signing)
    async with asyncio.timeout(20):
        while True:
            async with room.court.sessions() as session:
                found = await session.scalars(select(SigningRow).where(col(SigningRow.claim_id) == claim_id))
                row = found.first()
            if row is not None and row.status is SigningStatus.SIGNED:
                return task
            await asyncio.sleep(0.02)


async def _signing_id(room: Room, claim_id: str) -> str:
    async with room.court.sessions() as session:
        return (await session.scalars(select(col(SigningRow.id)).where(col(SigningRow.claim_id) == claim_id))).one()
