"""A signing room for workflow tests: the court's worker with real phones, authority, time-stamps and containers."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.adapters.file_store import FileDocumentStore
from activities.adapters.mobile_id import MobileIdRest
from activities.adapters.ocsp_http import OcspHttp
from activities.adapters.timestamp_http import TimestampHttp
from activities.claims import ClaimActivities
from activities.packages import Packages
from activities.signatures.certificate_path import TrustStore
from activities.signing import SigningActivities
from models.db import Sessions
from models.messages import ids
from tests.outside import Simulator, simulator
from tests.workflows.conftest import Court, a_general_court
from tests.workflows.signing.room import Room
from workflows.claim import ClaimWorkflow
from workflows.signing import SigningWorkflow


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("trust", tmp_path_factory.mktemp("trust")) as running:
        yield running


@pytest.fixture(scope="module")
def phones(trust: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("asan_imza", tmp_path_factory.mktemp("phones"), "--trust", trust.url) as running:
        yield running


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
            yield Room(Court(temporal, sessions, court_id), documents, store, signing)
