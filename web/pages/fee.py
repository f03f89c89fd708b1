"""The fee step: the value, the reckoning line by line, the three ways, and receipts that are free to be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.draft_reading import fee_of
from activities.drafts import content_of
from activities.portals import Portals
from activities.receipts import holder_of
from models.domain.errors import RuleBroken
from models.domain.exemptions import EXEMPTIONS
from models.domain.fee_cover import FeeWay
from models.domain.fee_ledger import Held, hold
from models.domain.fees import Fee, FeeLine, FeeSeen, fee_changes
from models.domain.grounds import FilingStep
from models.domain.languages import Language
from models.domain.parties import BY_DOCUMENT, FILING_SIDE
from models.domain.payment import PaymentStatus
from models.tables.claims import ReceiptRow, ReceiptUseRow
from models.tables.drafts import DraftRow
from models.tables.processes import PaymentRow
from web.drafts import OpenDraft
from web.formats import money, number
from web.forms.reading import Reading
from web.language import current_language, gettext
from web.pages.court import Choice
from web.pages.wizard import Frame, frame_of
from web.sessions import now
from web.words.lookup import name_of, sentence


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
class FeeChange:
    """A fee that is another one than the filer saw, in AZN, and the sentences that say why."""

    before: Decimal
    after: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class FeePage:
    """The fee and the ways to cover it."""

    frame: Frame
    form: Reading[Any]
    amount: Decimal
    lines: tuple[FeeLineShown, ...]
    exemptions: tuple[Choice, ...]
    free_receipts: tuple[FreeReceipt, ...]
    portals: tuple[Choice, ...]
    changed: FeeChange | None
    overpaid: Decimal


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
            return await receipts_problem(db, receipts_of(row), due=fee.amount, claim_id=row.claim_id)
        case _:
            return "fee_not_covered"


def receipts_in(first: str, added: str) -> tuple[str, ...]:
    """Return the numbers that were given, in the order they count."""
    return tuple(number for number in (first, added) if number)


def receipts_of(row: DraftRow) -> tuple[str, ...]:
    """Return the receipts that a draft names, none when it is covered otherwise."""
    return receipts_in(row.receipt_number, row.added_receipt) if row.fee_way is FeeWay.RECEIPT else ()


async def receipts_problem(db: AsyncSession, numbers: Sequence[str], *, due: Decimal, claim_id: str) -> str | None:
    """Return why remembered receipts cannot cover a fee, None when they can (FEE-2, FEE-4)."""
    try:
        await _held(db, numbers, due=due)
    except RuleBroken as broken:
        return broken.code
    holders = [await holder_of(db, one) for one in numbers]
    return "receipt_taken" if any(holder not in {None, claim_id} for holder in holders) else None


async def overpaid_by(db: AsyncSession, draft: OpenDraft, fee: Fee | None) -> Decimal:
    """Return what the receipts of a draft hold above its fee: noted when it is confirmed, refunded by MPM 114. AZN."""
    numbers = receipts_of(draft.draft)
    if fee is None or not numbers or await fee_problem(db, draft, fee):
        return Decimal(0)
    return sum((one.excess for one in await _held(db, numbers, due=fee.amount)), Decimal(0))


async def _held(db: AsyncSession, numbers: Sequence[str], *, due: Decimal) -> tuple[Held, ...]:
    known = await db.scalars(select(ReceiptRow).where(col(ReceiptRow.number).in_(numbers)))
    amounts = {row.number: row.amount for row in known}
    if not numbers or not amounts.keys() >= set(numbers):
        raise RuleBroken("receipt_unknown")
    return hold([(number, amounts[number]) for number in numbers], due=due)


def fee_seen(row: DraftRow, fee: Fee) -> FeeSeen:
    """Return what is kept of a fee when the filer chooses how to cover it."""
    value = f"{row.value:.2f}" if row.value is not None else ""
    return FeeSeen(f"{fee.amount:.2f}", row.kind or "", value, row.court_id, row.is_dwelling)


def fee_change(row: DraftRow, fee: Fee | None) -> FeeChange | None:
    """Say what became of a fee since its way was chosen, None when it is the same or no way was chosen yet."""
    if fee is None or row.fee_seen is None:
        return None
    before, after = FeeSeen(**row.fee_seen), fee_seen(row, fee)
    reasons = fee_changes(before, after)
    if not reasons:
        return None
    values = [money(Decimal(seen.value)) if seen.value else gettext("Not valued") for seen in (before, after)]
    said = tuple(
        sentence(code, before=values[0], after=values[1]) if code == "fee_by_value" else sentence(code)
        for code in reasons
    )
    return FeeChange(Decimal(before.amount), fee.amount, said)


def value_page(draft: OpenDraft, form: Reading[Any], back: str) -> ValuePage:
    """Return the question of the claim's value."""
    filing = [party.person for party in draft.parties if party.role in FILING_SIDE]
    asks_dwelling = all(person in BY_DOCUMENT for person in filing)
    return ValuePage(frame_of(draft, FilingStep.FEE, back), form, asks_dwelling)


async def fee_page(
    db: AsyncSession, draft: OpenDraft, form: Reading[Any], *, fee: Fee, portals: Portals, back: str
) -> FeePage:
    """Return the fee with its reckoning and the ways to cover it."""
    english = current_language() is Language.EN
    reasons = tuple(Choice(one.code, one.en if english else one.az) for one in EXEMPTIONS)
    free = await _free_receipts(db, draft.claim.filer_fin)
    frame = frame_of(draft, FilingStep.FEE, back)
    return FeePage(
        frame,
        form,
        fee.amount,
        shown_lines(fee),
        reasons,
        free,
        tuple(Choice(portal, name_of(portal)) for portal in portals.by_name),
        fee_change(draft.draft, fee),
        await overpaid_by(db, draft, fee),
    )


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
