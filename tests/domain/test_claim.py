"""The rules of a claim, one sentence each: who may, what is refused and why, what a step leaves behind."""

from dataclasses import replace

import pytest

from models.domain.claim import Claim, ClaimAct, Delete, Ring, acts_open_to, take
from models.domain.claim_status import BY_TIME, FINAL, TRANSITIONS, Act, ClaimStatus
from models.domain.court_decision import Accept
from models.domain.errors import RuleBroken
from models.domain.fee_cover import FeeCover, FeeWay
from models.domain.roles import SYSTEM, Actor, Role
from tests.builders import COURT, LALA, RASHAD, clerk, litigant
from tests.domain.claims import (
    BY_RECEIPT,
    CO_CLAIMANT,
    COURT_CLERK,
    after,
    at_status,
    confirmation,
    confirmed,
    draft,
    minute,
    partially_signed,
    refusing,
    returning,
    sent,
    signature,
    withdrawing,
)

EXEMPT = FeeCover(FeeWay.EXEMPT, "0.00", exemption_code="alimony")


def refusal(claim: Claim, act: ClaimAct) -> str:
    with pytest.raises(RuleBroken) as broken:
        take(claim, act)
    return broken.value.code


def test_the_filer_alone_confirms_takes_back_and_deletes() -> None:
    assert refusal(draft(), confirmation(actor=litigant(RASHAD))) == "not_yours"
    assert refusal(confirmed(LALA, RASHAD), replace(withdrawing(), actor=litigant(RASHAD))) == "not_yours"
    assert refusal(draft(), Delete(COURT_CLERK, minute(1))) == "not_yours"
    assert take(draft(), Delete(litigant(), minute(1))).status is ClaimStatus.DELETED


def test_a_person_with_the_filers_fin_but_another_role_is_nobody() -> None:
    assert refusal(draft(), Delete(Actor(Role.JUDGE, fin=LALA), minute(1))) == "not_yours"
    assert refusal(confirmed(), replace(signature(), actor=Actor(Role.AUDITOR, fin=LALA))) == "not_yours"


def test_only_a_clerk_of_the_claims_own_court_answers_it() -> None:
    for act in (Accept(clerk("baki-yasamal"), minute(9)), replace(returning(), actor=clerk("baki-yasamal"))):
        assert refusal(sent(), act) == "not_yours"
    assert refusal(sent(), Accept(Actor(Role.JUDGE, court_id=COURT), minute(9))) == "not_yours"
    assert refusal(sent(), Accept(litigant(), minute(9))) == "not_yours"
    assert take(sent(), Accept(COURT_CLERK, minute(9))).status is ClaimStatus.ACCEPTED


@pytest.mark.parametrize("act", sorted(BY_TIME))
def test_no_person_can_let_a_term_run_out(act: Act) -> None:
    status = next(status for status, kind in TRANSITIONS if kind is act)
    for actor in (litigant(), litigant(RASHAD), COURT_CLERK, Actor(Role.OWNER)):
        assert refusal(at_status(status), Ring(actor, minute(9), act)) == "not_yours"


@pytest.mark.parametrize("act", sorted(frozenset(Act) - BY_TIME))
def test_a_term_that_runs_out_takes_no_act_of_a_person(act: Act) -> None:
    """A ring naming a person's act would change the status and skip the rules of that act."""
    for status in sorted(status for status, kind in TRANSITIONS if kind is act):
        for actor in (SYSTEM, litigant(), litigant(RASHAD), COURT_CLERK):
            code = refusal(at_status(status), Ring(actor, minute(9), act))
            assert code in {"not_yours", "already_signed"}


@pytest.mark.parametrize("status", sorted(FINAL))
def test_nothing_follows_a_final_status(status: ClaimStatus) -> None:
    claim = at_status(status)
    assert claim.is_final
    assert claim.awaited == ()
    for act in (
        confirmation(version=2),
        signature(),
        withdrawing(),
        returning(),
        refusing(),
        Ring(SYSTEM, minute(9), Act.REMIND),
    ):
        assert refusal(claim, act).endswith(f"_when_{status}")
    for actor in (litigant(), litigant(RASHAD), COURT_CLERK, SYSTEM):
        assert acts_open_to(claim, actor) == frozenset()


def test_a_refusal_names_the_act_and_the_status() -> None:
    assert refusal(draft(), signature()) == "cannot_send_when_draft"
    assert refusal(draft(), withdrawing()) == "cannot_withdraw_when_draft"
    assert refusal(sent(), withdrawing()) == "cannot_withdraw_when_sent"
    assert refusal(confirmed(), Accept(COURT_CLERK, minute(9))) == "cannot_accept_when_confirmed"
    assert refusal(confirmed(), confirmation(version=2)) == "cannot_confirm_when_confirmed"


def test_a_sole_signers_signature_sends_the_claim() -> None:
    claim = take(confirmed(), signature(after=3))
    assert claim.status is ClaimStatus.SENT
    assert claim.sent_at == minute(3)


def test_signers_sign_in_any_order_but_co_claimants_are_called_when_the_filer_has_signed() -> None:
    claim = confirmed(LALA, RASHAD, CO_CLAIMANT)
    assert claim.called == (LALA,)
    claim = take(claim, signature(CO_CLAIMANT))
    assert (claim.status, claim.called) == (ClaimStatus.PARTIALLY_SIGNED, (LALA,))
    claim = take(claim, signature())
    assert claim.called == (RASHAD,)
    assert take(claim, signature(RASHAD)).status is ClaimStatus.SENT


