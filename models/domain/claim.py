"""A claim from draft to the court's answer: what it holds, and the only way it changes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.domain.claim_status import BY_TIME, FINAL, SIGNABLE, TRANSITIONS, Act, ClaimStatus
from models.domain.court_decision import Accept, CourtAct, Decision, Decline, Leave, Return, Undo, decision_after
from models.domain.errors import RuleBroken
from models.domain.fee_cover import FeeCover
from models.domain.register_answers import ALL_ANSWERED, Hear, Registers
from models.domain.rights import Tie, may_act
from models.domain.roles import Actor, Role
from models.domain.signers import (
    Replace,
    Seal,
    Signer,
    last_given,
    places,
    require_reason,
    said,
    seal_at,
    with_another,
    with_seal,
    with_signature,
)


@dataclass(frozen=True)
class Claim:
    """The whole legal state of one claim; revision counts the recorded steps."""

    id: str
    filer_fin: str
    opened_at: datetime
    status: ClaimStatus = ClaimStatus.DRAFT
    revision: int = 0
    number: str = ""  # of the application, given when the draft is opened
    court_id: str = ""
    version: int = 0  # of the frozen content
    content_sha256: str = ""
    signers: tuple[Signer, ...] = ()
    fee: FeeCover | None = None
    touched_at: datetime | None = None  # last edit of the draft that is known here
    confirmed_at: datetime | None = None
    reminders: int = 0
    sent_at: datetime | None = None
    decide_by: datetime | None = None
    warned: bool = False  # filer of a draft, or court of a sent claim
    overdue: bool = False
    reason_code: str = ""
    reason: str = ""
    case_number: str = ""
    voen: str = ""  # of the organisation for which the filer filed it; empty: in his own name (ID-12)
    decision: Decision | None = None  # the court's; it rests until the claim is final
    deems: bool = False  # the court was warned that its silence will count as acceptance (MPM 151.3)
    registers: Registers = ALL_ANSWERED  # about whom they were silent when the version was confirmed, and what came

    @property
    def is_final(self) -> bool:
        """No act can follow."""
        return self.status in FINAL

    @property
    def awaited(self) -> tuple[str, ...]:
        """FİNs of the signers still awaited; none unless the claim is open for signatures."""
        if self.status not in SIGNABLE:
            return ()
        return tuple(signer.fin for signer in self.signers if signer.signed_at is None)

    @property
    def open_places(self) -> tuple[str, ...]:
        """FİNs of those who still have a signature, or a seal they called for, to give."""
        return tuple(s.fin for s in self.signers if s.is_open) if self.status in SIGNABLE else ()

    @property
    def called(self) -> tuple[str, ...]:
        """FİNs of the awaited signers who are told so: the filer first, others once the filer has signed (CLM-13)."""
        return (self.filer_fin,) if self.filer_fin in self.awaited else self.open_places


@dataclass(frozen=True)
class Confirm:
    """Freeze a version of the draft, cover its fee, call its signers."""

    actor: Actor
    at: datetime
    version: int
    content_sha256: str
    court_id: str
    signers: tuple[str, ...]
    fee: FeeCover
    unanswered: tuple[str, ...] = ()  # ids of the parties a register has not answered for
    organisations: tuple[tuple[str, ...], ...] = ()  # VÖENs for which each of the signers signs


@dataclass(frozen=True)
class Withdraw:
    """Take a confirmed claim back to draft ("İmtina"); `reason` is None in acts taken before one was asked for."""

    actor: Actor
    at: datetime
    reason: str | None = None


@dataclass(frozen=True)
class Sign:
    """Record one signer's verified signature; the last one sends the claim."""

    actor: Actor
    at: datetime  # when the provider's answer reached us: a late time-stamp must not make a filer late
    version: int
    signing_id: str
    seal: str = ""  # VÖEN of the organisation whose seal the signer calls for beside his signature


