"""A request to correct a datum: it waits for the owner's decision, is called to mind, and is marked when it is late."""

import asyncio
from uuid import NAMESPACE_URL, uuid5

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.corrections import CorrectionActivities
    from models.domain.correction import CorrectionAlarm, CorrectionStatus, next_alarm, take
    from models.domain.errors import RuleBroken
    from models.domain.roles import SYSTEM
    from models.messages import ids
    from models.messages.correction import BeginCorrection, CorrectionRecorded, CorrectionStep
    from workflows import options
    from workflows.waiting import wait_until


@workflow.defn(name=ids.CORRECTION, failure_exception_types=[RuleBroken])
class CorrectionWorkflow:
    """Waits until the owner decides or the person takes the request back; time reminds, and never decides."""

    @workflow.init
    def __init__(self, begin: BeginCorrection) -> None:
        """Build the state: an update may arrive before the first line of `run`."""
        self._correction = begin.correction
        self._one_step_at_a_time = asyncio.Lock()

    @workflow.run
    async def run(self, begin: BeginCorrection) -> CorrectionStatus:  # noqa: ARG002 - Temporal passes the argument; __init__ took it
        """Wait for people, and let time speak up twice."""
        while alarm := next_alarm(self._correction):
            await wait_until(lambda: self._correction.is_ended, alarm.at)
            if workflow.now() >= alarm.at:
                await self._ring(alarm)
        await workflow.wait_condition(lambda: self._correction.is_ended)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._correction.status

    @workflow.update
    async def act(self, step: CorrectionStep) -> CorrectionStatus:
        """Take the owner's decision, or the person's withdrawal."""
        async with self._one_step_at_a_time:
            take(self._correction, step.act, step.actor, reason=step.reason)
            recorded = await self._record(step)
            if recorded.refusal:
                raise RuleBroken(recorded.refusal)
            return self._correction.status

    @act.validator
    def _may_act(self, step: CorrectionStep) -> None:
        take(self._correction, step.act, step.actor, reason=step.reason)

    async def _ring(self, alarm: CorrectionAlarm) -> None:
        async with self._one_step_at_a_time:
            if next_alarm(self._correction) == alarm:  # a decision may have been under way
                step_id = str(uuid5(NAMESPACE_URL, f"divan:correction:{self._correction.id}:{alarm.act}"))
                await self._record(CorrectionStep(self._correction.id, step_id, alarm.act, SYSTEM, alarm.at))

    async def _record(self, step: CorrectionStep) -> CorrectionRecorded:
        """Stand where PostgreSQL says."""
        recorded: CorrectionRecorded = await workflow.execute_activity_method(
            CorrectionActivities.take_step, step, **options.RECORD_UNTIL_DONE
        )
        self._correction = recorded.correction
        return recorded
