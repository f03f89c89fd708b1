"""One signature by one person: from the request on the phone to the container (guide: signing §10)."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.signing import SigningActivities
    from models.messages import ids
    from models.messages.signing import AnsweredSignature, AskedSignature, BeginSigning, KeptSignature
    from workflows import options
    from workflows.refusals import refusal_in


@workflow.defn(name=ids.SIGNING)
class SigningWorkflow:
    """Each step is stored before the next begins: from the moment a PIN2 was entered nothing asks for it again."""

    @workflow.run
    async def run(self, begin: BeginSigning) -> str:
        """Return "done", or the code of what went wrong."""
        try:
            return await self._sign(begin)
        except ActivityError as error:
            failure = refusal_in(error) or "provider_unavailable"
            await workflow.execute_activity_method(
                SigningActivities.close_failed, args=[begin, failure], **options.RECORD_UNTIL_DONE
            )
            return failure

    async def _sign(self, begin: BeginSigning) -> str:
        prepared = await workflow.execute_activity_method(SigningActivities.prepare, begin, **options.WATCHED)
        asked = await workflow.execute_activity_method(SigningActivities.ask, prepared, **options.WATCHED)
        answer = await self._answer(asked)
        kept = await workflow.execute_activity_method(
            SigningActivities.keep, args=[answer, workflow.now()], **options.SIGNATURE
        )
        return await self._complete(kept)

    async def _answer(self, asked: AskedSignature) -> AnsweredSignature:
        while True:
            answer: AnsweredSignature | None = await workflow.execute_activity_method(
                SigningActivities.poll, asked, **options.SIGNATURE
            )
            if answer is not None:
                return answer
            # A person looks for a phone and types: asking in a steady rhythm keeps the history short.
            await asyncio.sleep(0.5)

    async def _complete(self, kept: KeptSignature) -> str:
        stamped = await workflow.execute_activity_method(SigningActivities.stamp, kept, **options.SIGNATURE)
        proved = await workflow.execute_activity_method(SigningActivities.prove, stamped, **options.SIGNATURE)
        placed = await workflow.execute_activity_method(SigningActivities.place, proved, **options.SIGNATURE)
        await workflow.execute_activity_method(SigningActivities.record, placed, **options.ACT)
        return "done"
