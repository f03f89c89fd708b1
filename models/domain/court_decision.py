"""The court's decision on a filing: taken by a clerk, at rest while it may be undone, then it leaves.

While it rests nothing of it reaches anybody outside the registry. The court's time to decide (MPM 151.3) is kept by the
moment at which the decision was taken, not by that at which it left.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.claim_status import Act
from models.domain.errors import RuleBroken
from models.domain.filing_places import Mark, marks_of
from models.domain.grounds import return_ground
from models.domain.roles import Actor

AT_ONCE = timedelta(0)


@dataclass(frozen=True)
class Accept:
    """The court takes the claim; a case number is given when the decision leaves."""

    actor: Actor
    at: datetime
    rests: timedelta = AT_ONCE  # how long it may be undone


@dataclass(frozen=True)
class Return:
    """The court returns the claim on grounds of MPM 152.1, pointing at what is to be mended."""

    actor: Actor
    at: datetime
    ground: str
    text: str
    more_grounds: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    rests: timedelta = AT_ONCE


@dataclass(frozen=True)
class Undo:
    """A clerk of the court takes a resting decision back: the filing is at the desk again."""

    actor: Actor
    at: datetime


@dataclass(frozen=True)
class Leave:
    """A resting decision leaves: its time is over, or the clerk who took it sends it at once."""

    actor: Actor
    at: datetime


@dataclass(frozen=True)
class Decision:
    """What was decided, by whom and when; until `leaves_at` it may be undone."""

    act: Act  # accept or return
    actor: Actor
    at: datetime
    leaves_at: datetime
    revision: int  # of the step that took it
    grounds: tuple[str, ...] = ()
    text: str = ""
    marks: tuple[Mark, ...] = ()


CourtAct = Accept | Return | Undo | Leave


def decision_after(
    decision: Decision | None, act: CourtAct, *, revision: int, decide_by: datetime | None
) -> Decision | None:
    """Return what is decided after an act of the court: nothing after an undoing; `revision` is that of the step.

    Raises RuleBroken `return_ground_unknown`, `place_unknown`, `note_too_long`, `reason_missing`, `nothing_decided`;
    `not_yours` when somebody else hurries a clerk's decision; `undo_too_late` once it has left or should have;
    `undo_past_term` when the court's time ended meanwhile: undone, the court would not have answered in time.
    """
    match act:
        case Accept():
            return Decision(Act.ACCEPT, act.actor, act.at, act.at + act.rests, revision)
        case Return():
            return _return(act, revision)
    if decision is None:
        raise RuleBroken("nothing_decided")
    if isinstance(act, Leave):
        if act.at < decision.leaves_at and act.actor.account_id != decision.actor.account_id:
            raise RuleBroken("not_yours")
        return decision
    if act.at >= decision.leaves_at:
        raise RuleBroken("undo_too_late")
    if decide_by is not None and decision.at < decide_by <= act.at:
        raise RuleBroken("undo_past_term")
    return None


def _return(act: Return, revision: int) -> Decision:
    grounds = tuple(return_ground(code).code for code in dict.fromkeys((act.ground, *act.more_grounds)))
    if not act.text.strip():
        raise RuleBroken("reason_missing")
    marks = marks_of(grounds, act.marks)
    return Decision(Act.RETURN, act.actor, act.at, act.at + act.rests, revision, grounds, act.text.strip(), marks)
