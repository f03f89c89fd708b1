"""One letter to one person: started by the web, which neither waits for it nor knows whether it finds anybody."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.letters import LetterActivities
    from models.messages import ids
    from models.messages.registration import LetterOrder
    from workflows import options


@workflow.defn(name=ids.LETTER)
class LetterWorkflow:
    """Hands the letter over, however long the mail server is away."""

    @workflow.run
    async def run(self, order: LetterOrder) -> bool:
        """Return whether there was somebody to write to."""
        sent: bool = await workflow.execute_activity_method(LetterActivities.send_letter, order, **options.OUTSIDE)
        return sent
