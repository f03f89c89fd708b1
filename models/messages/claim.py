"""What crosses Temporal for a claim. Fields are only added, never renamed: histories are replayed for years."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class StepOutcome:
    """What recording a step gave that only the database can give."""

    number: str = ""
    decide_by: datetime | None = None
    case_number: str = ""
    line: str = FIRST_LINE  # hash of the line that was written


@dataclass(frozen=True)
class ClaimView:
    """What a person who took an act gets back."""

    claim_id: str
    number: str
    status: ClaimStatus
    revision: int
    case_number: str = ""
