"""Abandoned uploads are forgotten once an hour, though nobody ever opens that draft again (CLM-7)."""

import asyncio
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.uploads import UploadActivities
    from models.messages import ids
    from workflows import options

PAUSE = timedelta(hours=1)
LOOKS_A_RUN = 500


@workflow.defn(name=ids.UPLOADS)
class UploadsWorkflow:
    """Looks for what is over, for ever; what there is stands in PostgreSQL."""

    @workflow.run
    async def run(self) -> None:
        """Look every hour, and begin a fresh history now and then."""
        for _ in range(LOOKS_A_RUN):
            await workflow.execute_activity_method(
                UploadActivities.forget_abandoned_uploads, **options.RECORD_UNTIL_DONE
            )
            await asyncio.sleep(PAUSE.total_seconds())
        workflow.continue_as_new()
