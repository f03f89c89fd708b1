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


class RegisterWatch:
    """Asks about the parties of a confirmed claim for as long as one waits, and hands on each answer.

    A silent register costs no history: the activity itself is tried again. What is taken back to draft meanwhile is
    asked about until the end, so that nobody has to ask anew.
    """

    def __init__(self, claim: Callable[[], Claim], hear: Callable[[PartyAnswer], Awaitable[None]]) -> None:
        """Take what tells the claim as it stands, and what records an answer."""
        self._claim, self._hear = claim, hear
        self._waits = False

    async def keep(self) -> None:
        """Watch as long as the workflow lives."""
        while True:
            await workflow.wait_condition(lambda: self._waits or bool(self._claim().registers.unanswered))
            asked = AskRegisters(self._claim().id, self._claim().registers.unanswered)
            said = await workflow.execute_activity_method(PartyActivities.ask_registers, asked, **options.OUTSIDE)
            self._waits = said.waits
            for answer in said.answers:
                await self._hear(answer)
