"""The document of a confirmed claim is made once, ahead, however often it is asked for and whatever is away."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.adapters.file_store import FileDocumentStore
from activities.claims import ClaimActivities
from activities.packages import Packages
from models.db import Sessions
from models.messages import ids
from models.tables.claims import PackageRow
from tests.builders import confirming
from tests.workflows.conftest import Court, a_general_court
from workflows.claim import ClaimWorkflow
from workflows.package import PackageWorkflow

SECOND_TRY = 2


@dataclass(frozen=True)
class Press:
    """A court whose workers render; `folder` is where the documents lie."""

    court: Court
    folder: Path
    documents: FileDocumentStore

    async def confirmed(self) -> tuple[str, int]:
        """Confirm a claim, and return its id and version."""
        claim_id = await self.court.open_draft()
        act = await confirming(self.court.sessions, claim_id)
        await self.court.act(claim_id, replace(act, at=self.court.now()))
        return claim_id, act.version

    def handle(self, claim_id: str, version: int) -> WorkflowHandle[object, None]:
        return self.court.temporal.client.get_workflow_handle(ids.package_workflow(claim_id, version))

    async def package(self, claim_id: str, version: int) -> PackageRow | None:
        async with self.court.sessions() as session:
            return await session.get(PackageRow, (claim_id, version))


@pytest.fixture(scope="module")
async def press(
    temporal: WorkflowEnvironment,
    sessions: Sessions,
    recording: Engine,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Press]:
    court_id = await a_general_court(sessions)
    folder = Path(tmp_path_factory.mktemp("press")) / "documents"
    documents = FileDocumentStore(folder)
    packages = Packages(sessions, documents, "http://divan.example")
    async with Worker(
        temporal.client,
        task_queue=ids.TASK_QUEUE,
        workflows=[ClaimWorkflow, PackageWorkflow],
        activities=[*ClaimActivities(recording).listed(), packages.make_ahead],
        activity_executor=ThreadPoolExecutor(16),
    ):
        yield Press(Court(temporal, sessions, court_id), folder, documents)


async def test_the_document_of_a_confirmed_claim_is_made_once(press: Press) -> None:
    claim_id, version = await press.confirmed()
    assert await press.package(claim_id, version) is None
    for _ in range(2):
        await press.court.commands.make_package(claim_id, version)
    await press.handle(claim_id, version).result()
    package = await press.package(claim_id, version)
    assert package is not None
    assert (await press.documents.get(package.document_sha256)).startswith(b"%PDF-")
    run = (await press.handle(claim_id, version).describe()).run_id
    await press.court.commands.make_package(claim_id, version)  # asked again when it is long made
    assert (await press.handle(claim_id, version).describe()).run_id == run


async def test_a_document_store_that_is_away_is_tried_again(press: Press) -> None:
    claim_id, version = await press.confirmed()
    away = press.folder.with_name("away")
    await asyncio.to_thread(lose, press.folder, away)
    await press.court.commands.make_package(claim_id, version)
    while await tries(press.handle(claim_id, version)) < SECOND_TRY:
        assert await press.package(claim_id, version) is None
    await asyncio.to_thread(bring_back, press.folder, away)
    await press.handle(claim_id, version).result()
    assert await press.package(claim_id, version) is not None


async def tries(handle: WorkflowHandle[object, None]) -> int:
    """Return how often the workers have begun to make it."""
    described = (await handle.describe()).raw_description
    return max((activity.attempt for activity in described.pending_activities), default=0)


def lose(folder: Path, away: Path) -> None:
    """Put a file where the store's folder was: nothing can be stored there."""
    if folder.exists():
        folder.rename(away)
    folder.touch()


def bring_back(folder: Path, away: Path) -> None:
    """Give the store its folder back."""
    folder.unlink()
    if away.exists():
        away.rename(folder)
