"""The updates by which the court acts on a claim; the claim's workflow takes and records them like all others."""

from abc import ABC, abstractmethod

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.domain.court_decision import Accept, CourtAct, Decline, Leave, Return, Undo
    from models.messages.claim import ClaimView


class CourtActs(ABC):
    """A claim before the court."""

    @abstractmethod
    async def _take(self, act: CourtAct) -> ClaimView:
        """Take an act and record it; the same update sent again is taken once."""

    @abstractmethod
    def _check(self, act: CourtAct) -> None:
        """Raise RuleBroken when the act cannot be taken now."""

    @workflow.update
    async def accept(self, act: Accept) -> ClaimView:
        """Decide to end with a case number: at once, or when the decision has rested."""
        return await self._take(act)

    @workflow.update(name="return")
    async def return_(self, act: Return) -> ClaimView:
        """Decide to end with the court's grounds; the receipt is free again when the decision leaves."""
        return await self._take(act)

    @workflow.update
    async def decline(self, act: Decline) -> ClaimView:
        """Decide to refuse the claim (MPM 153.2); the fee is to be given back when the decision leaves."""
        return await self._take(act)

    @workflow.update
    async def undo(self, act: Undo) -> ClaimView:
        """Take a resting decision back."""
        return await self._take(act)

    @workflow.update
    async def leave(self, act: Leave) -> ClaimView:
        """Let a resting decision leave before its time."""
        return await self._take(act)

    @accept.validator
    def _may_accept(self, act: Accept) -> None:
        self._check(act)

    @return_.validator
    def _may_return(self, act: Return) -> None:
        self._check(act)

    @decline.validator
    def _may_decline(self, act: Decline) -> None:
        self._check(act)

    @undo.validator
    def _may_undo(self, act: Undo) -> None:
        self._check(act)

    @leave.validator
    def _may_leave(self, act: Leave) -> None:
        self._check(act)
