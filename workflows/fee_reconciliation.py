"""Each night receipts are compared with the portals' registers, and refunds that courts ordered are carried out."""

import asyncio
from datetime import date

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.fee_reconciliation import FeeReconciliationActivities
    from activities.fee_refunds import FeeRefundActivities
    from models.domain.fee_reconciliation import DAY, night_after
    from models.domain.payment import Portal
    from models.domain.terms import court_day
    from models.messages import ids
    from workflows import options

NIGHTS_A_RUN = 100


@workflow.defn(name=ids.FEE_RECONCILIATION)
class FeeReconciliationWorkflow:
    """Compares every day once, also those that passed while no worker ran."""

    @workflow.run
    async def run(self, compared_until: date | None = None) -> None:
        """Sleep until the night, compare what is not compared yet, and begin a fresh history now and then."""
        compared = compared_until or court_day(workflow.now()) - 2 * DAY
        for _ in range(NIGHTS_A_RUN):
            await asyncio.sleep((night_after(workflow.now()) - workflow.now()).total_seconds())
            while compared < court_day(workflow.now()) - DAY:
                compared += DAY
                for portal in Portal:
                    await self._compare(portal, compared)
            await workflow.execute_activity_method(FeeRefundActivities.give_back, **options.RECONCILE)
        workflow.continue_as_new(compared)

    async def _compare(self, portal: Portal, day: date) -> None:
        try:
            await workflow.execute_activity_method(
                FeeReconciliationActivities.compare, args=[portal, day], **options.COMPARE
            )
        except ActivityError:  # silent for half a day: the report says so, and the next portal has its turn
            await workflow.execute_activity_method(
                FeeReconciliationActivities.note_silence, args=[portal, day], **options.RECORD_UNTIL_DONE
            )
