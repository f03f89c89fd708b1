"""What speaks against a typed claim value or a chosen way to cover the fee."""

from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from activities.portals import Portals
from activities.receipts import remember_receipt
from models.domain.applications import check_value
from models.domain.errors import RuleBroken
from models.domain.exemptions import exemption
from models.domain.fee_cover import FeeWay
from models.domain.fees import Fee
from models.domain.money import parse_amount
from models.ports import COURT_FEE
from web.drafts import OpenDraft
from web.forms.fee import FeeWayForm, Valued, ValueForm
from web.forms.reading import Reading
from web.pages.court import court_of
from web.pages.fee import receipts_in, receipts_problem
from web.words.lookup import sentence

OF_SECOND = frozenset({"receipt_twice", "receipt_not_needed"})


async def valued(
    db: AsyncSession, opened: OpenDraft, form: Reading[ValueForm]
) -> tuple[Decimal | None, Reading[ValueForm]]:
    """Return the value that was typed, None for a claim without one, and the form with what is wrong with it."""
    court = await court_of(db, opened.draft.court_id)
    if not form.ok or court is None or opened.draft.kind is None:
        return None, form if not form.ok else form.refuse("valued", sentence("court_missing"))
    value = None
    try:
        value = parse_amount(form.value.value) if form.value.valued is Valued.YES else None
        check_value(opened.draft.kind, court.kind, value=value)
    except RuleBroken as broken:
        return value, form.refuse("value", sentence(broken.code, **broken.detail))
    return value, form


async def covered(
    db: AsyncSession, portals: Portals, opened: OpenDraft, form: Reading[FeeWayForm], fee: Fee
) -> Reading[FeeWayForm]:
    """Add what exemption list, portals and our own receipts say against the chosen way."""
    if not form.ok:
        return form
    if form.value.fee_way is FeeWay.ONLINE and form.value.portal not in portals.by_name:
        return form.refuse("portal", sentence("portal_unknown"))
    if form.value.fee_way is FeeWay.EXEMPT:
        try:
            exemption(form.value.exemption_code)
        except RuleBroken as broken:
            return form.refuse("exemption_code", sentence(broken.code))
    return await _receipts_judged(db, portals, opened, form, fee) if form.value.fee_way is FeeWay.RECEIPT else form


async def _receipts_judged(
    db: AsyncSession, portals: Portals, opened: OpenDraft, form: Reading[FeeWayForm], fee: Fee
) -> Reading[FeeWayForm]:
    first, added = form.value.receipt_number, form.value.added_receipt
    given = {"receipt_number": first} | ({"added_receipt": added} if added else {})
    for name, number in given.items():
        if problem := await _asked(db, portals, number):
            return form.refuse(name, sentence(problem))
    problem = await receipts_problem(db, receipts_in(first, added), due=fee.amount, claim_id=opened.claim.id)
    if problem is None:
        return form
    return form.refuse("added_receipt" if problem in OF_SECOND else "receipt_number", sentence(problem))


async def _asked(db: AsyncSession, portals: Portals, number: str) -> str | None:
    """Ask the portals for a receipt and remember it; return what they say against the receipt."""
    try:
        receipt = await portals.receipt(number) if number else None
    except RuleBroken as broken:
        return broken.code
    if receipt is None:
        return "receipt_unknown" if number else "receipt_missing"
    if receipt.refunded_amount:
        return "receipt_refunded"
    if receipt.purpose != COURT_FEE:
        return "receipt_other_purpose"
    await remember_receipt(db, receipt)
    return None
