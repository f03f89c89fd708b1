"""Claims whose row is ahead of them are found within minutes, though nobody acts on them."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.reconciliation import ReconciliationActivities
    from models.messages import ids
    from workflows import options

PAUSE = timedelta(minutes=1)
LOOKS_A_RUN = 500
LOOKS_BACK = timedelta(days=1)  # at the very first look


@workflow.defn(name=ids.RECONCILIATION)
class ReconciliationWorkflow:
    """Compares what was recorded with what the claims know, over and over."""

    @workflow.run
    async def run(self, checked_until: datetime | None = None) -> None:
        """Look once a minute, and begin a fresh history now and then."""
        since = checked_until or workflow.now() - LOOKS_BACK
        for _ in range(LOOKS_A_RUN):
            since = await workflow.execute_activity_method(
                ReconciliationActivities.bring_up_to_date, since, **options.RECONCILE
            )
            await asyncio.sleep(PAUSE.total_seconds())
        workflow.continue_as_new(since)
