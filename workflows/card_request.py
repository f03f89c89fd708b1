"""A request to a card: the signer's browser has its time to bring what the card signed, or to give up (Web eID)."""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.domain.errors import RuleBroken
    from models.messages.signing import CardAnswer
    from models.ports import SignOutcome
    from workflows.waiting import wait_until


class CardRequest:
    """Open from when the browser may know of it until it is answered, given up or over."""

    def __init__(self) -> None:
        """Ask nothing yet."""
        self._is_open = False
        self._is_settled = False
        self._answer: CardAnswer | None = None

    def open(self) -> None:
        """Let answers come."""
        self._is_open = True

    def require_open(self) -> None:
        """Refuse whoever comes too early, too late or second: card_not_asked."""
        if not self._is_open:
            raise RuleBroken("card_not_asked")

    def answer(self, answer: CardAnswer) -> None:
        """Take the only answer; from here it is in the history, whatever dies."""
        self._is_open, self._answer = False, answer

    def give_up(self) -> None:
        """End the request without one."""
        self._is_open = False

    async def wait(self, ends_at: datetime) -> CardAnswer:
        """Return the answer; RuleBroken says why there is none: cancelled, timed_out."""
        await wait_until(lambda: not self._is_open, ends_at)
        is_over, self._is_open = self._is_open, False
        if self._answer is None:
            raise RuleBroken(SignOutcome.TIMED_OUT if is_over else SignOutcome.CANCELLED)
        return self._answer

    def settle(self) -> None:
        """Let go whoever waits to hear that the answer is stored, or the attempt over."""
        self._is_settled = True

    async def settled(self) -> None:
        """Wait for that."""
        await workflow.wait_condition(lambda: self._is_settled)
