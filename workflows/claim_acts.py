"""The updates by which people act on a claim; each is taken and recorded by the same two functions of its workflow."""

from abc import ABC, abstractmethod

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.domain.claim import ClaimAct, Confirm, Delete, Refuse, Sign, Withdraw
    from models.domain.court_decision import Accept, Decline, Leave, Return, Undo
    from models.domain.signers import Replace, Seal
    from models.messages.claim import ClaimView


class ClaimActs(ABC):
    """A claim that its parties and the court act on."""

    @abstractmethod
    async def _take(self, act: ClaimAct) -> ClaimView:
        """Take an act and record it; the same update sent again is taken once."""

    @abstractmethod
    def _check(self, act: ClaimAct) -> None:
        """Raise RuleBroken when the act cannot be taken now."""

    @workflow.update
    async def confirm(self, act: Confirm) -> ClaimView:
        """Freeze the draft, reserve its receipt, call its signers."""
        return await self._take(act)

    @workflow.update
    async def withdraw(self, act: Withdraw) -> ClaimView:
        """Take the claim back to draft; the receipt is free again."""
        return await self._take(act)

    @workflow.update(name="replace")
    async def replace_signer(self, act: Replace) -> ClaimView:
        """Put another person who stands for the same organisation in an awaited signer's place."""
        return await self._take(act)

    @workflow.update
    async def sign(self, act: Sign) -> ClaimView:
        """Record a verified signature; the last one sends the claim to the court."""
        return await self._take(act)

    @workflow.update
    async def seal(self, act: Seal) -> ClaimView:
        """Record a verified seal beside the signature of the person who had called for it."""
        return await self._take(act)

    @workflow.update
    async def refuse(self, act: Refuse) -> ClaimView:
        """End the claim because a co-claimant will not sign; the receipt is free again."""
        return await self._take(act)

    @workflow.update
    async def delete(self, act: Delete) -> ClaimView:
        """End a draft nobody needs."""
        return await self._take(act)

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

    @confirm.validator
    def _may_confirm(self, act: Confirm) -> None:
        self._check(act)

    @withdraw.validator
    def _may_withdraw(self, act: Withdraw) -> None:
        self._check(act)

    @replace_signer.validator
    def _may_replace_signer(self, act: Replace) -> None:
        self._check(act)

    @sign.validator
    def _may_sign(self, act: Sign) -> None:
        self._check(act)

    @seal.validator
    def _may_seal(self, act: Seal) -> None:
        self._check(act)

    @refuse.validator
    def _may_refuse(self, act: Refuse) -> None:
        self._check(act)

    @delete.validator
    def _may_delete(self, act: Delete) -> None:
        self._check(act)

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
