"""A court for workflow tests: real Temporal with time skipping, real PostgreSQL, the real recording activities."""

import uuid
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.claim_door import send_act
from activities.claims import ClaimActivities
from activities.reference import seed_reference
from models.db import Sessions
from models.domain.alarms import WaitingPolicy
from models.domain.applications import CourtKind
from models.domain.claim import ClaimAct
from models.domain.claim_status import ClaimStatus
from models.messages import ids
from models.messages.claim import ClaimView
from models.tables.reference import CourtRow
from tests.builders import LALA, a_draft, litigant
from web.commands import Commands
from workflows.claim import ClaimWorkflow

SENT_AGAIN = 3  # times twenty seconds: a hundred acts at once, beside browsers and kills on the same processors


@dataclass(frozen=True)
class Court:
    """One claim at a time, and the hands that act on it."""

    temporal: WorkflowEnvironment
    sessions: Sessions
    court_id: str
    policy: WaitingPolicy = field(default_factory=WaitingPolicy)

    @property
    def commands(self) -> Commands:
        """Return the web's own door."""
        return Commands(self.temporal.client, self.policy, timedelta(hours=24))

    async def open_draft(self, *, filer: str = LALA, co_claimants: tuple[str, ...] = ()) -> str:
        """Write a draft and start its workflow; returns the claim's id."""
        # Terms are reckoned from the moments handed in, and Temporal's clock stands at the real now.
        claim_id = await a_draft(self.sessions, court_id=self.court_id, filer=filer, co_claimants=co_claimants)
        now = self.now()
        await self.commands.open_claim(claim_id, filer=litigant(filer), at=now)
        return claim_id

    def now(self) -> datetime:
        """Return the real moment, which is also where each claim's clock starts."""
        return datetime.now(UTC)

    async def act(self, claim_id: str, act: ClaimAct, *, nonce: str = "") -> ClaimView:
        """Take an act through the claim's workflow; sent again, as a person would, while the machine has no time."""
        name = type(act).__name__.lower()
        update_id = ids.act_update(name, nonce or uuid.uuid4().hex)
        for _ in range(SENT_AGAIN):
            with suppress(TimeoutError):
                return await send_act(self.temporal.client, claim_id, name, act, update_id=update_id)
        return await send_act(self.temporal.client, claim_id, name, act, update_id=update_id)

    def handle(self, claim_id: str) -> WorkflowHandle[Any, ClaimStatus]:
        """Return the claim's workflow."""
        return self.temporal.client.get_workflow_handle(ids.claim_workflow(claim_id), result_type=ClaimStatus)

    async def days_later(self, claim_id: str, days: float) -> None:
        """Let time pass for one claim."""
        await self.temporal.fast_forward(self.handle(claim_id), timedelta(days=days))


async def a_general_court(sessions: Sessions) -> str:
    """Put the reference data in place and return the id of a general court."""
    async with sessions.begin() as session:
        await seed_reference(session)
        query = select(col(CourtRow.id)).where(col(CourtRow.kind) == CourtKind.GENERAL).order_by(col(CourtRow.code))
        return (await session.execute(query.limit(1))).scalar_one()


@pytest.fixture(scope="module")
async def court(temporal: WorkflowEnvironment, sessions: Sessions, recording: Engine) -> AsyncIterator[Court]:
    """Run a worker for the module's database, its workflows in the sandbox."""
    async with working_court(temporal, sessions, recording, runner=SandboxedWorkflowRunner()) as court:
        yield court


@asynccontextmanager
async def working_court(
    temporal: WorkflowEnvironment, sessions: Sessions, recording: Engine, *, runner: WorkflowRunner
) -> AsyncIterator[Court]:
    """Yield a court while a worker works for it."""
    court_id = await a_general_court(sessions)
    activities = ClaimActivities(recording)
    async with Worker(
        temporal.client,
        task_queue=ids.TASK_QUEUE,
        workflows=[ClaimWorkflow],
        activities=activities.listed(),
        activity_executor=ThreadPoolExecutor(16),
        workflow_runner=runner,
    ):
        yield Court(temporal, sessions, court_id)
