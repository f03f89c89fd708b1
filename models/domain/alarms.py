"""The living terms of a claim: which alarm rings next, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.claim import Claim, Ring
from models.domain.claim_status import SIGNABLE, Act, ClaimStatus
from models.domain.court_decision import Leave
from models.domain.roles import SYSTEM


@dataclass(frozen=True)
class WaitingPolicy:
    """How long the court's system waits before it speaks up, in days; fixed for a claim when it is opened."""

    reminder_days: tuple[int, ...] = (3, 7, 14)
    reminder_every_days: int = 7
    draft_lives_days: int = 90
    draft_warning_days: int = 7
    decision_days: int = 5
    decision_warning_days: int = 1


@dataclass(frozen=True)
class Alarm:
    """The act that time itself will take at a moment, unless a person acts before.

    A resting decision leaves at its time: its act is then the clerk's who took it, not the system's (`ringing`).
    """

    at: datetime
    act: Act


def ringing(claim: Claim, alarm: Alarm, *, at: datetime) -> Ring | Leave:
    """Return the act of an alarm whose moment has come."""
    if claim.decision is not None and alarm.act is claim.decision.act:
        return Leave(claim.decision.actor, at)
    return Ring(SYSTEM, at, alarm.act)


def next_alarm(claim: Claim, policy: WaitingPolicy) -> Alarm | None:
    """Return the claim's next alarm, None when only people can move it."""
    if claim.status is ClaimStatus.DRAFT:
        return _draft_alarm(claim, policy)
    if claim.status in SIGNABLE and claim.confirmed_at is not None:
        return Alarm(claim.confirmed_at + timedelta(days=_reminder_day(claim.reminders, policy)), Act.REMIND)
    if claim.status is ClaimStatus.SENT and claim.decision is not None:
        return Alarm(claim.decision.leaves_at, claim.decision.act)
    if claim.status is ClaimStatus.SENT and claim.decide_by is not None:
        return _decision_alarm(claim, claim.decide_by, policy)
    return None


def _draft_alarm(claim: Claim, policy: WaitingPolicy) -> Alarm:
    end = (claim.touched_at or claim.opened_at) + timedelta(days=policy.draft_lives_days)
    if claim.warned:
        return Alarm(end, Act.EXPIRE)
    return Alarm(end - timedelta(days=policy.draft_warning_days), Act.WARN_FILER)


def _reminder_day(already: int, policy: WaitingPolicy) -> int:
    days = policy.reminder_days
    if already < len(days):
        return days[already]
    return (days[-1] if days else 0) + policy.reminder_every_days * (already - len(days) + 1)


def _decision_alarm(claim: Claim, decide_by: datetime, policy: WaitingPolicy) -> Alarm | None:
    if claim.overdue:
        return None
    if claim.warned:
        return Alarm(decide_by, Act.DEEM_ACCEPTED if claim.deems else Act.MARK_OVERDUE)
    return Alarm(decide_by - timedelta(days=policy.decision_warning_days), Act.WARN_COURT)
