"""Somebody signs in and has his organisations within seconds; from then on the register is asked every day."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import select, update
from sqlmodel import col
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

import workflows.organisations
from activities.adapters.registers_http import HttpTaxRegister
from activities.organisations import OrganisationActivities
from models.db import Sessions
from models.messages import ids
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from simulators.people import DEMO, ORGANISATIONS
from tests.builders import an_account
from tests.outside import Simulator, simulator
from workflows.organisations import PAUSE, OrganisationsWorkflow

SHORT_RUN = 3  # looks until a fresh history begins
TURAL = DEMO[4]
QOBUSTAN = next(one for one in ORGANISATIONS if one.director_fin == TURAL.fin)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("registers", tmp_path_factory.mktemp("registers"), "--token", "t0ken") as running:
        yield running


@pytest.fixture
async def looking(
    temporal: WorkflowEnvironment, sessions: Sessions, registers: Simulator, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[WorkflowHandle[OrganisationsWorkflow, None]]:
    """Run the workflow with the worker's activity; its queue is its own, for the claims' worker has no register."""
    monkeypatch.setattr(workflows.organisations, "LOOKS_A_RUN", SHORT_RUN)
    queue = f"organisations-{uuid4()}"
    async with httpx2.AsyncClient() as http:
        activities = OrganisationActivities(sessions, HttpTaxRegister(http, f"{registers.url}/tax", "t0ken"))
        worker = Worker(
            temporal.client,
            task_queue=queue,
            workflows=[OrganisationsWorkflow],
            activities=[activities.look_up_due],
            workflow_runner=UnsandboxedWorkflowRunner(),  # as in production, and the shorter run is seen
        )
        async with worker:
            handle = await temporal.client.start_workflow(ids.ORGANISATIONS, id=queue, task_queue=queue)
            yield temporal.client.get_workflow_handle_for(OrganisationsWorkflow.run, handle.id)
            await temporal.client.get_workflow_handle(handle.id).terminate()


async def organisations(sessions: Sessions) -> list[tuple[str, bool]]:
    """Return VÖEN and whether it lives, for everything anybody may act for."""
    async with sessions() as session:
        rows = await session.scalars(select(CapacityRow).order_by(col(CapacityRow.position)))
        return [(row.voen, row.ended_at is None) for row in rows]


async def all_due(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(update(AccountRow).values(organisations_due_at=datetime.now(UTC)))


async def known_soon(
    temporal: WorkflowEnvironment,
    looking: WorkflowHandle[OrganisationsWorkflow, None],
    sessions: Sessions,
    *,
    active: bool,
) -> bool:
    """Tell whether a few looks bring what the register says; a fresh history may begin on the way."""
    for _ in range(SHORT_RUN * 3):
        await temporal.fast_forward(looking, PAUSE)
        if await organisations(sessions) == [(QOBUSTAN.voen, active)]:
            return True
    return False


async def test_the_register_is_followed_day_after_day_also_in_a_fresh_history(
    temporal: WorkflowEnvironment,
    sessions: Sessions,
    registers: Simulator,
    looking: WorkflowHandle[OrganisationsWorkflow, None],
) -> None:
    first_run = (await looking.describe()).run_id
    await an_account(sessions, TURAL.fin, organisations_due_at=datetime.now(UTC))
    assert await known_soon(temporal, looking, sessions, active=True)
    for active in (False, True):
        registers.told("/sim/organisations", voen=QOBUSTAN.voen, active=active)
        await all_due(sessions)
        assert await known_soon(temporal, looking, sessions, active=active)
    await temporal.fast_forward(looking, PAUSE * SHORT_RUN)
    assert (await looking.describe()).run_id != first_run