@dataclass(frozen=True)
class Refuse:
    """A co-claimant will not sign."""

    actor: Actor
    at: datetime
    reason: str


@dataclass(frozen=True)
class Delete:
    """The filer throws the draft away ("Sil")."""

    actor: Actor
    at: datetime


@dataclass(frozen=True)
class Ring:
    """A term ran out: the system reminds, warns, expires or marks."""

    actor: Actor
    at: datetime
    act: Act


ClaimAct = Confirm | Withdraw | Replace | Sign | Seal | Refuse | CourtAct | Delete | Ring | Hear


def acts_open_to(claim: Claim, actor: Actor) -> frozenset[Act]:
    """Every act this person can take on the claim now; pages and validators both ask here."""
    every = (act for status, act in TRANSITIONS if status is claim.status and _may(actor, act, claim))
    has_place = any(signer.is_replaceable for signer in claim.signers)
    return frozenset(act for act in every if _fits_decision(claim, act) and (act is not Act.REPLACE or has_place))


def take(claim: Claim, act: ClaimAct) -> Claim:
    """Return the claim after the act, one revision on.

    Raises RuleBroken: `not_yours` when the person may not, `cannot_<act>_when_<status>` when the table says no, or the
    code of the rule that is broken. Never reads a clock.
    """
    kind = act_kind(claim, act)
    if (claim.status, kind) not in TRANSITIONS:
        raise RuleBroken(f"cannot_{kind}_when_{claim.status}")
    if not _may(act.actor, kind, claim) or (isinstance(act, Ring) and kind not in BY_TIME):
        signed = isinstance(act, Sign) and any(s.fin == act.actor.fin and s.signed_at for s in claim.signers)
        raise RuleBroken("already_signed" if signed else "not_yours")
    if _fits_decision(claim, kind) is isinstance(act, Leave):
        raise RuleBroken("decision_rests" if claim.decision else "nothing_decided")
    after = _changed(claim, act, kind)
    return replace(after, status=TRANSITIONS[claim.status, kind], revision=claim.revision + 1)


def act_kind(claim: Claim, act: ClaimAct) -> Act:
    """Name the act: a signature that leaves nobody awaited is the one that sends."""
    match act:
        case Sign() | Seal():
            calls_for_seal = isinstance(act, Sign) and act.seal
            is_last = set(claim.open_places) <= {act.actor.fin} and not calls_for_seal
            return Act.SEND if is_last else Act.SIGN if isinstance(act, Sign) else Act.SEAL
        case Ring():
            return act.act
        case Accept() | Return() | Decline() if act.rests > timedelta():
            return Act.DECIDE
        case Leave():
            return claim.decision.act if claim.decision else Act.ACCEPT
        case _:
            return Act(type(act).__name__.lower())


def _fits_decision(claim: Claim, act: Act) -> bool:
    """Say whether an act fits what was decided: while a decision rests it can be undone, and only registers speak."""
    return claim.status is not ClaimStatus.SENT or act is Act.HEAR or (claim.decision is not None) is (act is Act.UNDO)


def _may(actor: Actor, act: Act, claim: Claim) -> bool:
    return may_act(actor.role, act, _ties(actor, claim))


def _ties(actor: Actor, claim: Claim) -> frozenset[Tie]:
    """Say how the person stands to the claim; models/domain/rights.py says what that allows."""
    # What was filed for an organisation is acted on in its name only: whoever no longer stands for it can but look.
    is_own = actor.fin == claim.filer_fin
    is_filer = is_own and actor.voen == claim.voen
    stands = is_filer or not is_own
    is_awaited = stands and actor.fin in claim.awaited
    seals = stands and any(s.fin == actor.fin and s.awaits_seal for s in claim.signers)
    ties = {
        Tie.FILER: is_filer,
        Tie.AWAITED: is_awaited,
        Tie.LAST_AWAITED: stands and set(claim.open_places) == {actor.fin},
        Tie.CALLED_FOR_SEAL: seals,
        Tie.AWAITED_CO_CLAIMANT: is_awaited and not is_filer,
        Tie.OWN_COURT: actor.court_id == claim.court_id,
        **dict.fromkeys((Tie.TERM, Tie.REGISTER), actor.role is Role.SYSTEM),
    }
    return frozenset(tie for tie, holds in ties.items() if holds)


