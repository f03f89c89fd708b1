"""Draws docs/claim-states.md from the rules themselves: `python -m tests.architecture.claim_states` writes it anew."""

from dataclasses import replace

from models.domain.claim import Claim, acts_open_to
from models.domain.claim_status import BY_TIME, FINAL, TRANSITIONS, Act, ClaimStatus
from models.domain.court_decision import Decision
from models.domain.effects import RECEIPT_EFFECTS
from models.domain.roles import SYSTEM, Actor
from models.domain.signers import Signer
from tests.architecture.tree import ROOT
from tests.builders import COURT, LALA, RASHAD, at, clerk, litigant

DOCUMENT = ROOT / "docs" / "claim-states.md"
PEOPLE: dict[str, Actor] = {
    "filer": litigant(LALA),
    "co-claimant": litigant(RASHAD),
    "clerk of the claim's court": clerk(COURT),
    "a term that ran out": SYSTEM,
}
HEAD = """# The life of a claim

Drawn from `models/domain/claim_status.py` and `models/domain/claim.py` by `python -m tests.architecture.claim_states`;
a test fails when this page is older than the rules. Every step is one line of the register.

The words users see (CLM-10): draft "Qaralama", confirmed "Təsdiqlənmiş", partially signed "Natamam imzalanmış", sent
"Göndərilmiş", accepted "Qəbul edilmiş"; refused by a co-claimant, returned, or not taken by the court "İmtina edilmiş".
"""


def document() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, "```mermaid", *_drawing(), "```", "", *_table(), ""])


def _drawing() -> list[str]:
    lines = ["stateDiagram-v2", f"    [*] --> {ClaimStatus.DRAFT}: {Act.OPEN}"]
    moves: dict[tuple[ClaimStatus, ClaimStatus], list[str]] = {}
    for (before, act), after in TRANSITIONS.items():
        if act is not Act.OPEN:
            moves.setdefault((before, after), []).append(act)
    lines += [f"    {before} --> {after}: {', '.join(acts)}" for (before, after), acts in moves.items()]
    return lines + [f"    {status} --> [*]" for status in ClaimStatus if status in FINAL]


def _table() -> list[str]:
    rows = ["| act | who may | from | to | receipt |", "|---|---|---|---|---|"]
    for (before, act), after in TRANSITIONS.items():
        receipt = RECEIPT_EFFECTS.get(act, "")
        rows.append(f"| {act} | {_who_may(act, before)} | {before} | {after} | {receipt} |")
    return rows


def _who_may(act: Act, status: ClaimStatus) -> str:
    """Ask the rules about each kind of person, over every way the signatures of such a claim can stand."""
    if act is Act.OPEN:
        return "filer"
    claims = _claims(status)
    may = [who for who, actor in PEOPLE.items() if any(act in acts_open_to(claim, actor) for claim in claims)]
    if not may or (act in BY_TIME or act is Act.HEAR) is not (may == ["a term that ran out"]):
        raise ValueError(f"nobody, or somebody who should not, may {act} a {status} claim: {may}")
    return "a register that answered" if act is Act.HEAR else ", ".join(may)


def _claims(status: ClaimStatus) -> list[Claim]:
    open_claim = Claim("claim", LALA, at(), status=status, court_id=COURT)
    filer, other = Signer(LALA), Signer(RASHAD)
    sealing = [replace(one, signed_at=at(), seal="1499001221") for one in (filer, other)]
    signed = {ClaimStatus.CONFIRMED: [(filer,), (filer, other)]}.get(
        status,
        [
            (replace(filer, signed_at=at()), other),
            (filer, replace(other, signed_at=at())),
            (sealing[0], replace(other, signed_at=at())),
            (replace(filer, signed_at=at()), sealing[1]),
        ],
    )
    third = Signer("9ZZ8Y7X", voens=("1499001221",))
    if status is ClaimStatus.SENT:
        resting = Decision(Act.ACCEPT, clerk(COURT), at(), at(), revision=1)
        return [open_claim, replace(open_claim, decision=resting)]
    return [replace(open_claim, signers=signers) for some in signed for signers in (some, (*some, third))]


if __name__ == "__main__":
    DOCUMENT.write_text(document())
