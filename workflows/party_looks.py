"""A draft's parties that a register did not answer for are asked about again, one round at a time."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.parties import PartyActivities
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
