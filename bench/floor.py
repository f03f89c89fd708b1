"""The floor: a bare Temporal workflow with the same number of updates as a claim and no effects at all.

Beside it, to tell Temporal's price from ours, the same workflow with one local activity a step that does nothing.
"""

from dataclasses import dataclass
from datetime import timedelta

from temporalio import activity, workflow


@dataclass(frozen=True)
class Step:
    """A step's input, about as large as a claim's."""

    name: str
    by: str
    text: str = ""
    has_effect: bool = False


@activity.defn
def nothing(step: Step) -> str:
    """Return the step's name: an effect that has none."""
    return step.name


@workflow.defn(name="Floor")
class FloorWorkflow:
    """Counts its steps; ends after the last."""

    @workflow.init
    def __init__(self, last: int) -> None:
        """Start at nothing."""
        self._done = 0
        self._last = last

    @workflow.run
    async def run(self, last: int) -> int:
        """Wait for the last step."""
        await workflow.wait_condition(lambda: self._done >= last)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._done

    @workflow.update
    async def step(self, step: Step) -> int:
        """Take a step."""
        if step.has_effect:
            await workflow.execute_local_activity(nothing, step, start_to_close_timeout=timedelta(seconds=5))
        self._done += bool(step.name)
        return self._done

    @step.validator
    def _may_step(self, step: Step) -> None:
        if self._done >= self._last:
            raise ValueError(step.name)
