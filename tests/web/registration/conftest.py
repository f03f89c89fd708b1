"""Registering on its whole ground: Temporal with a worker, the population register as a process, PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2
import pytest
from sqlalchemy import delete
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.adapters.file_store import FileDocumentStore
from activities.adapters.registers_http import HttpPopulationRegister
from activities.corrections import CorrectionActivities
from activities.letters import LetterActivities
from activities.registration import RegistrationActivities
from models.db import Sessions
from models.messages import ids
from models.settings import Settings
from models.tables.registrations import SlowDownRow
from models.tables.sessions import RateCountRow
from tests.outside import Simulator, simulator
from tests.postbox import Postbox, open_postbox
from tests.web.conftest import Unreachable, nothing_unread
from tests.web.court import ADDRESS, Court
from tests.web.registration.newcomer import Newcomer
from web.deps import WebDeps
from workflows.correction import CorrectionWorkflow
from workflows.letter import LetterWorkflow
from workflows.registration import RegistrationWorkflow


@pytest.fixture(scope="session")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("registers", tmp_path_factory.mktemp("registers"), "--token", "t0ken") as running:
        yield running


@pytest.fixture(scope="module")
async def post() -> AsyncIterator[Postbox]:
    async with open_postbox() as post:
        yield post


@pytest.fixture(scope="module")
async def deps(
    settings: Settings,
    sessions: Sessions,
    *,
    temporal: WorkflowEnvironment,
    registers: Simulator,
    post: Postbox,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[WebDeps]:
    """Return deps with everything real that a registration touches, and a worker."""
    letters = LetterActivities(sessions, post.mailer, ADDRESS)
    registration = RegistrationActivities(sessions, post.mailer, ADDRESS)
    outside: Any = Unreachable()
    async with (
        httpx2.AsyncClient() as http,
        Worker(
            temporal.client,
            task_queue=ids.TASK_QUEUE,
            workflows=[RegistrationWorkflow, LetterWorkflow, CorrectionWorkflow],
            activities=[*letters.listed(), *registration.listed(), *CorrectionActivities(sessions).listed()],
            workflow_runner=UnsandboxedWorkflowRunner(),  # as in production; tests/workflows run in the sandbox
        ),
    ):
        yield WebDeps(
            settings=settings,
            sessions=sessions,
            temporal=temporal.client,
            signer=outside,
            asan_login=outside,
            ocsp=outside,
            portal=outside,
            population=HttpPopulationRegister(http, f"{registers.url}/population", "t0ken"),
            tax=outside,
            documents=FileDocumentStore(tmp_path_factory.mktemp("documents")),
            unread=nothing_unread,
        )


@pytest.fixture(autouse=True)
async def a_quiet_hour(registers: Simulator, sessions: Sessions) -> None:
    """Let the register answer, and forget the tries that earlier tests counted."""
    registers.told("/sim/script")
    async with sessions.begin() as session:
        await session.execute(delete(RateCountRow))
        await session.execute(delete(SlowDownRow))


@pytest.fixture
async def newcomer(court: Court, post: Postbox) -> Newcomer:
    return Newcomer(court, post)
