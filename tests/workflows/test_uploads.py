"""An upload that nobody goes on with is forgotten when its time is over, with nobody near it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

import workflows.uploads
from activities.uploads import UploadActivities
from models.db import Sessions
from models.messages import ids
from models.tables.drafts import UploadRow
from tests.builders import COURT, a_draft
from workflows.uploads import PAUSE, UploadsWorkflow


async def test_an_upload_is_kept_until_its_time_and_gone_an_hour_after_at_the_latest(
    temporal: WorkflowEnvironment, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflows.uploads, "LOOKS_A_RUN", 2)
    claim_id, begins = await a_draft(sessions, court_id=COURT), datetime.now(UTC)
    async with sessions.begin() as session:
        for name, hours in (("stale.pdf", 0.5), ("living.pdf", 20)):
            row = UploadRow(id=str(uuid4()), claim_id=claim_id, kind="evidence", name=name, size=9, expires_at=begins)
            row.expires_at, row.content = begins + timedelta(hours=hours), b"%PDF"
            session.add(row)
    looks: list[datetime] = []

    def clock() -> datetime:
        looks.append(begins + len(looks) * PAUSE)
        return looks[-1]

    async def left() -> list[str]:
        async with sessions() as session:
            return sorted(await session.scalars(select(col(UploadRow.name))))

    queue = f"uploads-{uuid4()}"
    activities = [UploadActivities(sessions, clock).forget_abandoned_uploads]
    runner = UnsandboxedWorkflowRunner()  # as in production, and the shorter run is seen
    async with Worker(
        temporal.client, task_queue=queue, workflows=[UploadsWorkflow], activities=activities, workflow_runner=runner
    ):
        handle = await temporal.client.start_workflow(ids.UPLOADS, id=queue, task_queue=queue)
        await temporal.fast_forward(handle, PAUSE / 2)
        assert await left() == ["living.pdf", "stale.pdf"]
        await temporal.fast_forward(handle, PAUSE)
        assert await left() == ["living.pdf"]
        for _ in range(3):  # over a fresh history
            await temporal.fast_forward(handle, PAUSE)
        assert len(looks) >= 4
        await handle.terminate()
