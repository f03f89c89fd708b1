"""The fee step: the value, the reckoning line by line, the three ways, and receipts that are free to be used."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.draft_reading import fee_of
from activities.drafts import content_of
from activities.receipts import holder_of
from models.domain.claim import FeeWay
from models.domain.exemptions import EXEMPTIONS
from models.domain.fees import Fee, FeeLine
from models.domain.grounds import FilingStep
from models.domain.languages import Language
from models.domain.parties import BY_DOCUMENT, FILING_SIDE
from models.domain.payment import PaymentStatus
from models.tables.claims import ReceiptRow, ReceiptUseRow
from models.tables.processes import PaymentRow
from web.drafts import OpenDraft
from web.formats import number
from web.forms.reading import Reading
from web.language import current_language
from web.pages.court import Choice
from web.pages.wizard import Frame, frame_of
from web.sessions import now
from web.words.lookup import sentence


@dataclass(frozen=True)
class ValuePage:
    """What the claim is worth."""

    frame: Frame
    form: Reading[Any]
    asks_dwelling: bool  # a flat fee for one's own home is for natural persons


@dataclass(frozen=True)
class FeeLineShown:
    """One line of the reckoning in words, with its article and AZN."""

    text: str
    article: str
    amount: Decimal


@dataclass(frozen=True)
class FreeReceipt:
    """A receipt of an earlier payment of this person that no application holds."""

    number: str
    amount: Decimal


@dataclass(frozen=True)
class FeePage:
    """The fee and the ways to cover it."""

    frame: Frame
    form: Reading[Any]
    amount: Decimal
    lines: tuple[FeeLineShown, ...]
    exemptions: tuple[Choice, ...]
    free_receipts: tuple[FreeReceipt, ...]


async def draft_fee(db: AsyncSession, draft: OpenDraft) -> Fee | None:
    """Return the fee of a draft as it stands now, None while court or kind is not chosen."""
    content = await content_of(db, draft.claim.id)
    return await fee_of(db, content, filer_fin=draft.claim.filer_fin, at=now())


async def fee_problem(db: AsyncSession, draft: OpenDraft, fee: Fee | None) -> str | None:
    """Return why the chosen way does not cover the fee, None when it does (or when paying online will)."""
    row = draft.draft
    match row.fee_way:
        case FeeWay.ONLINE:
            return None
        case FeeWay.EXEMPT:
            return None if row.exemption_code else "fee_not_covered"
        case FeeWay.RECEIPT if fee is not None:
            return await receipt_problem(db, row.receipt_number, due=fee.amount, claim_id=row.claim_id)
        case _:
            return "fee_not_covered"


async def receipt_problem(db: AsyncSession, number: str, *, due: Decimal, claim_id: str) -> str | None:
    """Return why a remembered receipt cannot cover a fee, None when it can (FEE-2, FEE-4)."""
    receipt = await db.get(ReceiptRow, number)
    if receipt is None:
        return "receipt_unknown"
    if receipt.amount < due:
        return "receipt_not_enough"
    return "receipt_taken" if await holder_of(db, number) not in {None, claim_id} else None


def value_page(draft: OpenDraft, form: Reading[Any], back: str) -> ValuePage:
    """Return the question of the claim's value."""
    filing = [party.person for party in draft.parties if party.role in FILING_SIDE]
    asks_dwelling = all(person in BY_DOCUMENT for person in filing)
    return ValuePage(frame_of(draft, FilingStep.FEE, back), form, asks_dwelling)


async def fee_page(db: AsyncSession, draft: OpenDraft, form: Reading[Any], *, fee: Fee, back: str) -> FeePage:
    """Return the fee with its reckoning and the ways to cover it."""
    english = current_language() is Language.EN
    reasons = tuple(Choice(one.code, one.en if english else one.az) for one in EXEMPTIONS)
    free = await _free_receipts(db, draft.claim.filer_fin)
    frame = frame_of(draft, FilingStep.FEE, back)
    return FeePage(frame, form, fee.amount, shown_lines(fee), reasons, free)


def shown_lines(fee: Fee) -> tuple[FeeLineShown, ...]:
    """Return the reckoning in words."""
    return tuple(FeeLineShown(_words(line), line.article, line.amount) for line in fee.lines)


def _words(line: FeeLine) -> str:
    params = {name: number(Decimal(value)) for name, value in line.params.items() if name not in {"kind", "exemption"}}
    return sentence(line.code, **params)


async def _free_receipts(db: AsyncSession, payer_fin: str) -> tuple[FreeReceipt, ...]:
    held = exists().where(
        col(ReceiptUseRow.receipt_number) == col(PaymentRow.receipt_number), col(ReceiptUseRow.released_at).is_(None)
    )
    query = select(col(PaymentRow.receipt_number), col(PaymentRow.amount)).where(
        col(PaymentRow.payer_fin) == payer_fin,
        col(PaymentRow.status) == PaymentStatus.PAID,
        col(PaymentRow.outcome) != "",  # what is still on its way to confirming its own claim is not free
        ~held,
    )
    return tuple(FreeReceipt(number, amount) for number, amount in await db.execute(query))
