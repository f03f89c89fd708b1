"""What the state's registers say of the parties of a confirmed claim, and about whom they are still silent (CLM-5).

A register that does not answer keeps nobody from filing on the last day of a term: the version is confirmed with the
parties unanswered for, and each answer that comes later is a step of the claim.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from models.domain.errors import RuleBroken
from models.domain.roles import Actor


@dataclass(frozen=True)
class Answer:
    """What a register said of one party: `code` is what does not agree, empty when all does; never what is right."""

    party_id: str
    code: str
    at: datetime


@dataclass(frozen=True)
class Hear:
    """A register that had been silent has answered about a party."""

    actor: Actor
    at: datetime
    party_id: str
    code: str = ""


@dataclass(frozen=True)
class Registers:
    """Ids of the parties that no register has answered for yet, and the answers that came since confirming."""

    unanswered: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()

    def after(self, act: Hear) -> "Registers":
        """Return how it stands after an answer; RuleBroken `nobody_waits` when none was awaited about this party."""
        if act.party_id not in self.unanswered:
            raise RuleBroken("nobody_waits")
        rest = tuple(party for party in self.unanswered if party != act.party_id)
        return replace(self, unanswered=rest, answers=(*self.answers, Answer(act.party_id, act.code, act.at)))


ALL_ANSWERED = Registers()
