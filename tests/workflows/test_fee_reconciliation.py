"""Nights pass: every day is compared once with every portal, those too that passed while no worker ran."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

import workflows.fee_reconciliation
from models.domain.fee_reconciliation import DAY
from models.domain.payment import Portal
from models.domain.terms import court_day
from models.messages import ids
from workflows.fee_reconciliation import FeeReconciliationWorkflow


class Ledger:
    """Notes what is asked of it; "ASAN ödəniş" never gives a register."""

    def __init__(self) -> None:
        self.compared: list[tuple[Portal, date]] = []
        self.nights: list[int] = []  # how many days had been compared when each ended
        self.silent: list[tuple[Portal, date]] = []

    @activity.defn(name="compare_fees")
    async def compare(self, portal: Portal, day: date) -> None:
        if portal is Portal.ASAN:
            raise ApplicationError("no register", non_retryable=True)
        self.compared.append((portal, day))

    @activity.defn(name="give_fees_back")
    async def give_back(self) -> int:
        self.nights.append(len(self.compared))
        return 0

    @activity.defn(name="note_silent_portal")
    async def note_silence(self, portal: Portal, day: date) -> None:
        self.silent.append((portal, day))


async def test_each_day_is_compared_once_over_fresh_histories_and_a_silent_portal_is_noted(
    temporal: WorkflowEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflows.fee_reconciliation, "NIGHTS_A_RUN", 2)
    ledger, queue = Ledger(), f"fees-{uuid4()}"
    async with Worker(
        temporal.client,
        task_queue=queue,
        workflows=[FeeReconciliationWorkflow],
        activities=[ledger.compare, ledger.note_silence, ledger.give_back],
        workflow_runner=UnsandboxedWorkflowRunner(),  # as in production, and the shorter run is seen
    ):
        missed = court_day(datetime.now(UTC)) - 4 * DAY
        handle = await temporal.client.start_workflow(ids.FEE_RECONCILIATION, missed, id=queue, task_queue=queue)
        for _ in range(5):
            await temporal.fast_forward(temporal.client.get_workflow_handle(queue), timedelta(days=1))
        days = [day for _, day in ledger.compared]
        assert days == [missed + DAY * number for number in range(1, len(days) + 1)]
        caught_up = ledger.nights[0]
        assert caught_up >= 3, "the first night makes up for what was missed; how much depends on the hour it is now"
        assert ledger.nights == [*range(caught_up, len(days) + 1)], "then one day a night, and refunds once a night"
        assert len(ledger.nights) >= 4
        assert [day for _, day in ledger.silent] == days
        await handle.terminate()
