"""Whoever has signed in lately, or was not asked about for a day, is asked about at the tax register (ID-12)."""

import asyncio
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.organisations import OrganisationActivities
    from models.messages import ids
    from workflows import options

PAUSE = timedelta(seconds=10)  # a person who has just come in waits about so long for his organisations
LOOKS_A_RUN = 500


@workflow.defn(name=ids.ORGANISATIONS)
class OrganisationsWorkflow:
    """Keeps asking for those who are due, over and over; who they are stands in PostgreSQL."""

    @workflow.run
    async def run(self) -> None:
        """Look every ten seconds, and begin a fresh history now and then."""
        for _ in range(LOOKS_A_RUN):
            await workflow.execute_activity_method(OrganisationActivities.look_up_due, **options.LOOK_UP)
            await asyncio.sleep(PAUSE.total_seconds())
        workflow.continue_as_new()
