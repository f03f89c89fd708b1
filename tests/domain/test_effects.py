"""What each step brings about: for the receipt, and for the people who must be told."""

from dataclasses import replace

from models.domain.claim import Claim, ClaimAct, Delete, Ring, act_kind, take
from models.domain.claim_status import TRANSITIONS, Act
from models.domain.court_decision import Accept
from models.domain.effects import RECEIPT_EFFECTS, NoticeKind, NoticeOrder, ReceiptEffect, notices_of
from models.domain.roles import SYSTEM
from tests.builders import COURT, LALA, RASHAD, litigant
from tests.domain.claims import (
    CO_CLAIMANT,
    COURT_CLERK,
    confirmation,
    confirmed,
    declining,
    draft,
    minute,
    partially_signed,
    refusing,
    returning,
    sent,
    signature,
    withdrawing,
)


def told(claim: Claim, act: ClaimAct) -> list[tuple[str, NoticeKind]]:
    orders = notices_of(claim, take(claim, act), act_kind(claim, act), actor_fin=act.actor.fin)
    return [(order.fin or order.court_id, order.kind) for order in orders]


def ring(act: Act) -> Ring:
    return Ring(SYSTEM, minute(9), act)


def test_a_receipt_is_reserved_used_or_set_aside_by_the_courts_word_and_free_after_every_other_end() -> None:
    assert RECEIPT_EFFECTS == {
        Act.CONFIRM: ReceiptEffect.RESERVE,
        Act.ACCEPT: ReceiptEffect.USE,
        Act.DEEM_ACCEPTED: ReceiptEffect.USE,
        Act.DECLINE: ReceiptEffect.SET_ASIDE,
        Act.RETURN: ReceiptEffect.RELEASE,
        Act.REFUSE: ReceiptEffect.RELEASE,
        Act.WITHDRAW: ReceiptEffect.RELEASE,
    }


def test_no_way_back_to_draft_or_to_an_end_leaves_a_receipt_reserved() -> None:
    covered = {after for (_, act), after in TRANSITIONS.items() if act is Act.CONFIRM}
    grown = True
    while grown:
        held = {
            after for (before, act), after in TRANSITIONS.items() if before in covered and act not in RECEIPT_EFFECTS
        }
        grown, covered = not held <= covered, covered | held
    for (before, act), after in TRANSITIONS.items():
        if before in covered and after not in covered:
            assert act in RECEIPT_EFFECTS, f"{act} leaves the receipt of a {before} claim reserved"


def test_the_filer_is_told_of_the_confirmation() -> None:
    assert told(draft(), confirmation(LALA, RASHAD)) == [(LALA, NoticeKind.CLAIM_CONFIRMED)]


def test_co_claimants_are_called_when_the_filer_has_signed() -> None:
    assert told(confirmed(LALA, RASHAD, CO_CLAIMANT), signature()) == [
        (RASHAD, NoticeKind.SIGNATURE_AWAITED),
        (CO_CLAIMANT, NoticeKind.SIGNATURE_AWAITED),
    ]


def test_the_filer_hears_of_every_later_signature_and_everyone_of_the_sending() -> None:
    claim = partially_signed(RASHAD, CO_CLAIMANT)
    assert told(claim, signature(RASHAD)) == [(LALA, NoticeKind.SIGNATURE_GIVEN)]
    last = take(claim, signature(RASHAD))
    assert told(last, signature(CO_CLAIMANT)) == [(fin, NoticeKind.CLAIM_SENT) for fin in (LALA, RASHAD, CO_CLAIMANT)]


def test_only_those_who_were_called_are_reminded() -> None:
    """A co-claimant who was never called would be reminded of a claim that stands in no list of theirs."""
    assert told(confirmed(LALA, RASHAD), ring(Act.REMIND)) == [(LALA, NoticeKind.SIGNATURE_REMINDER)]
    assert told(partially_signed(RASHAD, CO_CLAIMANT), ring(Act.REMIND)) == [
        (RASHAD, NoticeKind.SIGNATURE_REMINDER),
        (CO_CLAIMANT, NoticeKind.SIGNATURE_REMINDER),
    ]


def test_after_a_signature_the_other_signers_are_told_of_a_taking_back() -> None:
    assert told(confirmed(LALA, RASHAD), withdrawing()) == []
    assert told(partially_signed(RASHAD, CO_CLAIMANT), withdrawing()) == [
        (RASHAD, NoticeKind.CLAIM_WITHDRAWN),
        (CO_CLAIMANT, NoticeKind.CLAIM_WITHDRAWN),
    ]


def test_every_signer_is_told_the_end() -> None:
    claim = partially_signed(RASHAD, CO_CLAIMANT)
    everyone = (LALA, RASHAD, CO_CLAIMANT)
    assert told(claim, refusing()) == [(fin, NoticeKind.CLAIM_REFUSED) for fin in everyone]
    assert told(sent(), returning()) == [(LALA, NoticeKind.CLAIM_RETURNED)]
    assert told(sent(), declining()) == [(LALA, NoticeKind.CLAIM_DECLINED)]
    assert told(sent(), Accept(COURT_CLERK, minute(9))) == [(LALA, NoticeKind.CLAIM_ACCEPTED)]


def test_nobody_is_told_of_a_draft_its_filer_threw_away() -> None:
    assert told(draft(), Delete(litigant(), minute(2))) == []


def test_terms_speak_to_the_filer_of_a_draft_and_to_the_registry_of_a_sent_claim() -> None:
    assert told(draft(), ring(Act.WARN_FILER)) == [(LALA, NoticeKind.DRAFT_WARNING)]
    assert told(replace(draft(), warned=True), ring(Act.EXPIRE)) == [(LALA, NoticeKind.DRAFT_EXPIRED)]
    assert told(sent(), ring(Act.WARN_COURT)) == [(COURT, NoticeKind.DECISION_DUE)]
    assert told(sent(), ring(Act.MARK_OVERDUE)) == [(COURT, NoticeKind.DECISION_OVERDUE)]
    order = notices_of(sent(), sent(), Act.WARN_COURT, actor_fin="")[0]
    assert order == NoticeOrder(NoticeKind.DECISION_DUE, court_id=COURT)
