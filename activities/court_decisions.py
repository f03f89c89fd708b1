"""What a court's decision writes beside the claim's row, and which of the parties hear that a case was opened."""

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from activities.numbers import one_row
from models.db import Driver
from models.domain.applications import ApplicationKind, check_declinable
from models.domain.claim import Claim
from models.domain.claim_status import INSIDE, Act
from models.domain.effects import NoticeKind, NoticeOrder

EVERY_COURT: Final = "*"
OPENS_CASE: Final = frozenset({Act.ACCEPT, Act.DEEM_ACCEPTED})
_DECIDES: Final = frozenset({Act.DECIDE, Act.RETURN, Act.DECLINE, *OPENS_CASE})
# A party has a cabinet by his own FİN, or by standing for an organisation that is a party (ID-12).
_PARTIES = """
    SELECT DISTINCT a.fin, '' AS voen FROM party p JOIN account a ON a.fin = p.fin
    WHERE p.claim_id = %(claim_id)s AND p.fin <> ALL (%(told)s)
    UNION
    SELECT a.fin, p.voen FROM party p JOIN capacity c ON c.voen = p.voen AND c.ended_at IS NULL
        JOIN account a ON a.id = c.account_id
    WHERE p.claim_id = %(claim_id)s AND p.voen <> '' AND p.voen <> %(voen)s AND a.fin IS NOT NULL
    ORDER BY 1, 2"""
_KIND: Final = "SELECT content->>'kind' FROM frozen_content WHERE claim_id = %(claim_id)s AND version = %(version)s"


def silence_accepts(court_id: str, courts: Collection[str]) -> bool:
    """Tell whether silence over the term of MPM 151.3 counts as acceptance, by the courts where it does ("*": all)."""
    return court_id in courts or EVERY_COURT in courts


def case_notices(database: Driver, claim: Claim) -> tuple[NoticeOrder, ...]:
    """Return whom to tell of an opened case besides those who signed: every other party who has a cabinet."""
    signers = [signer.fin for signer in claim.signers]
    values = {"claim_id": claim.id, "told": signers, "voen": claim.voen}
    rows = database.execute(_PARTIES, values).fetchall()
    return tuple(NoticeOrder(NoticeKind.CASE_OPENED, fin=fin, voen=voen) for fin, voen in rows)


def declines_now(claim: Claim) -> bool:
    """Tell whether the claim's newest step is the one by which the court decided to refuse it (MPM 153.2)."""
    decision = claim.decision
    return decision is not None and decision.act is Act.DECLINE and decision.revision == claim.revision


def require_declinable(database: Driver, claim: Claim) -> None:
    """Refuse the step that would refuse an application of a kind that MPM 153.2 does not name.

    What kind it is stands in the content that was signed and nowhere else. RuleBroken `kind_not_declined`.
    """
    (kind,) = one_row(database, _KIND, claim_id=claim.id, version=claim.version)
    check_declinable(ApplicationKind(kind))


def decision_values(act: Act, claim: Claim, *, at: datetime) -> dict[str, Any]:
    """Return what a step of the court writes of its decision; nothing for every other step."""
    if act not in _DECIDES:
        return {}
    left_at, decision = None if act in INSIDE else at, claim.decision
    if decision is None:  # nobody decided in time
        return _values(act, claim.revision, account="", at=at, leaves_at=at, left_at=left_at)
    return _values(
        decision.act,
        decision.revision,
        account=decision.actor.account_id,
        at=decision.at,
        leaves_at=decision.leaves_at,
        left_at=left_at,
    ) | {
        "grounds": list(decision.grounds),
        "decision_text": decision.text,
        "marks": json.dumps([asdict(mark) for mark in decision.marks], ensure_ascii=False),
        "exemption": decision.exemption,
        "exemption_reason": decision.exemption_reason,
    }


def _values(
    act: Act, revision: int, *, account: str, at: datetime, leaves_at: datetime, left_at: datetime | None
) -> dict[str, Any]:
    return {
        "decision_act": act,
        "decision_revision": revision,
        "decision_account": account,
        "decision_at": at,
        "leaves_at": leaves_at,
        "left_at": left_at,
        "grounds": [],
        "decision_text": "",
        "marks": "[]",
        "exemption": None,
        "exemption_reason": "",
    }