def test_the_filer_may_be_the_last_to_sign() -> None:
    claim = after(confirmed(LALA, RASHAD), signature(RASHAD), signature())
    assert claim.status is ClaimStatus.SENT


def test_a_claim_is_sent_when_the_last_signature_was_given_whatever_order_they_are_recorded_in() -> None:
    claim = after(partially_signed(RASHAD, CO_CLAIMANT), signature(RASHAD, after=20), signature(CO_CLAIMANT, after=10))
    assert claim.sent_at == minute(20)


def test_a_person_signs_once() -> None:
    assert refusal(partially_signed(), signature()) == "already_signed"


def test_a_stranger_and_the_defendant_do_not_sign() -> None:
    assert refusal(partially_signed(), signature(CO_CLAIMANT)) == "not_yours"


def test_a_signature_over_another_version_is_refused() -> None:
    again = after(confirmed(), withdrawing(), confirmation(version=2))
    assert refusal(again, signature(version=1)) == "draft_changed"
    assert take(again, signature(version=2)).status is ClaimStatus.SENT


def test_a_version_is_confirmed_once() -> None:
    assert refusal(draft(), confirmation(version=0)) == "draft_changed"
    assert refusal(take(confirmed(), withdrawing()), confirmation(version=1)) == "draft_changed"


def test_the_filer_heads_the_signers_and_nobody_stands_twice() -> None:
    for signers in ((RASHAD,), (RASHAD, LALA), (LALA, RASHAD, RASHAD)):
        assert refusal(draft(), confirmation(*signers)) == "signers_wrong"
    assert refusal(draft(), replace(confirmation(), signers=())) == "signers_wrong"


def test_the_fee_is_covered_by_exactly_one_of_receipt_and_exemption() -> None:
    for cover in (
        FeeCover(FeeWay.RECEIPT, "127.20"),
        FeeCover(FeeWay.ONLINE, "127.20"),
        FeeCover(FeeWay.EXEMPT, "0.00"),
        replace(BY_RECEIPT, exemption_code="alimony"),
        replace(EXEMPT, receipt_number="000000000001"),  # it would hold a receipt that it does not need
    ):
        assert refusal(draft(), confirmation(fee=cover)) == "fee_not_covered"
    for cover in (BY_RECEIPT, EXEMPT, replace(BY_RECEIPT, way=FeeWay.ONLINE)):
        assert take(draft(), confirmation(fee=cover)).fee == cover


def test_an_awaited_co_claimant_refuses_with_a_reason() -> None:
    assert refusal(partially_signed(), refusing(reason=" \n")) == "reason_missing"
    assert take(confirmed(LALA, RASHAD), refusing()).status is ClaimStatus.REFUSED
    signed = take(partially_signed(RASHAD, CO_CLAIMANT), signature(RASHAD))
    assert refusal(signed, refusing(RASHAD)) == "not_yours"
    refused = take(signed, refusing(CO_CLAIMANT, " Razı deyiləm "))
    assert (refused.status, refused.reason) == (ClaimStatus.REFUSED, "Razı deyiləm")
    assert refused.reason_code == "co_claimant_refused"


def test_the_filer_takes_back_and_does_not_refuse() -> None:
    assert refusal(partially_signed(), refusing(LALA)) == "not_yours"


def test_the_court_returns_only_on_a_ground_of_the_law_and_with_a_text() -> None:
    assert refusal(sent(), returning(ground="we do not like it")) == "return_ground_unknown"
    assert refusal(sent(), returning(ground="")) == "return_ground_unknown"
    assert refusal(sent(), returning(text="")) == "reason_missing"
    returned = take(sent(), returning())
    assert (returned.reason_code, returned.reason) == ("fee", "Rüsum ödənilməyib")


def test_taking_back_forgets_signers_signatures_and_fee_but_never_the_version() -> None:
    claim = take(partially_signed(), withdrawing())
    assert (claim.status, claim.signers, claim.fee, claim.confirmed_at) == (ClaimStatus.DRAFT, (), None, None)
    assert (claim.version, claim.touched_at) == (1, minute(5))


def test_each_step_is_one_revision_and_a_refused_one_is_none() -> None:
    claim = draft()
    for act in (confirmation(LALA, RASHAD), signature(), signature(RASHAD), Accept(COURT_CLERK, minute(9))):
        before = claim.revision
        claim = take(claim, act)
        assert claim.revision == before + 1


def test_the_buttons_a_person_sees_are_the_acts_the_rules_take() -> None:
    assert acts_open_to(draft(), litigant()) == {Act.CONFIRM, Act.DELETE}
    assert acts_open_to(draft(), litigant(RASHAD)) == frozenset()
    assert acts_open_to(confirmed(LALA, RASHAD), litigant()) == {Act.SIGN, Act.WITHDRAW}
    assert acts_open_to(confirmed(LALA, RASHAD), litigant(RASHAD)) == {Act.SIGN, Act.REFUSE}
    assert acts_open_to(partially_signed(), litigant()) == {Act.WITHDRAW}
    assert acts_open_to(partially_signed(RASHAD, CO_CLAIMANT), litigant(RASHAD)) == {Act.SIGN, Act.REFUSE}
    assert acts_open_to(partially_signed(), litigant(RASHAD)) >= {Act.SEND, Act.REFUSE}
    assert acts_open_to(sent(), COURT_CLERK) == {Act.DECIDE, Act.ACCEPT, Act.RETURN, Act.DECLINE}
    assert acts_open_to(draft(), SYSTEM) == {Act.WARN_FILER, Act.EXPIRE}
