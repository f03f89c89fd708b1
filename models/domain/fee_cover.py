"""What covers the fee of a confirmed claim (FEE-1..3): receipts by their numbers, or a ground of exemption."""

from dataclasses import dataclass
from enum import StrEnum


class FeeWay(StrEnum):
    """How the court fee is covered (FEE-1..3)."""

    ONLINE = "online"  # "Onlayn ödə"
    RECEIPT = "receipt"  # "Artıq ödənilib"
    EXEMPT = "exempt"  # "Rüsumdan Azad"


@dataclass(frozen=True)
class FeeCover:
    """What covers the fee of one confirmed version: a receipt by its number, or a ground of exemption."""

    way: FeeWay
    amount_due: str  # AZN, "30.00": text, so that histories never round
    receipt_number: str = ""
    exemption_code: str = ""
    added_receipts: tuple[str, ...] = ()  # more of them, where one does not reach: they are added up

    @property
    def receipts(self) -> tuple[str, ...]:
        """Return the numbers of all receipts in the order they count; none when the claim is exempt."""
        return (self.receipt_number, *self.added_receipts) if self.receipt_number else ()

    @property
    def is_exempt(self) -> bool:
        """Say whether no fee is paid because the filer names a ground of exemption, on which the court decides."""
        return self.way is FeeWay.EXEMPT
