"""The wizard on its whole ground: real Temporal with a worker, registers and portal as processes, PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.adapters.asan_pay import AsanPayment
from activities.adapters.file_store import FileDocumentStore
from activities.adapters.portal import GovernmentPortal
from activities.adapters.registers_http import HttpPopulationRegister, HttpTaxRegister
from activities.claims import ClaimActivities
from activities.packages import Packages
from activities.parties import PartyActivities
from activities.payments import PaymentActivities
from activities.portals import portals_of
from activities.reference import seed_reference
from docker.keys import public_key_of
from models.db import Sessions
from models.messages import ids
from models.settings import Settings
from tests.outside import Simulator, simulator
from tests.web.conftest import Unreachable, nothing_unread
from tests.web.court import ADDRESS, Court
from tests.web.wizard.filer import Filer, signed_in
from web.deps import WebDeps
from workflows.claim import ClaimWorkflow
from workflows.package import PackageWorkflow
from workflows.payment import PaymentWorkflow

SECRET = b"portal"
TOKEN, SEED = "t0ken", "5e" * 32  # of the second portal
OutsideWorld = tuple[Simulator, Simulator, Simulator]  # registers, both portals


@pytest.fixture(scope="session")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("registers", tmp_path_factory.mktemp("registers"), "--token", "t0ken") as running:
        yield running


@pytest.fixture(scope="session")
def hop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("portal", tmp_path_factory.mktemp("portal"), "--secret", SECRET.decode()) as running:
        yield running


@pytest.fixture(scope="session")
def asan_pay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    words = ("--token", TOKEN, "--signing-key", SEED)
    with simulator("asan_pay", tmp_path_factory.mktemp("asan_pay"), *words) as running:
        yield running


@pytest.fixture(scope="session")
def outside_world(registers: Simulator, hop: Simulator, asan_pay: Simulator) -> OutsideWorld:
    return registers, hop, asan_pay


@pytest.fixture(scope="module")
async def deps(
    settings: Settings,
    sessions: Sessions,
    recording: Engine,
    *,
    temporal: WorkflowEnvironment,
    outside_world: OutsideWorld,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[WebDeps]:
    """Return deps with everything real but the phone, and a worker that answers the module's claims."""
    async with sessions.begin() as session:
        await seed_reference(session)
    async with httpx2.AsyncClient() as http:
        registers, hop, asan_pay = outside_world
        portal = GovernmentPortal(http, hop.url, SECRET)
        asan = AsanPayment(http, asan_pay.url, TOKEN, public_key_of(SEED))
        claims = ClaimActivities(recording)
        payments = PaymentActivities(sessions, recording, portals_of(portal, asan), temporal.client, ADDRESS)
        documents = FileDocumentStore(tmp_path_factory.mktemp("documents"))
        packages = Packages(sessions, documents, settings.base_url)
        outside: Any = Unreachable()
        population = HttpPopulationRegister(http, f"{registers.url}/population", "t0ken")
        tax = HttpTaxRegister(http, f"{registers.url}/tax", "t0ken")
        parties = PartyActivities(sessions, population, tax)
        async with Worker(
            temporal.client,
            task_queue=ids.TASK_QUEUE,
            workflows=[ClaimWorkflow, PackageWorkflow, PaymentWorkflow],
            activities=[*claims.listed(), *payments.listed(), *parties.listed(), packages.make_ahead],
            activity_executor=ThreadPoolExecutor(16),
            workflow_runner=UnsandboxedWorkflowRunner(),  # as in production; tests/workflows run in the sandbox
        ):
            yield WebDeps(
                settings=settings,
                sessions=sessions,
                temporal=temporal.client,
                signer=outside,
                asan_login=outside,
                ocsp=outside,
                portal=portal,
                population=population,
                tax=tax,
                documents=documents,
                unread=nothing_unread,
                asan_payment=asan,
            )


@pytest.fixture(autouse=True)
def everything_up(registers: Simulator, hop: Simulator) -> None:
    registers.told("/sim/script")
    hop.told("/sim/script")


@pytest.fixture
async def filer(court: Court, sessions: Sessions) -> Filer:
    """Return a signed-in person of the demo court with complete details."""
    return await signed_in(court, sessions)
