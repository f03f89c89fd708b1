"""The court's decision on a filing: taken by a clerk, at rest while it may be undone, then it leaves.

While it rests nothing of it reaches anybody outside the registry. The court's time to decide (MPM 151.3) is kept by the
moment at which the decision was taken, not by that at which it left.

Where the filer named a ground of exemption from the fee (law on the state fee, art. 9), the decision answers it. Not
recognised, the fee is due and no proof of it is there: the application is returned by MPM 152.1.5, since the law has no
stage at which it would wait for the fee, and filed again with it when mended (152.4). Silence over the court's term
(151.3) accepts the application as it was filed, its exemption with it.

What the court refuses to take (153.2) is over for good: nothing is to be mended, and the same claim is not filed again
(153.5). A ground of exemption may be left unanswered there, since no fee is due.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.claim_status import Act
from models.domain.errors import RuleBroken
from models.domain.exemptions import ExemptionAnswer
from models.domain.fee_cover import FeeCover
from models.domain.filing_places import Mark, marks_of
from models.domain.grounds import refusal_ground, return_ground
from models.domain.roles import Actor

AT_ONCE = timedelta(0)
FEE_GROUND = "fee"  # MPM 152.1.5


@dataclass(frozen=True)
class Accept:
    """The court takes the claim; a case number is given when the decision leaves."""

    actor: Actor
    at: datetime
    rests: timedelta = AT_ONCE  # how long it may be undone
    exemption_recognised: bool = False  # from the fee, where the filer named a ground of it


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
    exemption_refused: str = ""  # why the ground of exemption is not recognised; empty: nothing is said of it


@dataclass(frozen=True)
class Decline:
    """The court refuses to take the claim on a ground of MPM 153.2, by a ruling that says why."""

    actor: Actor
    at: datetime
    ground: str
    text: str
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

    act: Act  # accept, return or decline
    actor: Actor
    at: datetime
    leaves_at: datetime
    revision: int  # of the step that took it
    grounds: tuple[str, ...] = ()
    text: str = ""
    marks: tuple[Mark, ...] = ()
    exemption: ExemptionAnswer | None = None  # None: no exemption was asked for, or nothing was said of it
    exemption_reason: str = ""


CourtAct = Accept | Return | Decline | Undo | Leave


def answer_exemption(act: object, fee: FeeCover | None) -> None:
    """Raise RuleBroken `exemption_undecided` where a decision leaves the filer's ground of exemption unanswered.

    It is asked when an act arrives, and not when it is taken again from a history: those of older runs say nothing of
    exemptions. A return on other grounds may leave it open: the application that is filed again asks anew.
    """
    match act:
        case Accept():
            answered = act.exemption_recognised
        case Return():
            answered = bool(act.exemption_refused.strip()) or FEE_GROUND not in (act.ground, *act.more_grounds)
        case _:
            return
    if fee is not None and fee.is_exempt and not answered:
        raise RuleBroken("exemption_undecided")


def decision_after(
    decision: Decision | None, act: CourtAct, *, revision: int, decide_by: datetime | None, fee: FeeCover | None = None
) -> Decision | None:
    """Return what is decided after an act of the court: nothing after an undoing; `revision` is that of the step.

    Raises RuleBroken `return_ground_unknown`, `refusal_ground_unknown`, `place_unknown`, `note_too_long`,
    `reason_missing`, `nothing_decided`;
    `no_exemption` when one is answered that nobody asked for;
    `not_yours` when somebody else hurries a clerk's decision; `undo_too_late` once it has left or should have;
    `undo_past_term` when the court's time ended meanwhile: undone, the court would not have answered in time.
    """
    if isinstance(act, Accept | Return | Decline):
        return _taken(act, revision, fee)
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


def _taken(act: Accept | Return | Decline, revision: int, fee: FeeCover | None) -> Decision:
    match act:
        case Accept():
            answer = ExemptionAnswer.RECOGNISED if _about_exemption(act.exemption_recognised, fee) else None
            return Decision(Act.ACCEPT, act.actor, act.at, act.at + act.rests, revision, exemption=answer)
        case Return():
            return _return(act, revision, refused=_about_exemption(bool(act.exemption_refused.strip()), fee))
        case Decline():
            ground = refusal_ground(act.ground).code
            return Decision(Act.DECLINE, act.actor, act.at, act.at + act.rests, revision, (ground,), _said(act.text))


def _about_exemption(answered: bool, fee: FeeCover | None) -> bool:  # noqa: FBT001 - it is handed through
    if answered and (fee is None or not fee.is_exempt):
        raise RuleBroken("no_exemption")
    return answered


def _return(act: Return, revision: int, *, refused: bool) -> Decision:
    named = (act.ground, *act.more_grounds, *((FEE_GROUND,) if refused else ()))
    grounds = tuple(return_ground(code).code for code in dict.fromkeys(named))
    said, marks = _said(act.text), marks_of(grounds, act.marks)
    answer, why = (ExemptionAnswer.NOT_RECOGNISED, act.exemption_refused.strip()) if refused else (None, "")
    return Decision(Act.RETURN, act.actor, act.at, act.at + act.rests, revision, grounds, said, marks, answer, why)


def _said(text: str) -> str:
    if not text.strip():
        raise RuleBroken("reason_missing")
    return text.strip()
