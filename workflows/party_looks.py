"""Parties that a register did not answer for are asked about again: in a draft, and after the claim is confirmed."""

from collections.abc import Awaitable, Callable

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.parties import PartyActivities
    from models.domain.claim import Claim
    from models.messages.claim import AskRegisters, PartyAnswer
    from workflows import options


class PartyLooks:
    """Begins a round when it is asked to, and one more when it was asked again meanwhile."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._asked = self._looking = False

    async def look(self, claim_id: str) -> None:
        """Return when the registers have answered for every party, or when a round under way will go on."""
        self._asked = True
        if self._looking:
            return
        self._looking = True
        while self._asked:
            self._asked = False
            await workflow.execute_activity_method(PartyActivities.check_waiting_parties, claim_id, **options.OUTSIDE)
        self._looking = False


async def listen(claim: Callable[[], Claim], hear: Callable[[PartyAnswer], Awaitable[None]]) -> None:
    """Ask about the parties of a confirmed claim for as long as one waits, and hand on each answer; never returns.

    A silent register costs no history: the activity itself is tried again. What is taken back to draft meanwhile is
    asked about until the end, so that nobody has to ask anew.
    """
    waits = False
    while True:
        await workflow.wait_condition(lambda: waits or bool(claim().registers.unanswered))
        asked = AskRegisters(claim().id, claim().registers.unanswered)
        said = await workflow.execute_activity_method(PartyActivities.ask_registers, asked, **options.OUTSIDE)
        waits = said.waits
        for answer in said.answers:
            await hear(answer)
