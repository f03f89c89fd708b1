"""A person's request to have a datum about himself corrected, and the owner's decision on it (PRO-3)."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from models.domain.court_calendar import Calendar
from models.domain.decisions import check_rejection
from models.domain.errors import RuleBroken
from models.domain.roles import Actor, Role
from models.domain.terms import court_day, end_of

LONGEST_NAME = 60
COMPARISON_HOLDS = timedelta(hours=24)
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*\.?")  # letters, parted by a space, hyphen, apostrophe or dot
_LOWER = str.maketrans("Iİ", "ıi")


class Datum(StrEnum):
    """What the court keeps about a person that he cannot change himself, each as the population register has it too.

    Not here, because each has a page of its own: address, phone and e-mail. Not here, because it is no datum of an
    account but the account itself: the FİN. Nor what was written into an application or a register: evidence is
    answered, not rewritten.
    """

    SURNAME = "surname"
    NAME = "name"
    PATRONYMIC = "patronymic"  # with oğlu / qızı; no certificate names it


class CorrectionStatus(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class CorrectionAct(StrEnum):
    """What happens to a request; each is one line of its history."""

    OPEN = "open"  # begins the history
    LOOK = "look"  # an owner saw it: possible whenever, and moves nothing
    COMPARE = "compare"  # an owner asked the population register
    REMIND = "remind"
    MARK_OVERDUE = "mark_overdue"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class Finding(StrEnum):
    """What comparing a request with the population register came to; where they differ, the register wins."""

    AGREES = "agrees"  # the register has what the person asks for
    DIFFERS = "differs"  # it has neither that nor what the court keeps
    KEPT_IS_RIGHT = "kept_is_right"  # it has what the court keeps: there is nothing to correct here
    SILENT = "silent"  # it knows no such person, or has nothing in this place


_S, _A = CorrectionStatus, CorrectionAct
TRANSITIONS: dict[tuple[CorrectionStatus, CorrectionAct], CorrectionStatus] = {
    (_S.WAITING, _A.COMPARE): _S.WAITING,
    (_S.WAITING, _A.REMIND): _S.WAITING,
    (_S.WAITING, _A.MARK_OVERDUE): _S.WAITING,
    (_S.WAITING, _A.APPROVE): _S.APPROVED,
    (_S.WAITING, _A.REJECT): _S.REJECTED,
    (_S.WAITING, _A.WITHDRAW): _S.WITHDRAWN,
}
DECISIONS = frozenset({_A.APPROVE, _A.REJECT})
CORRECTABLE = frozenset({Finding.AGREES, Finding.DIFFERS})
_TAKEN_BY = {
    _A.COMPARE: Role.OWNER,
    _A.APPROVE: Role.OWNER,
    _A.REJECT: Role.OWNER,
    _A.REMIND: Role.SYSTEM,
    _A.MARK_OVERDUE: Role.SYSTEM,
    _A.WITHDRAW: Role.LITIGANT,
}


@dataclass(frozen=True)
class CorrectionPolicy:
    """How long the owner may take: settings of the court, for our sources name no term of the law."""

    answer_days: int = 7  # working days
    warning_days: int = 1  # before the end


@dataclass(frozen=True)
class Correction:
    """One request as its workflow knows it; it names no person and no datum."""

    id: str
    account_id: str  # whose data it is about, and who asked
    remind_at: datetime
    decide_by: datetime
    status: CorrectionStatus = CorrectionStatus.WAITING
    warned: bool = False
    overdue: bool = False

    @property
    def is_ended(self) -> bool:
        """Say whether nothing can follow."""
        return self.status is not CorrectionStatus.WAITING


@dataclass(frozen=True)
class CorrectionAlarm:
    """What time itself will do to a request that nobody decides on."""

    at: datetime
    act: CorrectionAct


@dataclass(frozen=True)
class Comparison:
    """What the population register said at a moment; empty when it said nothing."""

    said: str
    at: datetime


def answer_due(opened_at: datetime, calendar: Calendar, policy: CorrectionPolicy) -> tuple[datetime, datetime]:
    """Return when the owner is reminded and when the time to answer is over: the end of a working day in Baku."""
    decide_by = end_of(calendar.add_working_days(court_day(opened_at), policy.answer_days))
    return decide_by - timedelta(days=policy.warning_days), decide_by


def next_alarm(correction: Correction) -> CorrectionAlarm | None:
    """Return what time does next; None when only people can move the request."""
    if correction.is_ended or correction.overdue:
        return None
    if correction.warned:
        return CorrectionAlarm(correction.decide_by, CorrectionAct.MARK_OVERDUE)
    return CorrectionAlarm(correction.remind_at, CorrectionAct.REMIND)


def take(correction: Correction, act: CorrectionAct, actor: Actor, *, reason: str = "") -> Correction:
    """Return the request after an act.

    RuleBroken `not_yours`, `correction_decided`, `rejection_reason_missing`.
    """
    if actor.role is not _TAKEN_BY.get(act):
        raise RuleBroken("not_yours")
    if act is CorrectionAct.WITHDRAW and actor.account_id != correction.account_id:
        raise RuleBroken("not_yours")
    status = TRANSITIONS.get((correction.status, act))
    if status is None:
        raise RuleBroken("correction_decided")
    if act is CorrectionAct.REJECT:
        check_rejection(reason)
    overdue = correction.overdue or act is CorrectionAct.MARK_OVERDUE
    warned = correction.warned or overdue or act is CorrectionAct.REMIND
    return replace(correction, status=status, warned=warned, overdue=overdue)


def parse_name(text: str) -> str:
    """Return a name in normal form, inner spaces single. RuleBroken `name_format`, `name_too_long`."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if len(name) > LONGEST_NAME:
        raise RuleBroken("name_too_long")
    if not _NAME.fullmatch(name):
        raise RuleBroken("name_format")
    return name


def check_wish(kept: str, wished: str) -> None:
    """Refuse a request that asks for what stands there already, letter by letter: `correction_changes_nothing`."""
    if kept == wished:
        raise RuleBroken("correction_changes_nothing")


def compare(kept: str, wished: str, said: str) -> Finding:
    """Compare what the court keeps and what the person asks for with what the register said.

    The case of letters is no difference between the wish and the register, whose way of writing is taken over.
    """
    if not said:
        return Finding.SILENT
    if said == kept:
        return Finding.KEPT_IS_RIGHT
    return Finding.AGREES if _folded(said) == _folded(wished) else Finding.DIFFERS


def corrected(kept: str, wished: str, comparison: Comparison | None, *, at: datetime) -> str:
    """Return what an approval writes: what the register says, whatever the person typed.

    Raises RuleBroken `comparison_needed` when the register was not asked within a day before the approval, and
    `nothing_to_correct` when it does not bear out a change.
    """
    if comparison is None or at - comparison.at > COMPARISON_HOLDS:
        raise RuleBroken("comparison_needed")
    if compare(kept, wished, comparison.said) not in CORRECTABLE:
        raise RuleBroken("nothing_to_correct")
    return comparison.said


def certificate_prevails(issued_at: datetime | None, corrected_at: datetime | None) -> bool:
    """Say whether a name in a certificate replaces the account's at a strong sign-in.

    A correction was compared with the population register, so it outlives every certificate issued before it, and
    every provider that does not say when its knowledge dates from. A certificate issued later knows better.
    """
    return corrected_at is None or (issued_at is not None and issued_at > corrected_at)


def _folded(name: str) -> str:
    return name.translate(_LOWER).lower()
