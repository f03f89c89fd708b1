"""Real Temporal, PostgreSQL, phones and trust authority behind the pages of a filing's later life."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, delete
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.adapters.file_store import FileDocumentStore
from activities.adapters.mobile_id import MobileIdRest
from activities.adapters.ocsp_http import OcspHttp
from activities.adapters.timestamp_http import TimestampHttp
from activities.claims import ClaimActivities
from activities.packages import Packages
from activities.signatures.certificate_path import TrustStore
from activities.signing import SigningActivities
from models.db import Sessions
from models.domain.alarms import WaitingPolicy
from models.messages import ids
from models.settings import Settings
from models.tables.sessions import RateCountRow
from tests.outside import Simulator, simulator
from tests.web.conftest import SETTINGS, Unreachable
from tests.web.room.hall import Hall
from tests.workflows.conftest import a_general_court
from web.app import create_app
from web.commands import Commands
from web.deps import WebDeps
from web.pages.notifications import unread_count
from workflows.claim import ClaimWorkflow
from workflows.package import PackageWorkflow
from workflows.signing import SigningWorkflow


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("trust", tmp_path_factory.mktemp("trust")) as running:
        yield running


@pytest.fixture(scope="session")
def phones(trust: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("asan_imza", tmp_path_factory.mktemp("phones"), "--trust", trust.url) as running:
        yield running


@pytest.fixture(scope="module")
def settings(database_url: str, trust: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    anchors: Path = tmp_path_factory.mktemp("anchors") / "anchors.pem"
    anchors.write_bytes(httpx2.get(f"{trust.url}/ca.pem").content)
    return Settings(database_url=database_url, **{**SETTINGS, "trust_anchors": anchors})


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> FileDocumentStore:
    return FileDocumentStore(tmp_path_factory.mktemp("documents"))


@pytest.fixture(autouse=True)
async def an_hour_later(sessions: Sessions) -> None:
    """Forget the tries that earlier tests counted."""
    async with sessions.begin() as db:
        await db.execute(delete(RateCountRow))


@pytest.fixture(scope="session")
def outside_world(phones: Simulator, trust: Simulator) -> tuple[str, str]:
    return phones.url, trust.url


@pytest.fixture(scope="module")
async def deps(
    settings: Settings,
    sessions: Sessions,
    recording: Engine,
    *,
    temporal: WorkflowEnvironment,
    documents: FileDocumentStore,
    outside_world: tuple[str, str],
) -> AsyncIterator[WebDeps]:
    """Return deps with a worker that records, signs, stamps and proves."""
    phones, trust = outside_world
    claims = ClaimActivities(recording)
    outside: Any = Unreachable()
    async with httpx2.AsyncClient() as http:
        signer = MobileIdRest(http, f"{phones}/mid-api", "DIVAN", "00000000-0000-4000-8000-000000000001")
        packages = Packages(sessions, documents, settings.base_url)
        signing = SigningActivities(
            sessions,
            packages,
            documents,
            signer,
            TimestampHttp(http, f"{trust}/tsa"),
            OcspHttp(http),
            TrustStore.from_pem(settings.trust_anchors.read_bytes()),
            temporal.client,
        )
        async with Worker(
            temporal.client,
            task_queue=ids.TASK_QUEUE,
            workflows=[ClaimWorkflow, PackageWorkflow, SigningWorkflow],
            activities=[*claims.listed(), *signing.listed(), packages.make_ahead],
            activity_executor=ThreadPoolExecutor(16),
            workflow_runner=UnsandboxedWorkflowRunner(),  # as in production; tests/workflows run in the sandbox
        ):
            yield WebDeps(
                settings=settings,
                sessions=sessions,
                temporal=temporal.client,
                signer=signer,
                asan_login=outside,
                ocsp=outside,
                portal=outside,
                population=outside,
                tax=outside,
                documents=documents,
                unread=unread_count,
            )


@pytest.fixture(scope="module")
async def hall(deps: WebDeps, phones: Simulator, trust: Simulator) -> AsyncIterator[Hall]:
    court_id = await a_general_court(deps.sessions)
    assert deps.temporal is not None
    commands = Commands(deps.temporal, WaitingPolicy(), deps.settings.payment_lives)
    hall = Hall(create_app(deps), deps, commands, court_id, phones, trust)
    yield hall
    for visitor in hall.visitors:
        await visitor.client.aclose()
    await hall.app.state.live.close()
