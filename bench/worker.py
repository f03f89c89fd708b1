"""The benchmark's worker process: the court's own worker with the recording activities, and the floor beside it."""

import asyncio
import os
import signal

import uvloop
from temporalio.worker import UnsandboxedWorkflowRunner

from activities.claims import ClaimActivities
from activities.temporal_client import temporal_client
from bench.floor import FloorWorkflow
from models.db import recording_engine_for
from models.standing import spare_what_stands
from worker import build_worker


async def main() -> None:
    """Work until told to stop."""
    told_to_stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told_to_stop.set)
    temporal = await temporal_client(os.environ["DIVAN_TEMPORAL_ADDRESS"], keys=os.environ["DIVAN_PAYLOAD_KEYS"])
    claims = ClaimActivities(recording_engine_for(os.environ["DIVAN_DATABASE_URL"]))
    worker = build_worker(
        temporal,
        claims.listed(),
        runner=UnsandboxedWorkflowRunner(),
        extra=[FloorWorkflow],
    )
    async with worker:
        spare_what_stands()
        print("worker ready", flush=True)
        await told_to_stop.wait()


if __name__ == "__main__":
    uvloop.run(main())
