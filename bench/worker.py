"""The benchmark's worker process: the court's own worker with the recording activities, and the floor beside it."""

import asyncio
import os
import signal
from datetime import timedelta
from typing import Any

import uvloop
from temporalio import activity
from temporalio.worker import UnsandboxedWorkflowRunner

from activities.claims import ClaimActivities
from activities.temporal_client import temporal_client
from bench.floor import FloorWorkflow, nothing
from bench.lifecycle import UNRECORDED
from models.db import recording_engine_for
from models.domain.claim_status import Act
from models.messages.claim import ClaimStep, StepOutcome
from models.standing import spare_what_stands
from worker import build_worker


class BenchClaimActivities(ClaimActivities):
    """Records every claim's steps but those of claims made to show what a life costs without PostgreSQL."""

    @activity.defn
    def record_step(self, step: ClaimStep) -> StepOutcome:
        """Record a step, or answer as if it had been recorded."""
        if not step.claim.id.startswith(UNRECORDED):
            return super().record_step(step)
        given: dict[Act, dict[str, Any]] = {
            Act.OPEN: {"number": "ƏR-2026-000001"},
            Act.SEND: {"decide_by": step.at + timedelta(days=7)},
            Act.ACCEPT: {"case_number": "2(006)-1/2026"},
        }
        return StepOutcome(**given.get(step.act, {}), line="a" * 64)


async def main() -> None:
    """Work until told to stop."""
    told_to_stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told_to_stop.set)
    temporal = await temporal_client(os.environ["DIVAN_TEMPORAL_ADDRESS"], keys=os.environ["DIVAN_PAYLOAD_KEYS"])
    claims = BenchClaimActivities(recording_engine_for(os.environ["DIVAN_DATABASE_URL"]))
    worker = build_worker(
        temporal,
        [*claims.listed(), nothing],
        runner=UnsandboxedWorkflowRunner(),
        extra=[FloorWorkflow],
    )
    async with worker:
        spare_what_stands()
        print("worker ready", flush=True)
        await told_to_stop.wait()


if __name__ == "__main__":
    uvloop.run(main())
