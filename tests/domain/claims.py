"""Claims at each stage of their life, for tests of the pure rules."""

from dataclasses import replace
from datetime import datetime, timedelta

from models.domain.claim import Claim, ClaimAct, Confirm, Delete, Refuse, Sign, Withdraw, take
from models.domain.claim_status import ClaimStatus
from models.domain.court_decision import Accept, Decline, Return
from models.domain.fee_cover import FeeCover, FeeWay
from models.domain.roles import Actor
from tests.builders import COURT, LALA, RASHAD, at, clerk, litigant

CO_CLAIMANT = "9ZZ8Y7X"
BY_RECEIPT = FeeCover(FeeWay.RECEIPT, "127.20", receipt_number="000000000001")
COURT_CLERK = clerk(COURT)


def minute(number: float) -> datetime:
    """Return a moment so many minutes after the draft was opened."""
    return at() + timedelta(minutes=number)


def draft() -> Claim:
    """Return a claim just opened."""
    return Claim("claim-1", LALA, at(), revision=1, number="ƏR-2026-000001")


def confirmation(*signers: str, version: int = 1, fee: FeeCover = BY_RECEIPT, actor: Actor | None = None) -> Confirm:
    """Return the act that confirms a draft for these signers; the filer alone unless said otherwise."""
    return Confirm(actor or litigant(), minute(1), version, "f" * 64, COURT, signers or (LALA,), fee)


def confirmed(*signers: str) -> Claim:
    """Return a claim waiting for the filer's signature."""
    return take(draft(), confirmation(*signers))


def signature(fin: str = LALA, *, version: int = 1, after: float = 2) -> Sign:
    """Return one person's verified signature."""
    return Sign(litigant(fin), minute(after), version, f"signing-{fin}")


def partially_signed(*co_claimants: str) -> Claim:
    """Return a claim that the filer has signed and co-claimants have not."""
    return take(confirmed(LALA, *(co_claimants or (RASHAD,))), signature())


def sent() -> Claim:
    """Return a claim before the court, with its time to decide."""
    return replace(take(confirmed(), signature()), decide_by=at() + timedelta(days=7))


def returning(ground: str = "fee", text: str = "Rüsum ödənilməyib") -> Return:
    """Return the court's act that gives a claim back."""
    return Return(COURT_CLERK, minute(9), ground, text)


def declining(ground: str = "already_judged", text: str = "İş üzrə qətnamə var") -> Decline:
    """Return the court's act that refuses to take a claim."""
    return Decline(COURT_CLERK, minute(9), ground, text)


def refusing(fin: str = RASHAD, reason: str = "Razı deyiləm") -> Refuse:
    """Return a co-claimant's refusal to sign."""
    return Refuse(litigant(fin), minute(9), reason)


def after(claim: Claim, *acts: ClaimAct) -> Claim:
    """Return the claim after these acts, one by one."""
    for act in acts:
        claim = take(claim, act)
    return claim


def at_status(status: ClaimStatus) -> Claim:
    """Return some claim that stands there."""
    claims = (
        draft(),
        take(draft(), Delete(litigant(), minute(1))),
        confirmed(LALA, RASHAD),
        partially_signed(),
        after(partially_signed(), refusing()),
        sent(),
        after(sent(), returning()),
        after(sent(), declining()),
        after(sent(), Accept(COURT_CLERK, minute(9))),
    )
    return next(claim for claim in claims if claim.status is status)


def withdrawing() -> Withdraw:
    """Return the filer's taking back."""
    return Withdraw(litigant(), minute(5))
