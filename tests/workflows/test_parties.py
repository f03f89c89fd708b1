"""A register that was silent when a party was typed is asked again by the claim, for as long as it takes (CLM-5)."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.adapters.registers_http import HttpPopulationRegister, HttpTaxRegister
from activities.claims import ClaimActivities
from activities.parties import PartyActivities
from models.db import Sessions
from models.domain.claim import Delete
from models.domain.claim_status import ClaimStatus
from models.domain.effects import NoticeKind
from models.domain.parties import WAITING, PartyRole, PersonType
from models.messages import ids
from models.tables.drafts import PartyRow
from models.tables.inquiries import InquiryKind, RegisterInquiryRow
from models.tables.notices import NoticeRow
from simulators.people import DEMO
from tests.builders import an_account, litigant
from tests.outside import Simulator, simulator
from tests.workflows.conftest import Court, a_general_court
from workflows.claim import ClaimWorkflow

LALE, KAMRAN, NIGAR = DEMO[0], DEMO[2], DEMO[3]
LONGEST_PAUSE = timedelta(minutes=6)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("registers", tmp_path_factory.mktemp("registers"), "--token", "t0ken") as running:
        yield running


@pytest.fixture(scope="module")
async def court(
    temporal: WorkflowEnvironment, sessions: Sessions, recording: Engine, registers: Simulator
) -> AsyncIterator[Court]:
    """Run a worker that has the registers."""
    court_id = await a_general_court(sessions)
    await an_account(sessions, LALE.fin)
    async with httpx2.AsyncClient() as http:
        population = HttpPopulationRegister(http, f"{registers.url}/population", "t0ken")
        parties = PartyActivities(sessions, population, HttpTaxRegister(http, f"{registers.url}/tax", "t0ken"))
        async with Worker(
            temporal.client,
            task_queue=ids.TASK_QUEUE,
            workflows=[ClaimWorkflow],
            activities=[*ClaimActivities(recording).listed(), *parties.listed()],
            activity_executor=ThreadPoolExecutor(16),
        ):
            yield Court(temporal, sessions, court_id)


async def a_waiting_party(court: Court, claim_id: str, *, document: str, surname: str, name: str) -> str:
    row = PartyRow(
        id=str(uuid4()),
        claim_id=claim_id,
        position=9,
        role=PartyRole.THIRD_PERSON,
        person=PersonType.NATURAL_PERSON,
        document=document,
        surname=surname,
        name=name,
        register_remark=WAITING,
    )
    async with court.sessions.begin() as session:
        session.add(row)
    return row.id


async def party(court: Court, party_id: str) -> PartyRow:
    async with court.sessions() as session:
        return await session.get_one(PartyRow, party_id)


async def told(court: Court, claim_id: str) -> list[NoticeKind]:
    async with court.sessions() as session:
        query = select(col(NoticeRow.kind)).where(col(NoticeRow.claim_id) == claim_id)
        return list(await session.scalars(query))


async def test_a_silent_register_is_asked_until_it_answers_and_the_filer_told(
    court: Court, registers: Simulator
) -> None:
    claim_id = await court.open_draft(filer=LALE.fin)
    kamran = await a_waiting_party(court, claim_id, document=KAMRAN.document, surname="Əhmədov", name="KAMRAN")
    registers.told("/sim/script", register_name="population", down=True)
    await court.commands.check_parties(claim_id)
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    assert (await party(court, kamran)).register_remark == WAITING
    assert await told(court, claim_id) == []
    registers.told("/sim/script")
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    row = await party(court, kamran)
    assert (row.fin, row.patronymic, row.register_remark) == (KAMRAN.fin, KAMRAN.patronymic, "")
    assert await told(court, claim_id) == [NoticeKind.PARTIES_CHECKED]
    async with court.sessions() as session:
        asked = (await session.scalars(select(RegisterInquiryRow))).all()
    assert [(one.kind, one.about_fin) for one in asked] == [(InquiryKind.PARTY_PERSON, KAMRAN.fin)], "PRO-3"


async def test_a_party_the_register_knows_otherwise_is_remarked_and_a_draft_thrown_away_is_left_alone(
    court: Court,
) -> None:
    claim_id = await court.open_draft(filer=LALE.fin)
    nigar = await a_waiting_party(court, claim_id, document=NIGAR.document, surname="Başqası", name=NIGAR.name)
    await court.commands.check_parties(claim_id)
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    row = await party(court, nigar)
    assert (row.register_remark, row.fin, row.surname) == ("surname_not_registered", "", "Başqası")
    assert await told(court, claim_id) == [NoticeKind.PARTIES_REFUSED]
    late = await a_waiting_party(court, claim_id, document=KAMRAN.document, surname="Əhmədov", name="Kamran")
    await court.act(claim_id, Delete(litigant(LALE.fin), datetime.now(UTC)))
    assert await court.handle(claim_id).result() is ClaimStatus.DELETED
    assert (await party(court, late)).register_remark == WAITING
