"""What the machine finds when it checks a filing for the clerk: each line is in order, or needs attention and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from activities.draft_reading import attachments_of, fee_of, parties_of
from models.domain.applications import ApplicationKind, check_jurisdiction
from models.domain.attachments import DocumentKind, has_kind
from models.domain.errors import RuleBroken
from models.domain.filing_side import needs_power_of_attorney
from models.tables.reference import CourtRow
from web.formats import money
from web.language import gettext
from web.opening import Opened
from web.pages.claim import ClaimPage
from web.pages.claim_content import frozen_content
from web.pages.court import is_offered
from web.pages.doubles import Double, doubles_of
from web.pages.register_state import LateAnswer, late_answers, worst_first
from web.sessions import now
from web.words.lookup import sentence


@dataclass(frozen=True)
class Check:
    """One line: what was checked, how it stands, why, and where on the page or elsewhere it is seen."""

    title: str
    good: bool
    said: str
    address: str


async def checklist(db: AsyncSession, opened: Opened, page: ClaimPage) -> tuple[Check, ...]:
    """Return the lines in the order in which a registry checks a filing (MPM 149, 150, 152.1)."""
    content = await frozen_content(db, opened)
    return (
        await _fee(db, opened, content, page),
        _signatures(page),
        _powers(content),
        _registers(await late_answers(db, content)),
        await _jurisdiction(db, content),
        _doubles(await doubles_of(db, opened)),
    )


async def _fee(db: AsyncSession, opened: Opened, content: dict[str, Any], page: ClaimPage) -> Check:
    title, covered = gettext("State fee"), page.fee
    at = opened.row.sent_at or now()
    due = await fee_of(db, content, filer_fin=opened.row.filer_fin, at=at)
    amount = due.amount if due else Decimal(0)
    if covered is None or covered.amount is None:
        proof = has_kind(attachments_of(content), DocumentKind.EXEMPTION_PROOF)
        said = gettext("Exempt from %(due)s: %(ground)s.") % {
            "due": money(amount),
            "ground": covered.state if covered else "",
        }
        shown = gettext("The proof is attached.") if proof else gettext("No proof is attached.")
        yours = gettext("Recognise it or not with the decision.")
        return Check(title, False, f"{said} {shown} {yours}", "#documents" if proof else "#fee")
    paid = {"paid": money(covered.amount), "due": money(amount)}
    if covered.amount < amount:
        return Check(title, False, gettext("Paid %(paid)s of %(due)s: not enough.") % paid, "#fee")
    return Check(title, True, gettext("Paid %(paid)s; due %(due)s.") % paid, "#fee")


def _signatures(page: ClaimPage) -> Check:
    title, address = gettext("Signatures"), "#signatures"
    if page.signatures.good:
        return Check(title, True, gettext("Every required signer has signed, and every signature holds."), address)
    bad = [one for one in page.signatures.items if not one.passed]
    said = "; ".join(f"{one.signer}: {one.verdict}" for one in bad) or page.signatures.problem
    return Check(title, False, said or gettext("Not all signatures are valid"), address)


def _powers(content: dict[str, Any]) -> Check:
    title, address = gettext("Power of attorney"), "#documents"
    if not needs_power_of_attorney(parties_of(content)):
        return Check(title, True, gettext("Not needed: nobody has another sign for him."), "#parties")
    if has_kind(attachments_of(content), DocumentKind.POWER_OF_ATTORNEY):
        return Check(title, True, gettext("Attached; read whether it covers filing the claim (MPM 73.2)."), address)
    return Check(title, False, gettext("Needed and not attached: a claimant has another sign for him."), address)


def _registers(late: Sequence[LateAnswer]) -> Check:
    title, address = gettext("State registers"), "#parties"
    if not late:
        said = gettext("Every party they can know was checked before the application was confirmed.")
        return Check(title, True, said, address)
    said = " ".join(f"{one.name}: {one.said}" for one in worst_first(late))
    return Check(title, all(one.agrees for one in late), said, address)


async def _jurisdiction(db: AsyncSession, content: dict[str, Any]) -> Check:
    title, address = gettext("Jurisdiction"), "#facts"
    court, kind = await db.get(CourtRow, content["court_id"]), ApplicationKind(content["kind"])
    if court is None:
        return Check(title, False, sentence("court_hears_no_claims"), address)
    try:
        check_jurisdiction(kind, court.kind)
    except RuleBroken as broken:
        return Check(title, False, sentence(broken.code, **broken.detail), address)
    if not await is_offered(db, content["category_id"], court=court, kind=kind):
        return Check(title, False, gettext("This court does not hear this category, or none was chosen."), address)
    return Check(title, True, gettext("The court hears this kind and category; territory is yours to judge."), address)


def _doubles(found: Sequence[Double]) -> Check:
    title = gettext("Duplicates")
    if not found:
        return Check(title, True, gettext("No other filing of the same content, or of the same parties and kind."), "")
    said = "; ".join(one.said for one in found)
    return Check(title, False, said, next((one.address for one in found if one.address), ""))
