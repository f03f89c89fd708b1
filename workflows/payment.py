"""One online payment: late, doubled, contradictory and missing answers of the portal all end right (FEE-1)."""

from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.payments import PaymentActivities
    from models.domain.payment import PaymentStatus
    from models.messages import ids
    from models.messages.payment import BeginPayment, PaidClaim, PaymentAnswer, PaymentView
    from workflows import options

PATIENCE = (10, 20, 30, 60, 120, 300, 600)  # seconds between questions to a portal that keeps silent; then the last


@workflow.defn(name=ids.PAYMENT)
class PaymentWorkflow:
    """Asks the portal when it calls, and also when it does not; only its answer to a question counts."""

    @workflow.init
    def __init__(self, begin: BeginPayment) -> None:
        """Build the state: a callback may arrive before the first line of `run`."""
        self._view = PaymentView(begin.payment_id, PaymentStatus.OPENING)
        self._called = False

    @workflow.run
    async def run(self, begin: BeginPayment) -> PaymentStatus:
        """Open the payment, wait for the money, confirm the claim with its receipt."""
        self._view = await workflow.execute_activity_method(PaymentActivities.open, begin, **options.OUTSIDE)
        receipt = await self._wait_for_money(begin, ends_at=workflow.now() + begin.lives)
        if receipt:
            await workflow.execute_activity_method(
                PaymentActivities.confirm_claim, PaidClaim(begin, receipt), **options.ACT
            )
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._view.status

    @workflow.update
    async def opened(self) -> PaymentView:
        """Return where to pay, as soon as the portal has said it; sent together with the start."""
        await workflow.wait_condition(lambda: self._view.status is not PaymentStatus.OPENING)
        return self._view

    @workflow.signal
    def portal_called(self) -> None:
        """Hear of the portal's callback; calling twice asks once more, no more."""
        self._called = True

    async def _wait_for_money(self, begin: BeginPayment, *, ends_at: datetime) -> str:
        for question in range(10_000):
            await self._wait_for_call(question, ends_at)
            is_last = workflow.now() >= ends_at
            answer: PaymentAnswer = await workflow.execute_activity_method(
                PaymentActivities.ask, args=[begin, is_last], **options.OUTSIDE
            )
            self._view = PaymentView(begin.payment_id, answer.status, self._view.pay_url)
            if answer.status is PaymentStatus.PAID:
                return answer.receipt_number
            # A portal has been known to say "failed" and to take the money after all: the watch goes on.
            if is_last:
                break
        return ""

    async def _wait_for_call(self, question: int, ends_at: datetime) -> None:
        pause = timedelta(seconds=PATIENCE[min(question, len(PATIENCE) - 1)])
        left = max(min(pause, ends_at - workflow.now()), timedelta(seconds=1))
        try:
            await workflow.wait_condition(lambda: self._called, timeout=left)
        except TimeoutError:
            return
        self._called = False
