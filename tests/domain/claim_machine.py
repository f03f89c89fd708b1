"""A machine that takes acts on claims and receipts at random and knows, by itself, what may never be."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models.domain.alarms import WaitingPolicy, next_alarm, ringing
from models.domain.claim import (
    Claim,
    ClaimAct,
    Confirm,
    Delete,
    Refuse,
    Ring,
    Sign,
    Withdraw,
    act_kind,
    acts_open_to,
    take,
)
from models.domain.claim_status import Act, ClaimStatus
from models.domain.court_decision import Accept, Decline, Leave, Return, Undo
from models.domain.effects import RECEIPT_EFFECTS
from models.domain.errors import RuleBroken
from models.domain.fee_cover import FeeCover, FeeWay
from models.domain.roles import SYSTEM, Actor, Role
from models.domain.signers import Replace
from tests.builders import COURT, LALA, RASHAD, clerk, litigant
from tests.domain.claim_receipts import Receipts
from tests.domain.claims import CO_CLAIMANT, draft, minute

# The drawing of design §4, written down a second time on purpose: the table under test is not its own judge.
MOVES = {
    ClaimStatus.DRAFT: {ClaimStatus.DRAFT, ClaimStatus.CONFIRMED, ClaimStatus.DELETED},
    ClaimStatus.CONFIRMED: {
        ClaimStatus.CONFIRMED,
        ClaimStatus.REFUSED,
        ClaimStatus.DRAFT,
        ClaimStatus.PARTIALLY_SIGNED,
        ClaimStatus.SENT,
    },
    ClaimStatus.PARTIALLY_SIGNED: {
        ClaimStatus.PARTIALLY_SIGNED,
        ClaimStatus.DRAFT,
        ClaimStatus.SENT,
        ClaimStatus.REFUSED,
    },
    ClaimStatus.SENT: {ClaimStatus.SENT, ClaimStatus.ACCEPTED, ClaimStatus.RETURNED, ClaimStatus.DECLINED},
}
OPEN_FOR_SIGNATURES = {ClaimStatus.CONFIRMED, ClaimStatus.PARTIALLY_SIGNED}
# What the court refused keeps its receipt from every other filing: its fee is given back (MPM 114, 153.5).
SPENT = {ClaimStatus.ACCEPTED, ClaimStatus.DECLINED}
HOLDING = {*OPEN_FOR_SIGNATURES, ClaimStatus.SENT, *SPENT}
BEFORE_COURT = {ClaimStatus.SENT, *SPENT, ClaimStatus.RETURNED}
VOEN, HEAD = "1499001221", "6GB1D4Z"
RECEIPTS = ("000000000001", "000000000002")
OPEN_AT_ONCE = 3
PEOPLE = (
    litigant(LALA),
    litigant(RASHAD),
    litigant(CO_CLAIMANT),
    clerk(COURT),
    clerk("baki-yasamal"),
    Actor(Role.JUDGE, fin=LALA, court_id=COURT),
    Actor(Role.OWNER),
    SYSTEM,
)
POLICY = WaitingPolicy()
ANYBODY = st.sampled_from(PEOPLE)
A_CLAIM = st.integers(0, 20)  # its place among those that are asked for
A_MOMENT = st.integers(1, 100_000).map(minute)
TEXT = st.sampled_from(["", " ", "Razı deyiləm"])
FEES = st.builds(
    FeeCover,
    way=st.sampled_from(FeeWay),
    amount_due=st.just("127.20"),
    receipt_number=st.sampled_from(["", *RECEIPTS]),
    exemption_code=st.sampled_from(["", "alimony"]),
)
SIGNERS = st.sampled_from(
    [(LALA,), (LALA, RASHAD), (LALA, RASHAD, CO_CLAIMANT), (RASHAD,), (LALA, LALA), (), (RASHAD, LALA)]
)
GROUNDS = st.sampled_from(["", "fee", "jurisdiction", "already_judged"])
RESTS = st.just(timedelta(minutes=10))
CONFIRMATIONS = st.builds(
    Confirm,
    actor=ANYBODY,
    at=A_MOMENT,
    version=st.integers(-1, 1),  # counted from the version that was confirmed last
    content_sha256=st.just("f" * 64),
    court_id=st.just(COURT),
    signers=SIGNERS,
    fee=FEES,
)
WHATEVER = st.one_of(  # any act by anybody, mostly wrong
    st.builds(Withdraw, actor=ANYBODY, at=A_MOMENT),
    st.builds(Sign, actor=ANYBODY, at=A_MOMENT, version=st.integers(0, 6), signing_id=st.just("s")),
    st.builds(Refuse, actor=ANYBODY, at=A_MOMENT, reason=TEXT),
    st.builds(Accept, actor=ANYBODY, at=A_MOMENT, exemption_recognised=st.booleans()),
    st.builds(Return, actor=ANYBODY, at=A_MOMENT, ground=GROUNDS, text=TEXT),
    st.builds(Accept, actor=ANYBODY, at=A_MOMENT, rests=RESTS),
    st.builds(Return, actor=ANYBODY, at=A_MOMENT, ground=GROUNDS, text=TEXT, rests=RESTS),
    st.builds(Decline, actor=ANYBODY, at=A_MOMENT, ground=GROUNDS, text=TEXT),
    st.builds(Decline, actor=ANYBODY, at=A_MOMENT, ground=GROUNDS, text=TEXT, rests=RESTS),
    st.builds(Undo, actor=ANYBODY, at=A_MOMENT),
    st.builds(Leave, actor=ANYBODY, at=A_MOMENT),
    st.builds(Delete, actor=ANYBODY, at=A_MOMENT),
    st.builds(Ring, actor=ANYBODY, at=A_MOMENT, act=st.sampled_from(Act)),
)


ANSWERS: dict[Act, Accept | Return | Decline] = {
    Act.ACCEPT: Accept(clerk(COURT), minute(0)),
    Act.RETURN: Return(clerk(COURT), minute(0), "fee", "Yoxdur"),
    Act.DECLINE: Decline(clerk(COURT), minute(0), "already_judged", "Qətnamə var"),
}


class ClaimsAndReceipts(RuleBasedStateMachine):
    """Three open claims of one filer, and those that have ended, fight for two receipts."""

    reached: ClassVar[set[ClaimStatus]] = set()
    refused: ClassVar[set[str]] = set()

    @initialize()
    def open_drafts(self) -> None:
        self.claims: dict[str, Claim] = {}
        self.receipts = Receipts()
        for _ in range(OPEN_AT_ONCE):
            self.open()

    def open(self) -> None:
        claim_id = f"claim-{len(self.claims) + 1}"
        self.claims[claim_id] = replace(draft(), id=claim_id)

    def those(self, *statuses: ClaimStatus) -> list[Claim]:
        return [claim for claim in self.every_claim() if claim.status in statuses]

    def one(self, place: int, *statuses: ClaimStatus) -> Claim:
        those = self.those(*statuses)
        return those[place % len(those)]

    def any(self, place: int) -> Claim:
        return self.one(place, *ClaimStatus)

    @rule(place=A_CLAIM, act=WHATEVER)
    def anybody_does_anything(self, place: int, act: ClaimAct) -> None:
        self.do(self.any(place), act)

    @rule(place=A_CLAIM, act=CONFIRMATIONS)
    def somebody_confirms(self, place: int, act: Confirm) -> None:
        claim = self.any(place)
        self.do(claim, replace(act, version=claim.version + act.version))

    @precondition(lambda self: self.those(ClaimStatus.DRAFT))
    @rule(place=A_CLAIM, at=A_MOMENT, signers=st.integers(1, 3), receipt=st.sampled_from(["", *RECEIPTS]))
    def the_filer_confirms(self, place: int, at: datetime, signers: int, receipt: str) -> None:
        claim = self.one(place, ClaimStatus.DRAFT)
        people = (LALA, RASHAD, CO_CLAIMANT)[:signers]
        organisations = ((), (), (VOEN,))[:signers]
        fee = FeeCover(FeeWay.ONLINE, "127.20", receipt) if receipt else FeeCover(FeeWay.EXEMPT, "0.00", "", "alimony")
        act = Confirm(litigant(), at, claim.version + 1, "f" * 64, COURT, people, fee, organisations=organisations)
        self.do(claim, act)

    @precondition(lambda self: self.those(*OPEN_FOR_SIGNATURES))
    @rule(place=A_CLAIM, at=A_MOMENT)
    def an_awaited_signer_signs(self, place: int, at: datetime) -> None:
        claim = self.one(place, *OPEN_FOR_SIGNATURES)
        self.must(claim, Sign(litigant(claim.awaited[place % len(claim.awaited)]), at, claim.version, "s"))

    @precondition(lambda self: self.those(ClaimStatus.CONFIRMED))
    @rule(place=A_CLAIM, at=A_MOMENT, incoming=st.sampled_from([HEAD, RASHAD]))
    def the_filer_names_another_for_an_organisation(self, place: int, at: datetime, incoming: str) -> None:
        claim = self.one(place, ClaimStatus.CONFIRMED)
        outgoing = claim.signers[-1]
        self.do(claim, Replace(litigant(), at, outgoing.fin, incoming))
        named = bool(outgoing.voens) and incoming not in {signer.fin for signer in claim.signers}
        assert (self.claims[claim.id] is not claim) is named

    @precondition(lambda self: self.those(*OPEN_FOR_SIGNATURES))
    @rule(place=A_CLAIM, at=A_MOMENT)
    def an_awaited_co_claimant_refuses(self, place: int, at: datetime) -> None:
        claim = self.one(place, *OPEN_FOR_SIGNATURES)
        if claim.awaited[-1] != LALA:
            self.must(claim, Refuse(litigant(claim.awaited[-1]), at, "Razı deyiləm"))

    @rule(place=A_CLAIM, at=A_MOMENT)
    def the_filer_takes_back(self, place: int, at: datetime) -> None:
        claim = self.any(place)
        self.do(claim, Withdraw(litigant(), at))
        assert (self.claims[claim.id] is not claim) is (claim.status in OPEN_FOR_SIGNATURES)

    @precondition(lambda self: self.those(ClaimStatus.SENT))
    @rule(place=A_CLAIM, at=A_MOMENT, answer=st.sampled_from(sorted(ANSWERS)), then=st.sampled_from("nul "))
    def the_court_answers(self, place: int, at: datetime, answer: Act, then: str = "n") -> None:
        claim, rests = self.one(place, ClaimStatus.SENT), timedelta(minutes=0 if then == "n" else 10)
        if claim.decision is not None:
            return
        self.must(claim, replace(ANSWERS[answer], at=at, rests=rests))
        resting = self.claims[claim.id]
        left = replace(resting, decision=None, revision=claim.revision) != claim
        assert left is (then == "n"), "something left before its time"
        if then == "u":
            self.must(resting, Undo(clerk(COURT), at))
        elif then == "l":
            self.must(resting, Leave(clerk(COURT), at))

    @rule(place=A_CLAIM)
    def the_next_term_runs_out(self, place: int) -> None:
        claim = self.any(place)
        if alarm := next_alarm(claim, POLICY):
            self.must(claim, ringing(claim, alarm, at=alarm.at))
            following = next_alarm(self.claims[claim.id], POLICY)
            assert following is None or following.at > alarm.at

    def must(self, before: Claim, act: ClaimAct) -> None:
        self.do(before, act)
        assert self.claims[before.id] is not before, f"{type(act).__name__} was refused"

    def do(self, before: Claim, act: ClaimAct) -> None:
        """Take an act as the recording activity does: the claim changes only if the receipt's table agrees."""
        kind = act_kind(before, act)
        may = kind in acts_open_to(before, act.actor)
        try:
            after = take(before, act)
            if effect := RECEIPT_EFFECTS.get(kind):
                self.receipts.apply(effect, after)
        except RuleBroken as broken:
            self.refused.add(broken.code)
            return
        assert may or isinstance(act, Leave), "an act was taken that no page would offer"
        assert after.status in MOVES[before.status]
        assert after.revision == before.revision + 1
        assert (after.id, after.filer_fin, after.opened_at) == (before.id, before.filer_fin, before.opened_at)
        if after.status is ClaimStatus.SENT:  # the court receives it with its time to decide
            after = replace(after, decide_by=after.decide_by or minute(0) + timedelta(days=400))
        self.claims[after.id] = after
        self.reached.add(after.status)
        if after.is_final:  # the filer begins anew, so that there is always something to do
            self.open()

    @invariant()
    def a_receipt_is_held_by_one_claim_at_most(self) -> None:
        held = [hold.receipt for hold in self.receipts.live()] if hasattr(self, "receipts") else []
        assert len(held) == len(set(held))

    @invariant()
    def a_claim_holds_its_receipt_exactly_from_confirmation_on(self) -> None:
        for claim in self.every_claim():
            held = [hold for hold in self.receipts.live() if hold.claim_id == claim.id]
            covers = bool(claim.fee and claim.fee.receipt_number) and claim.status in HOLDING
            assert [hold.receipt for hold in held] == ([claim.fee.receipt_number] if covers and claim.fee else [])
            assert all(hold.used is (claim.status in SPENT) for hold in held)

    @invariant()
    def signatures_are_awaited_only_between_confirming_and_sending(self) -> None:
        for claim in self.every_claim():
            assert bool(claim.awaited) is (claim.status in OPEN_FOR_SIGNATURES)
            assert set(claim.called) <= set(claim.awaited)
            assert (LALA in claim.awaited) <= (claim.called == (LALA,))
            if claim.status is ClaimStatus.PARTIALLY_SIGNED:
                assert any(signer.signed_at for signer in claim.signers)

    @invariant()
    def a_claim_before_the_court_is_signed_by_all_and_was_sent_with_the_last_signature(self) -> None:
        for claim in self.every_claim():
            before_court = claim.status in BEFORE_COURT
            assert (claim.sent_at is not None) is before_court
            if before_court:
                assert claim.sent_at == max(signer.signed_at for signer in claim.signers if signer.signed_at)
                assert all(signer.signed_at for signer in claim.signers)
                assert claim.fee is not None

    @invariant()
    def a_refused_or_returned_claim_says_why(self) -> None:
        for claim in self.every_claim():
            ended_badly = claim.status in {ClaimStatus.RETURNED, ClaimStatus.REFUSED, ClaimStatus.DECLINED}
            assert bool(claim.reason and claim.reason_code) is ended_badly

    @invariant()
    def a_final_claim_offers_nothing_to_anybody(self) -> None:
        for claim in self.every_claim():
            if claim.status not in MOVES:
                assert claim.is_final
                assert not any(acts_open_to(claim, person) for person in PEOPLE)

    def every_claim(self) -> list[Claim]:
        return list(getattr(self, "claims", {}).values())
