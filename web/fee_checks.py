"""What speaks against a typed claim value or a chosen way to cover the fee."""

from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from activities.receipts import remember_receipt
from models.domain.applications import check_value
from models.domain.claim import FeeWay
from models.domain.errors import RuleBroken
from models.domain.exemptions import exemption
from models.domain.fees import Fee
from models.domain.money import parse_amount
from models.ports import PaymentPortal
from web.drafts import OpenDraft
from web.forms.fee import FeeWayForm, Valued, ValueForm
from web.forms.reading import Reading
from web.pages.court import court_of
from web.pages.fee import receipt_problem
from web.words.lookup import sentence

COURT_FEE = "court_fee"  # the portal's purpose of a receipt


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
    db: AsyncSession, portal: PaymentPortal, opened: OpenDraft, form: Reading[FeeWayForm], fee: Fee
) -> Reading[FeeWayForm]:
    """Add what exemption list, portal and our own receipts say against the chosen way."""
    if not form.ok:
        return form
    if form.value.fee_way is FeeWay.EXEMPT:
        try:
            exemption(form.value.exemption_code)
        except RuleBroken as broken:
            return form.refuse("exemption_code", sentence(broken.code))
    if form.value.fee_way is FeeWay.RECEIPT:
        number = form.value.receipt_number
        problem = await _asked(db, portal, number) or await receipt_problem(
            db, number, due=fee.amount, claim_id=opened.claim.id
        )
        return form.refuse("receipt_number", sentence(problem)) if problem else form
    return form


async def _asked(db: AsyncSession, portal: PaymentPortal, number: str) -> str | None:
    """Ask the portal for a receipt and remember it; return what it says against the receipt."""
    receipt = await portal.receipt(number) if number else None
    if receipt is None:
        return "receipt_unknown" if number else "receipt_missing"
    if receipt.refunded:
        return "receipt_refunded"
    if receipt.purpose != COURT_FEE:
        return "receipt_other_purpose"
    await remember_receipt(db, receipt)
    return None
