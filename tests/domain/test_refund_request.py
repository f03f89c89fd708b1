"""On which ground money may be asked back is told by where it stands; a refusal has a ground and a reason."""

import pytest

from models.domain.claim_status import ClaimStatus
from models.domain.errors import RuleBroken
from models.domain.fee_ledger import Account, RefundGround
from models.domain.refund_request import REFUND_REFUSALS, RefundAnswer, check_answer, refund_ground


@pytest.mark.parametrize(
    ("account", "status", "ground"),
    [
        (Account.REFUNDABLE, ClaimStatus.ACCEPTED, RefundGround.OVERPAID),
        (Account.RELEASED, ClaimStatus.RETURNED, RefundGround.RETURNED),
        (Account.REFUNDABLE, ClaimStatus.DECLINED, RefundGround.DECLINED),
        (Account.RELEASED, ClaimStatus.REFUSED, RefundGround.NOT_FILED),
        (Account.RELEASED, ClaimStatus.DRAFT, RefundGround.NOT_FILED),
        (Account.RECEIVED, ClaimStatus.DELETED, RefundGround.NOT_FILED),
    ],
)
def test_money_that_serves_no_application_may_be_asked_back(
    account: Account, status: ClaimStatus, ground: RefundGround
) -> None:
    assert refund_ground(account, status) is ground


@pytest.mark.parametrize("account", [Account.RESERVED, Account.OVERPAID, Account.USED, Account.REFUNDED])
def test_a_fee_that_serves_an_application_or_is_back_already_may_not(account: Account) -> None:
    assert {refund_ground(account, status) for status in ClaimStatus} == {None}


def test_a_refusal_has_a_ground_of_the_list_and_a_reason() -> None:
    check_answer(RefundAnswer.GRANTED, refusal="", text="")
    for ground in REFUND_REFUSALS:
        check_answer(RefundAnswer.REFUSED, refusal=ground.code, text="İddia icraatdadır")
    with pytest.raises(RuleBroken, match="refund_refusal_unknown"):
        check_answer(RefundAnswer.REFUSED, refusal="dislike", text="İddia icraatdadır")
    with pytest.raises(RuleBroken, match="reason_missing"):
        check_answer(RefundAnswer.REFUSED, refusal="no_refund_ground", text=" ")
