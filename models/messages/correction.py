"""What crosses Temporal for a request to correct a datum: ids and moments; the data stand in PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.correction import Correction, CorrectionAct
from models.domain.roles import Actor


@dataclass(frozen=True)
class BeginCorrection:
    """A request stands in PostgreSQL and waits for the owner."""

    correction: Correction


@dataclass(frozen=True)
class CorrectionStep:
    """One act on a request; `step_id` is the id of its line in the history, so that repeating it changes nothing."""

    correction_id: str
    step_id: str
    act: CorrectionAct
    actor: Actor
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class CorrectionRecorded:
    """How a step ended in PostgreSQL: the request as it stands now, and why the step was refused, if it was."""

    correction: Correction
    refusal: str = ""
