"""What a court may or must give back (MPM 114): what is due, what was asked for, what its rulings have ordered."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.domain.fee_ledger import Account, RefundGround
from models.domain.refund_request import REFUND_REFUSALS, refund_ground
from models.tables.claims import ClaimRow
from models.tables.fees import FeeRefundRow, RefundRequestRow
from web.deps import NotYoursError
from web.forms.reading import Reading
from web.pages.court import Choice
from web.pages.return_places import ground_words
from web.sessions import User
from web.words.lookup import sentence

AT_MOST = 200
# Money that stands to be refunded at the court (what an accepted application had above its fee, all of a refused one),
# and receipts that a return by the court left free there. Where a receipt stands is told by its newest line.
_DUE = text(f"""
    SELECT last.receipt_number, last.claim_id, claim.number,
        last.amount AS moved, receipt.amount AS whole, last.target, claim.status, last.at
    FROM fee_transfer last JOIN receipt ON receipt.number = last.receipt_number JOIN claim ON claim.id = last.claim_id
    WHERE last.court_id = :court AND last.target IN ('{Account.REFUNDABLE}', '{Account.RELEASED}')
        AND NOT EXISTS (SELECT FROM fee_transfer t WHERE t.receipt_number = last.receipt_number AND t.id > last.id)
        AND NOT EXISTS (SELECT FROM fee_refund r WHERE r.receipt_number = last.receipt_number)
        AND (last.target = '{Account.REFUNDABLE}' OR claim.status = '{ClaimStatus.RETURNED}')
    ORDER BY last.at, last.receipt_number LIMIT :most""")  # noqa: S608 - the names are our own constants


@dataclass(frozen=True)
class Due:
    """Money that can be given back, and why."""

    receipt_number: str
    claim_id: str
    application: str
    amount: Decimal
    ground: RefundGround


@dataclass(frozen=True)
class Ordered:
    """A refund that was ordered: given back at `refunded_at`, or `waits` says why it was not so far."""

    receipt_number: str
    amount: Decimal
    ground: RefundGround
    ruling: str
    ordered_at: datetime
    refunded_at: datetime | None
    waits: str


@dataclass(frozen=True)
class Asked:
    """A payer's request that waits for the court's ruling."""

    request_id: str
    receipt_number: str
    application: str
    amount: Decimal
    ground: RefundGround
    asked_at: datetime


@dataclass(frozen=True)
class FeeRefundsPage:
    """The court's refunds."""

    form: Reading[Any]
    asked: tuple[Asked, ...]
    due: tuple[Due, ...]
    ordered: tuple[Ordered, ...]


@dataclass(frozen=True)
class RefundAnswerPage:
    """One request and the court's answer to it; `waits` is False once it was given."""

    form: Reading[Any]
    asked: Asked
    said: str
    waits: bool
    refusals: tuple[Choice, ...]


async def fee_refunds_page(db: AsyncSession, user: User, form: Reading[Any]) -> FeeRefundsPage:
    """Return what can be given back at the person's court, and what was ordered there."""
    row = FeeRefundRow
    query = select(row).where(col(row.court_id) == user.court_id).order_by(col(row.ordered_at).desc()).limit(AT_MOST)
    ordered = tuple(
        Ordered(
            one.receipt_number,
            one.amount,
            one.ground,
            one.ruling,
            one.ordered_at,
            one.refunded_at,
            why_waits(one.refusal),
        )
        for one in await db.scalars(query)
    )
    found = await db.execute(_DUE, {"court": user.court_id, "most": AT_MOST})
    waiting = _requests(user).where(col(RefundRequestRow.answered_at).is_(None))
    asked = await db.execute(waiting.order_by(col(RefundRequestRow.asked_at)).limit(AT_MOST))
    return FeeRefundsPage(form, tuple(_asked(*one) for one in asked), tuple(_due(one) for one in found), ordered)


async def refund_answer_page(db: AsyncSession, user: User, request_id: UUID, form: Reading[Any]) -> RefundAnswerPage:
    """Return a request to the clerk's court, to be answered; NotYoursError for every other."""
    query = _requests(user).where(col(RefundRequestRow.id) == request_id)
    found = (await db.execute(query)).first()
    if found is None:
        raise NotYoursError
    row, application = found
    refusals = tuple(Choice(one.code, f"{ground_words(one)} ({one.article})") for one in REFUND_REFUSALS)
    return RefundAnswerPage(form, _asked(row, application), row.text, row.answered_at is None, refusals)


def _requests(user: User) -> Select[RefundRequestRow, str]:
    row = RefundRequestRow
    query = select(row, col(ClaimRow.number)).join_from(row, ClaimRow, col(ClaimRow.id) == col(row.claim_id))
    return query.where(col(row.court_id) == user.court_id)


def _asked(row: RefundRequestRow, application: str) -> Asked:
    return Asked(str(row.id), row.receipt_number, application, row.amount, row.ground, row.asked_at)


def why_waits(refusal: str) -> str:
    """Say why money that was ordered back is not back yet; nothing where the portal was not asked so far."""
    return sentence(f"refund_waits_{refusal}") if refusal else ""


def _due(row: Any) -> Due:
    ground = refund_ground(Account(row.target), ClaimStatus(row.status)) or RefundGround.RETURNED
    amount = row.moved if ground is RefundGround.OVERPAID else row.whole
    return Due(row.receipt_number, row.claim_id, row.number, amount, ground)
