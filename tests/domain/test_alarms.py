"""Living terms: which alarm rings next, and that each one rings once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.alarms import Alarm, WaitingPolicy, next_alarm
from models.domain.claim import Claim, Ring, take
from models.domain.claim_status import FINAL, Act, ClaimStatus
from models.domain.roles import SYSTEM
from tests.builders import LALA, RASHAD, at
from tests.domain.claims import (
    at_status,
    confirmation,
    confirmed,
    draft,
    minute,
    partially_signed,
    sent,
    signature,
    withdrawing,
)

POLICY = WaitingPolicy()
POLICIES = st.builds(
    WaitingPolicy,
    reminder_days=st.lists(st.integers(1, 30), max_size=4, unique=True).map(lambda days: tuple(sorted(days))),
    reminder_every_days=st.integers(1, 30),
    draft_lives_days=st.integers(8, 400),
    draft_warning_days=st.integers(1, 7),
    decision_warning_days=st.integers(1, 5),
)


def rung(claim: Claim, policy: WaitingPolicy = POLICY) -> Claim:
    alarm = next_alarm(claim, policy)
    assert alarm is not None
    return take(claim, Ring(SYSTEM, alarm.at, alarm.act))


def days_after_confirmation(alarm: Alarm | None) -> float:
    assert alarm is not None
    return (alarm.at - minute(1)) / timedelta(days=1)


def test_signers_are_reminded_on_day_3_7_14_and_then_weekly() -> None:
    claim, days = confirmed(LALA, RASHAD), []
    for _ in range(6):
        days.append(days_after_confirmation(next_alarm(claim, POLICY)))
        claim = rung(claim)
    assert days == [3, 7, 14, 21, 28, 35]


def test_a_signature_does_not_start_the_reminders_anew() -> None:
    claim = take(rung(confirmed(LALA, RASHAD)), signature())
    assert days_after_confirmation(next_alarm(claim, POLICY)) == 7


def test_without_fixed_days_signers_are_reminded_at_the_interval_alone() -> None:
    policy = WaitingPolicy(reminder_days=(), reminder_every_days=2)
    assert days_after_confirmation(next_alarm(confirmed(), policy)) == 2
    assert days_after_confirmation(next_alarm(rung(confirmed(), policy), policy)) == 4


def test_a_draft_is_warned_a_week_before_its_90th_day_and_expires_on_it() -> None:
    assert next_alarm(draft(), POLICY) == Alarm(at() + timedelta(days=83), Act.WARN_FILER)
    warned = rung(draft())
    assert next_alarm(warned, POLICY) == Alarm(at() + timedelta(days=90), Act.EXPIRE)
    assert rung(warned).status is ClaimStatus.DELETED


def test_touching_or_taking_back_a_draft_starts_its_days_anew() -> None:
    touched = replace(draft(), touched_at=at() + timedelta(days=80))
    assert next_alarm(touched, POLICY) == Alarm(at() + timedelta(days=163), Act.WARN_FILER)
    taken_back = take(confirmed(), withdrawing())
    assert next_alarm(taken_back, POLICY) == Alarm(minute(5) + timedelta(days=83), Act.WARN_FILER)


def test_the_warning_of_a_draft_is_no_warning_of_the_court() -> None:
    claim = replace(draft(), warned=True)
    assert not take(claim, confirmation()).warned


def test_the_court_is_warned_a_day_before_and_marked_at_the_end_of_its_time_and_then_left_alone() -> None:
    claim = sent()
    assert claim.decide_by is not None
    assert next_alarm(claim, POLICY) == Alarm(claim.decide_by - timedelta(days=1), Act.WARN_COURT)
    warned = rung(claim)
    assert next_alarm(warned, POLICY) == Alarm(claim.decide_by, Act.MARK_OVERDUE)
    overdue = rung(warned)
    assert overdue.overdue
    assert overdue.status is ClaimStatus.SENT
    assert next_alarm(overdue, POLICY) is None


def test_nothing_rings_for_the_court_before_its_time_is_reckoned() -> None:
    assert next_alarm(replace(sent(), decide_by=None), POLICY) is None


@pytest.mark.parametrize("status", sorted(FINAL))
def test_nothing_rings_after_the_end(status: ClaimStatus) -> None:
    assert next_alarm(at_status(status), POLICY) is None


@given(policy=POLICIES, claim=st.sampled_from([draft(), confirmed(), partially_signed(), sent()]))
def test_every_alarm_can_ring_and_none_rings_twice(policy: WaitingPolicy, claim: Claim) -> None:
    """An alarm the rules refuse, or one that leaves itself standing, would stop a claim's workflow for ever."""
    seen: list[Alarm] = []
    while (alarm := next_alarm(claim, policy)) is not None and len(seen) < 12:
        assert not seen or alarm.at > seen[-1].at
        seen.append(alarm)
        claim = take(claim, Ring(SYSTEM, alarm.at, alarm.act))
    assert seen
