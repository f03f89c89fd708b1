"""What crosses Temporal for a claim. Fields are only added, never renamed: histories are replayed for years."""

from dataclasses import dataclass, replace
from datetime import datetime

from models.domain.alarms import WaitingPolicy
from models.domain.claim import Claim
from models.domain.claim_status import Act, ClaimStatus
from models.domain.effects import NoticeOrder
from models.domain.roles import Actor

FIRST_LINE = "0" * 64  # stands before a claim's first line in the register


@dataclass(frozen=True)
class CarriedClaim:
    """What a run hands to the next when its history has grown long."""

    claim: Claim
    recent: tuple[str, ...]  # update ids already taken: Temporal forgets them with the run
    last_line: str = FIRST_LINE  # hash of the newest line in the register


@dataclass(frozen=True)
class OpenClaim:
    """Start of a claim: its draft was saved for the first time."""

    claim_id: str
    filer: Actor
    at: datetime
    policy: WaitingPolicy
    carried: CarriedClaim | None = None


@dataclass(frozen=True)
class ClaimStep:
    """One step to be recorded: the state it led to, and who took it when."""

    claim: Claim
    act: Act
    actor: Actor
    at: datetime
    notices: tuple[NoticeOrder, ...] = ()
    decision_days: int = 5
    previous_line: str = FIRST_LINE  # hash of the line before: the workflow itself remembers the chain
    taken_by: str = ""  # id of the update that asked for it; empty for what time brings about
    reason: str = ""  # why a claim was taken back; its signers and the register keep it


@dataclass(frozen=True)
class RecordedStep:
    """The register's newest step: a claim that never heard of its own last step goes on from here."""

    claim: Claim
    taken_by: str
    line: str


@dataclass(frozen=True)
class StepOutcome:
    """What recording a step gave that only the database can give."""

    number: str = ""
    decide_by: datetime | None = None
    case_number: str = ""
    line: str = FIRST_LINE  # hash of the line that was written
    deems: bool = False  # the court's rule: its silence will count as acceptance
    recorded: RecordedStep | None = None  # stood there before: nothing was written, the claim goes on from this


def begun(opening: OpenClaim) -> Claim:
    """Return the claim as it begins, before its first step is recorded."""
    return Claim(opening.claim_id, opening.filer.fin, opening.at, voen=opening.filer.voen)


def after_recording(claim: Claim, outcome: StepOutcome) -> Claim:
    """Return the claim with what recording its step gave."""
    return replace(
        claim,
        number=outcome.number or claim.number,
        decide_by=outcome.decide_by or claim.decide_by,
        case_number=outcome.case_number or claim.case_number,
        deems=outcome.deems or claim.deems,
    )


@dataclass(frozen=True)
class ClaimView:
    """What a person who took an act gets back."""

    claim_id: str
    number: str
    status: ClaimStatus
    revision: int
    case_number: str = ""


@dataclass(frozen=True)
class AskRegisters:
    """Registers were silent about these parties when the claim was confirmed."""

    claim_id: str
    party_ids: tuple[str, ...]


@dataclass(frozen=True)
class PartyAnswer:
    """What a register said of one party: the code of what does not agree, empty when all does."""

    party_id: str
    code: str


@dataclass(frozen=True)
class RegistersSaid:
    """What came of asking: the answers about the parties asked for, and whether any party of the claim still waits."""

    answers: tuple[PartyAnswer, ...]
    waits: bool


def view_of(claim: Claim) -> ClaimView:
    """Return what a person gets back who took an act that led here."""
    return ClaimView(claim.id, claim.number, claim.status, claim.revision, claim.case_number)
