"""A register that was silent when a claim was confirmed is heard later, and its answer is a step of the claim."""

from dataclasses import replace

import pytest

from models.domain.claim import Claim, act_kind, take
from models.domain.claim_status import Act, ClaimStatus
from models.domain.court_decision import Accept
from models.domain.effects import NoticeKind, notices_of
from models.domain.errors import RuleBroken
from models.domain.register_answers import ALL_ANSWERED, Answer, Hear, Registers
from models.domain.roles import SYSTEM
from tests.builders import COURT, LALA, litigant
from tests.domain.claims import COURT_CLERK, confirmation, draft, minute, signature, withdrawing

SILENT = ("firm", "kamran")


def waiting() -> Claim:
    return take(draft(), replace(confirmation(), unanswered=SILENT))


def sent() -> Claim:
    return take(waiting(), signature())


def answer(party_id: str = "kamran", code: str = "") -> Hear:
    return Hear(SYSTEM, minute(9), party_id, code)


def told(claim: Claim, act: Hear) -> list[tuple[str, NoticeKind]]:
    orders = notices_of(claim, take(claim, act), act_kind(claim, act), actor_fin="")
    return [(order.fin or order.court_id, order.kind) for order in orders]


@pytest.mark.parametrize("claim", [waiting(), sent()], ids=["confirmed", "sent"])
def test_each_answer_is_a_step_and_leaves_the_others_awaited(claim: Claim) -> None:
    after = take(claim, answer(code="surname_not_registered"))
    assert (after.status, after.revision) == (claim.status, claim.revision + 1)
    assert after.registers == Registers(("firm",), (Answer("kamran", "surname_not_registered", minute(9)),))
    assert take(after, answer("firm")).registers.unanswered == ()


def test_an_answer_nobody_waits_for_is_no_step_and_only_the_system_brings_one() -> None:
    with pytest.raises(RuleBroken, match="nobody_waits"):
        take(take(sent(), answer()), answer())
    with pytest.raises(RuleBroken, match="not_yours"):
        take(sent(), replace(answer(), actor=litigant()))


def test_what_does_not_agree_is_told_to_the_filer_and_to_the_court_that_has_it() -> None:
    assert told(sent(), answer()) == []
    assert told(waiting(), answer(code="voen_closed")) == [(LALA, NoticeKind.PARTY_DIFFERS)]
    at_court = [(LALA, NoticeKind.PARTY_DIFFERS), (COURT, NoticeKind.FILING_DIFFERS)]
    assert told(sent(), answer(code="voen_closed")) == at_court


def test_a_register_is_heard_while_a_decision_rests_and_not_once_it_left() -> None:
    resting = take(sent(), Accept(COURT_CLERK, minute(8), rests=minute(20) - minute(8)))
    assert take(resting, answer()).decision == resting.decision
    decided = take(sent(), Accept(COURT_CLERK, minute(8)))
    with pytest.raises(RuleBroken, match="cannot_hear_when_accepted"):
        take(decided, answer())


def test_what_is_taken_back_to_draft_waits_as_a_draft_does() -> None:
    back = take(waiting(), withdrawing())
    assert (back.status, back.registers) == (ClaimStatus.DRAFT, ALL_ANSWERED)
    with pytest.raises(RuleBroken, match=f"cannot_{Act.HEAR}_when_draft"):
        take(back, answer())
