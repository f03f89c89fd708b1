"""What the court decides: on which grounds, pointing where, undone until when; what silence means."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from models.domain.alarms import Alarm, WaitingPolicy, next_alarm, ringing
from models.domain.claim import Claim, ClaimAct, Ring, take
from models.domain.claim_status import Act, ClaimStatus
from models.domain.court_decision import Accept, Leave, Return, Undo, answer_exemption
from models.domain.desk import Place
from models.domain.errors import RuleBroken
from models.domain.exemptions import ExemptionAnswer
from models.domain.fee_cover import FeeCover, FeeWay
from models.domain.filing_places import NOTE_LONGEST, PLACES, Mark, mark_at
from models.domain.grounds import RETURN_GROUNDS, FilingStep
from models.domain.roles import SYSTEM
from tests.builders import COURT, clerk, litigant
from tests.domain.claims import COURT_CLERK, confirmation, declining, draft, minute, returning, sent, signature

TEN = timedelta(minutes=10)
EXEMPT = FeeCover(FeeWay.EXEMPT, "0.00", exemption_code="alimony")
WHY = "Tələb alimentə aid deyil"
OTHER_CLERK = replace(clerk(COURT), account_id="colleague")


def accepted_resting(after: float = 9) -> Claim:
    return take(sent(), Accept(COURT_CLERK, minute(after), TEN))


def refusal(claim: Claim, act: ClaimAct) -> str:
    with pytest.raises(RuleBroken) as broken:
        take(claim, act)
    return broken.value.code


def test_a_resting_decision_can_be_undone_until_it_leaves_and_never_later() -> None:
    claim = accepted_resting()
    assert refusal(claim, Undo(COURT_CLERK, minute(19))) == "undo_too_late"
    assert take(claim, Undo(OTHER_CLERK, minute(18.9))).decision is None
    assert refusal(claim, Undo(clerk("baki-yasamal"), minute(10))) == "not_yours"
    assert refusal(claim, Undo(litigant(), minute(10))) == "not_yours"
    assert refusal(sent(), Undo(COURT_CLERK, minute(10))) == "nothing_decided"
    left = take(claim, Leave(COURT_CLERK, minute(19)))
    assert refusal(left, Undo(COURT_CLERK, minute(18))) == "cannot_undo_when_accepted"


def test_while_a_decision_rests_no_other_is_taken_and_no_term_runs_out() -> None:
    claim = accepted_resting()
    assert refusal(claim, returning()) == refusal(claim, Accept(COURT_CLERK, minute(10))) == "decision_rests"
    assert refusal(claim, Ring(SYSTEM, minute(10), Act.MARK_OVERDUE)) == "decision_rests"
    alarm = next_alarm(claim, WaitingPolicy())
    assert alarm == Alarm(minute(19), Act.ACCEPT)
    assert take(claim, ringing(claim, alarm, at=alarm.at)).status is ClaimStatus.ACCEPTED


def test_only_the_clerk_who_decided_hurries_the_decision() -> None:
    claim = accepted_resting()
    assert refusal(claim, Leave(OTHER_CLERK, minute(10))) == "not_yours"
    assert take(claim, Leave(COURT_CLERK, minute(10))).status is ClaimStatus.ACCEPTED
    assert refusal(sent(), Leave(COURT_CLERK, minute(10))) == "nothing_decided"


def test_the_last_decision_in_time_is_not_undone_after_the_time() -> None:
    decide_by = sent().decide_by
    assert decide_by is not None
    claim = take(sent(), Accept(COURT_CLERK, decide_by - timedelta(minutes=1), TEN))
    assert refusal(claim, Undo(COURT_CLERK, decide_by)) == "undo_past_term"
    late = take(sent(), Accept(COURT_CLERK, decide_by + timedelta(minutes=1), TEN))
    assert take(late, Undo(COURT_CLERK, decide_by + timedelta(minutes=2))).decision is None


def test_a_return_points_at_the_places_the_clerk_marked_or_else_at_those_of_its_grounds() -> None:
    several = replace(returning(), more_grounds=("jurisdiction", "fee", "asked_back"))
    decision = take(sent(), several).decision
    assert decision is not None
    assert decision.grounds == ("fee", "jurisdiction", "asked_back")
    assert decision.marks == (Mark(FilingStep.COURT, "court"), Mark(FilingStep.FEE, "fee"))
    marked = replace(several, marks=(mark_at("text.body", " Tələb yoxdur "), mark_at("parties.address")))
    decision = take(sent(), marked).decision
    assert decision is not None
    assert decision.marks == (Mark(FilingStep.PARTIES, "address"), Mark(FilingStep.TEXT, "body", "Tələb yoxdur"))


def test_every_ground_that_can_be_mended_has_its_place_in_the_wizard() -> None:
    assert all(ground.field in PLACES[ground.step] for ground in RETURN_GROUNDS if ground.step)


@pytest.mark.parametrize("place", ["", "text", "text.", "text.nowhere", "nowhere.body", "signing.body"])
def test_a_place_the_wizard_does_not_have_is_refused(place: str) -> None:
    with pytest.raises(RuleBroken, match="place_unknown"):
        mark_at(place)
    step, _, field = place.partition(".")
    unknown = Return(COURT_CLERK, minute(9), "fee", "Ödənilməyib", marks=(Mark(step, field),))  # type: ignore[arg-type]  # as it may come from outside
    assert refusal(sent(), unknown) == "place_unknown"


def test_a_note_has_its_longest() -> None:
    with pytest.raises(RuleBroken, match="note_too_long"):
        mark_at("text.body", "a" * (NOTE_LONGEST + 1))


def test_silence_is_acceptance_only_where_the_court_was_warned_of_it() -> None:
    warned = take(sent(), Ring(SYSTEM, minute(9), Act.WARN_COURT))
    assert refusal(warned, Ring(SYSTEM, minute(9), Act.DEEM_ACCEPTED)) == "silence_means_nothing"
    told = replace(warned, deems=True)
    alarm = next_alarm(told, WaitingPolicy())
    assert alarm == Alarm(told.decide_by or minute(0), Act.DEEM_ACCEPTED)
    deemed = take(told, ringing(told, alarm, at=alarm.at))
    assert (deemed.status, deemed.overdue, deemed.decision) == (ClaimStatus.ACCEPTED, True, None)


def test_a_filing_left_open_is_free_after_the_idle_time() -> None:
    who = uuid4()
    place = Place(opened_by=who, opened_at=minute(0), seen_at=minute(5))
    assert place.held_by(minute(14.9), TEN) == who
    assert place.held_by(minute(15), TEN) is None
    assert Place().held_by(minute(0), TEN) is None


def sent_exempt() -> Claim:
    return take(take(draft(), confirmation(fee=EXEMPT)), signature())


@pytest.mark.parametrize(
    "act",
    [
        Accept(COURT_CLERK, minute(9)),
        returning("fee"),
        replace(returning("signature"), more_grounds=("fee",)),
        replace(returning("fee"), exemption_refused="  "),
    ],
)
def test_no_application_is_decided_while_its_exemption_stands_undecided(act: ClaimAct) -> None:
    answer_exemption(act, sent().fee)
    with pytest.raises(RuleBroken, match="exemption_undecided"):
        answer_exemption(act, EXEMPT)


@pytest.mark.parametrize(
    "act",
    [
        Accept(COURT_CLERK, minute(9), exemption_recognised=True),
        replace(returning("fee"), exemption_refused=WHY),
        returning("signature"),  # the application that is filed again asks anew
        Undo(COURT_CLERK, minute(9)),
    ],
)
def test_a_decision_that_answers_the_exemption_or_does_not_touch_it_is_taken(act: ClaimAct) -> None:
    answer_exemption(act, EXEMPT)


def test_an_exemption_that_is_not_recognised_returns_the_application_for_its_fee_until_undone() -> None:
    act = replace(returning("signature"), exemption_refused=f" {WHY} ", rests=TEN)
    resting = take(sent_exempt(), act)
    assert resting.decision is not None
    assert resting.decision.grounds == ("signature", "fee")
    assert (resting.decision.exemption, resting.decision.exemption_reason) == (ExemptionAnswer.NOT_RECOGNISED, WHY)
    assert Mark(FilingStep.FEE, "fee") in resting.decision.marks
    assert take(resting, Undo(COURT_CLERK, minute(10))).decision is None
    recognised = take(sent_exempt(), Accept(COURT_CLERK, minute(9), exemption_recognised=True)).decision
    assert recognised is not None
    assert recognised.exemption is ExemptionAnswer.RECOGNISED


def test_an_exemption_nobody_asked_for_is_not_answered() -> None:
    assert refusal(sent(), Accept(COURT_CLERK, minute(9), exemption_recognised=True)) == "no_exemption"
    assert refusal(sent(), replace(returning(), exemption_refused=WHY)) == "no_exemption"


def test_decisions_of_histories_from_before_the_rule_are_taken_as_they_were() -> None:
    decided = take(sent_exempt(), Accept(COURT_CLERK, minute(9)))
    assert decided.status is ClaimStatus.ACCEPTED
    assert decided.decision is not None
    assert decided.decision.exemption is None


def test_the_court_refuses_to_take_a_claim_on_one_ground_of_its_own_list_and_says_why() -> None:
    declined = take(sent(), declining(text=" Qətnamə qüvvədədir "))
    assert (declined.status, declined.reason_code) == (ClaimStatus.DECLINED, "already_judged")
    assert declined.reason == "Qətnamə qüvvədədir"
    assert declined.is_final
    assert refusal(sent(), declining("fee")) == "refusal_ground_unknown"
    assert refusal(sent(), declining(text=" ")) == "reason_missing"
    assert refusal(sent(), replace(declining(), actor=clerk("baki-yasamal"))) == "not_yours"


def test_a_refusal_rests_is_undone_and_leaves_like_every_decision_whatever_exemption_was_asked_for() -> None:
    act = replace(declining(), rests=TEN)
    answer_exemption(act, EXEMPT)
    resting = take(sent_exempt(), act)
    assert (resting.status, resting.reason_code) == (ClaimStatus.SENT, "")
    assert take(resting, Undo(OTHER_CLERK, minute(10))).decision is None
    alarm = next_alarm(resting, WaitingPolicy())
    assert alarm == Alarm(minute(19), Act.DECLINE)
    assert take(resting, ringing(resting, alarm, at=alarm.at)).status is ClaimStatus.DECLINED
