"""A payer's request to have a fee given back, and the court's answer to it by a ruling (MPM 114, legal-facts §1.4).

Nothing that was found names a time within which to ask or to answer: none is kept here.
"""

from enum import StrEnum

from models.domain.claim_status import ClaimStatus
from models.domain.errors import RuleBroken
from models.domain.fee_ledger import Account, RefundGround
from models.domain.grounds import Ground

LONGEST = 1000


class RefundAnswer(StrEnum):
    """How a request stands."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


# Why a court may keep a fee. MPM 114 lists when it is given back; for a court order that was refused the fee counts
# towards the later claim instead (279.4).
REFUND_REFUSALS = (
    Ground(
        "no_refund_ground",
        "MPM 114",
        "Rüsumun qaytarılması üçün qanunda nəzərdə tutulmuş əsas yoxdur",
        "The law gives no ground on which this fee would be given back",
    ),
    Ground(
        "fee_serves",
        "MPM 114",
        "Rüsum məhkəmənin icraatında olan və ya qəbul etdiyi ərizə üzrə istifadə edilmişdir",
        "The fee serves an application that is before the court or was accepted by it",
    ),
    Ground(
        "credited_to_claim",
        "MPM 279.4",
        "Məhkəmə əmri üçün ödənilmiş rüsum sonradan verilmiş iddia üzrə nəzərə alınmışdır",
        "The fee paid for a court order counts towards the claim that was filed later",
    ),
)


def refund_ground(account: Account, status: ClaimStatus) -> RefundGround | None:
    """Return on which ground money may be given back, by where it stands and what became of its application.

    None where it cannot be: it serves an application, or it is on its way back already.
    """
    match account:
        case Account.REFUNDABLE:
            return RefundGround.DECLINED if status is ClaimStatus.DECLINED else RefundGround.OVERPAID
        case Account.RELEASED if status is ClaimStatus.RETURNED:
            return RefundGround.RETURNED
        case Account.RELEASED | Account.RECEIVED:
            return RefundGround.NOT_FILED
        case _:
            return None


def refund_refusal(code: str) -> Ground:
    """Return a ground of refusal by its code, or raise RuleBroken `refund_refusal_unknown`."""
    for ground in REFUND_REFUSALS:
        if ground.code == code:
            return ground
    raise RuleBroken("refund_refusal_unknown")


def check_answer(answer: RefundAnswer, *, refusal: str, text: str) -> None:
    """Check a court's answer: a refusal names its ground and says why.

    Raises RuleBroken `refund_refusal_unknown`, `reason_missing`.
    """
    if answer is RefundAnswer.REFUSED:
        refund_refusal(refusal)
        if not text.strip():
            raise RuleBroken("reason_missing")
