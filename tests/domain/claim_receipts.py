"""The receipts' table as the machine of claims keeps it: one live hold a receipt."""

from dataclasses import dataclass

from models.domain.claim import Claim
from models.domain.effects import ReceiptEffect
from models.domain.errors import RuleBroken


@dataclass
class Hold:
    """One claim's hold on one receipt, as the database keeps it."""

    receipt: str
    claim_id: str
    used: bool = False
    released: bool = False


class Receipts:
    """The receipts' table: one live hold a receipt (the partial unique index)."""

    def __init__(self) -> None:
        self.holds: list[Hold] = []

    def live(self) -> list[Hold]:
        return [hold for hold in self.holds if not hold.released]

    def apply(self, effect: ReceiptEffect, claim: Claim) -> None:
        if effect is ReceiptEffect.RESERVE:
            number = claim.fee.receipt_number if claim.fee else ""
            if number and any(hold.receipt == number for hold in self.live()):
                raise RuleBroken("receipt_taken")
            self.holds += [Hold(number, claim.id)] if number else []
            return
        for hold in self.live():
            if hold.claim_id == claim.id:
                hold.used = hold.used or effect in {ReceiptEffect.USE, ReceiptEffect.SET_ASIDE}
                hold.released = effect is ReceiptEffect.RELEASE
