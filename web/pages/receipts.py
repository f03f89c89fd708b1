"""A person's own receipts: where the money of each stands, what of it may be asked back, and what courts answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.fee_ledger import RefundGround
from models.domain.payment import Portal
from models.domain.refund_request import RefundAnswer, refund_refusal
from models.tables.fees import FeeRefundRow, RefundRequestRow
from web.formats import money
from web.forms.reading import Reading
from web.language import gettext
from web.pages.court import Choice
from web.pages.fee_refunds import why_waits
from web.pages.return_places import ground_words
from web.refunds import Standing, own_receipts
from web.sessions import User
from web.words.lookup import name_of


@dataclass(frozen=True)
class ReceiptShown:
    """One receipt; `refund` says what became of a request, or of a ruling, and `why` on which ground it was refused."""

    number: str
    portal: Portal
    paid_at: datetime
    amount: Decimal
    application: str
    address: str
    state: str
    refund: str
    why: str


@dataclass(frozen=True)
class ReceiptsPage:
    """All of them, newest first, and those of which a refund may be asked."""

    form: Reading[Any]
    receipts: tuple[ReceiptShown, ...]
    refundable: tuple[Choice, ...]


async def receipts_page(db: AsyncSession, user: User, form: Reading[Any]) -> ReceiptsPage:
    """Return the receipts of the name the person acts in."""
    found = await own_receipts(db, user)
    requests, orders = await _requests(db, found), await _orders(db, found)
    shown = tuple(_shown(one, requests.get(one.number), orders.get(one.number)) for one in found)
    waiting = {number for number, row in requests.items() if row.answered_at is None}
    refundable = tuple(
        Choice(one.number, f"{one.number} · {money(one.amount)} · {name_of(one.ground)}")
        for one in found
        if one.ground is not None and one.court_id and one.number not in waiting
    )
    return ReceiptsPage(form, shown, refundable)


def _shown(one: Standing, asked: RefundRequestRow | None, order: FeeRefundRow | None) -> ReceiptShown:
    refund, why = _refund(asked, order)
    return ReceiptShown(
        one.number,
        one.portal,
        one.paid_at,
        one.whole,
        one.application,
        f"/claims/{one.claim_id}",
        _state(one),
        refund,
        why,
    )


def _state(one: Standing) -> str:
    # Of an overpaid receipt the part above the fee alone: the rest was used.
    excess = f": {money(one.amount)}" if one.ground is RefundGround.OVERPAID else ""
    return f"{name_of(one.account)}{excess}"


def _refund(asked: RefundRequestRow | None, order: FeeRefundRow | None) -> tuple[str, str]:
    if order is not None and order.refunded_at is not None:
        return gettext("%(amount)s given back by the portal") % {"amount": money(order.amount)}, ""
    if order is not None:
        said = gettext("%(amount)s is given back by the ruling %(ruling)s")
        return said % {"amount": money(order.amount), "ruling": order.ruling}, why_waits(order.refusal)
    if asked is None:
        return "", ""
    if asked.status is RefundAnswer.REFUSED:
        said = gettext("The court refused the refund by the ruling %(ruling)s")
        ground = refund_refusal(asked.refusal)
        return said % {"ruling": asked.ruling}, f"{ground_words(ground)} ({ground.article}). {asked.answer}"
    return gettext("A refund was asked for; the court has not answered yet"), ""


async def _requests(db: AsyncSession, found: Sequence[Standing]) -> dict[str, RefundRequestRow]:
    """Return the newest request for each receipt, made for the application it stands for now."""
    row = RefundRequestRow
    query = select(row).where(col(row.claim_id).in_([one.claim_id for one in found])).order_by(col(row.asked_at))
    return {one.receipt_number: one for one in await db.scalars(query)}


async def _orders(db: AsyncSession, found: Sequence[Standing]) -> dict[str, FeeRefundRow]:
    query = select(FeeRefundRow).where(col(FeeRefundRow.receipt_number).in_([one.number for one in found]))
    return {one.receipt_number: one for one in await db.scalars(query)}