def _changed(claim: Claim, act: ClaimAct, kind: Act) -> Claim:
    after = claim
    match act:
        case Confirm():
            after = _confirmed(claim, act)
        case Withdraw():
            require_reason(claim.signers, act.reason)
            after = replace(claim, fee=None, confirmed_at=None, reminders=0, touched_at=act.at, warned=False)
            after = replace(after, signers=(), registers=ALL_ANSWERED)
        case Replace() | Sign() | Seal():
            after = _in_the_room(claim, act, kind)
        case Refuse():
            after = replace(claim, reason_code="co_claimant_refused", reason=said(act.reason))
        case Accept() | Return() | Decline() | Undo() | Leave():
            after = _decided(claim, act, kind)
        case Ring():
            after = _rung(claim, kind)
        case Hear():
            after = replace(claim, registers=claim.registers.after(act))
    return after


def _confirmed(claim: Claim, act: Confirm) -> Claim:
    if not act.signers or act.signers[0] != claim.filer_fin:
        raise RuleBroken("signers_wrong")
    if act.version <= claim.version:
        raise RuleBroken("draft_changed")
    # An exempt claim that named a receipt would hold it.
    covered = act.fee.is_exempt == bool(act.fee.exemption_code) and act.fee.is_exempt != bool(act.fee.receipt_number)
    if not covered or (act.fee.added_receipts and not act.fee.receipt_number):
        raise RuleBroken("fee_not_covered")
    return replace(
        claim,
        version=act.version,
        content_sha256=act.content_sha256,
        court_id=act.court_id,
        signers=places(act.signers, act.organisations),
        fee=act.fee,
        confirmed_at=act.at,
        reminders=0,
        warned=False,
        registers=Registers(act.unanswered),
    )


def _in_the_room(claim: Claim, act: Replace | Sign | Seal, kind: Act) -> Claim:
    if isinstance(act, Replace):
        return replace(claim, signers=with_another(claim.signers, act))
    if act.version != claim.version:
        raise RuleBroken("draft_changed")
    fin, at = act.actor.fin, act.at
    if isinstance(act, Sign):
        place = next(s for s in claim.signers if s.fin == fin)
        if act.seal not in {"", seal_at(place, filer_fin=claim.filer_fin, filer_voen=claim.voen)}:
            raise RuleBroken("seal_of_another")
        signers = with_signature(claim.signers, fin, at=at, seal=act.seal)
    else:
        signers = with_seal(claim.signers, fin, at=at)
    return replace(claim, signers=signers, sent_at=last_given(signers) if kind is Act.SEND else None)


def _decided(claim: Claim, act: CourtAct, kind: Act) -> Claim:
    decision = decision_after(
        claim.decision, act, revision=claim.revision + 1, decide_by=claim.decide_by, fee=claim.fee
    )
    if decision is None or kind not in {Act.RETURN, Act.DECLINE}:
        return replace(claim, decision=decision)
    return replace(claim, decision=decision, reason_code=decision.grounds[0], reason=decision.text)


def _rung(claim: Claim, kind: Act) -> Claim:
    if kind is Act.DEEM_ACCEPTED and not claim.deems:
        raise RuleBroken("silence_means_nothing")
    match kind:
        case Act.REMIND:
            return replace(claim, reminders=claim.reminders + 1)
        case Act.WARN_FILER | Act.WARN_COURT:
            return replace(claim, warned=True)
        case Act.MARK_OVERDUE | Act.DEEM_ACCEPTED:
            return replace(claim, overdue=True)
        case _:
            return claim
