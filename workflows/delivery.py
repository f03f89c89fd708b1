"""The court's post office: one workflow that keeps a watch over the outbox for ever."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.delivery import DeliveryActivities
    from models.messages import ids
    from workflows import options

WATCHES_A_RUN = 100


@workflow.defn(name=ids.DELIVERY)
class DeliveryWorkflow:
    """Deliveries stand in PostgreSQL; this keeps exactly one worker at sending them."""

    @workflow.run
    async def run(self) -> None:
        """Watch, and begin a fresh history now and then."""
        for _ in range(WATCHES_A_RUN):
            await workflow.execute_activity_method(DeliveryActivities.watch_outbox, **options.WATCH_OUTBOX)
        workflow.continue_as_new()
