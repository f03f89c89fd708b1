"""Giving fees back (MPM 114): what a payer may ask for, asking a court, carrying out what the court ruled."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.refund_notices import tell_court, tell_payer
from models.domain.claim_status import ClaimStatus
from models.domain.errors import RuleBroken
from models.domain.fee_ledger import FREE, NO_COURT, Account, Place, RefundGround, order_refund
from models.domain.payment import Portal
from models.domain.refund_request import RefundAnswer, check_answer, refund_ground
from models.tables.claims import ClaimRow
from models.tables.fees import FeeRefundRow, FeeTransferRow, RefundRequestRow
from web.deps import NotYoursError
from web.drafts import id_from
from web.sessions import User, now

AT_MOST = 200
# Where a receipt stands is told by its newest line, and whose it is by the application of that line; one that was never
# used belongs to the payment that made it, and its draft names the court.
_STANDING = """
    SELECT r.number, r.amount AS whole, r.paid_at, r.portal, last.court_id AS stood, last.target, last.amount AS moved,
        c.id AS claim_id, c.number AS application, c.status,
        EXISTS (SELECT FROM fee_refund f WHERE f.receipt_number = r.number) AS ordered,
        coalesce(nullif(last.court_id, ''), d.court_id) AS court_id
    FROM receipt r
    CROSS JOIN LATERAL (
        SELECT * FROM fee_transfer t WHERE t.receipt_number = r.number ORDER BY t.id DESC LIMIT 1
    ) last
    JOIN claim c ON c.id = coalesce(
        nullif(last.claim_id, ''), (SELECT p.claim_id FROM payment p WHERE p.receipt_number = r.number LIMIT 1))
    JOIN draft d ON d.claim_id = c.id
    WHERE {which}"""
_OWN = "(c.filer_fin = :fin AND c.voen = '' AND :voen = '' OR c.voen = :voen AND :voen <> '')"
_MENTIONED = """
    SELECT u.receipt_number FROM receipt_use u JOIN claim c ON c.id = u.claim_id WHERE {own}
    UNION
    SELECT p.receipt_number FROM payment p JOIN claim c ON c.id = p.claim_id WHERE {own} AND p.receipt_number <> ''"""
_NEWEST_FIRST = "{own} AND r.number IN ({mentioned}) ORDER BY r.paid_at DESC, r.number LIMIT :most"
_MINE = text(_STANDING.format(which=_NEWEST_FIRST.format(own=_OWN, mentioned=_MENTIONED.format(own=_OWN))))
_ONE = text(_STANDING.format(which="r.number = :number"))
# The ruling holds the receipt as an application would: whoever comes second is refused by the same index.
_HELD = text("""
    INSERT INTO receipt_use (receipt_number, claim_id, revision, part, excess, reserved_at, used_at)
    VALUES (:number, :claim_id, 0, 0, :amount, :at, :at) ON CONFLICT DO NOTHING RETURNING claim_id""")


@dataclass(frozen=True)
class Standing:
    """A receipt, where its money stands, for which application, and on which ground it may be given back, if any."""

    number: str
    whole: Decimal
    paid_at: datetime
    portal: Portal
    account: Account
    stood: str  # id of the court where it stands, NO_COURT where it was never used
    court_id: str  # that a refund is asked of; "" where none was chosen
    claim_id: str
    application: str
    ground: RefundGround | None
    amount: Decimal  # that may be given back


async def own_receipts(db: AsyncSession, user: User) -> list[Standing]:
    """Return the receipts of a person, or of the organisation in whose name he acts, newest first."""
    values = {"fin": user.fin, "voen": user.acting.voen, "most": AT_MOST}
    return [_standing(row) for row in await db.execute(_MINE, values)]


async def ask_refund(db: AsyncSession, user: User, number: str, *, said: str, nonce: str) -> None:
    """Ask a court for a receipt's money; the same form twice is one request. The caller owns the transaction.

    Raises NotYoursError for what is not the person's, RuleBroken `refund_not_due`, `refund_no_court` where no court was
    chosen to ask, `refund_asked` while a request waits.
    """
    request_id = UUID(id_from(nonce, purpose="refund", owner=str(user.account_id)))
    if await db.get(RefundRequestRow, request_id) is not None:
        return
    found = next((one for one in await own_receipts(db, user) if one.number == number), None)
    if found is None:
        raise NotYoursError
    if found.ground is None:
        raise RuleBroken("refund_not_due")
    if not found.court_id:
        raise RuleBroken("refund_no_court")
    row = {
        "id": request_id,
        "receipt_number": number,
        "claim_id": found.claim_id,
        "court_id": found.court_id,
        "fin": user.fin,
        "voen": user.acting.voen,
        "ground": found.ground,
        "amount": found.amount,
        "text": said,
        "asked_at": now(),
        "status": RefundAnswer.WAITING,
        "ruling": "",
        "refusal": "",
        "answer": "",
    }
    kept = insert(RefundRequestRow).values(row).on_conflict_do_nothing().returning(col(RefundRequestRow.id))
    if (await db.execute(kept)).first() is None:
        raise RuleBroken("refund_asked")
    await tell_court(db, await db.get_one(RefundRequestRow, request_id), application=found.application)


async def waiting_request(db: AsyncSession, user: User, request_id: UUID) -> RefundRequestRow:
    """Return a request to the clerk's court as it stands now, held until the commit; NotYoursError for every other."""
    query = select(RefundRequestRow).where(col(RefundRequestRow.id) == request_id).with_for_update()
    row = (await db.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()
    if row is None or row.court_id != user.court_id:
        raise NotYoursError
    return row


async def refuse_refund(
    db: AsyncSession, user: User, request_id: UUID, *, ruling: str, refusal: str, said: str
) -> None:
    """Refuse a request by a ruling; the receipt stays as it is. The caller owns the transaction.

    Raises NotYoursError, RuleBroken `refund_answered`, or what `check_answer` says against the answer.
    """
    check_answer(RefundAnswer.REFUSED, refusal=refusal, text=said)
    row = await waiting_request(db, user, request_id)
    if row.answered_at is not None:
        raise RuleBroken("refund_answered")
    row.refusal, row.answer = refusal, said.strip()
    await _answered(db, user, row, RefundAnswer.REFUSED, ruling=ruling)


async def grant_refund(db: AsyncSession, user: User, number: str, *, ruling: str) -> None:
    """Carry a ruling out: the money is set aside, and a request that waits for it is answered; the caller commits.

    Raises RuleBroken `refund_not_due` when nothing of this receipt is to be given back at the court, `receipt_taken`
    when an application has taken it meanwhile.
    """
    court_id = user.court_id or ""
    waiting = await _waiting_for(db, number, court_id=court_id)
    found = await _standing_of(db, number)
    # What reached no court goes back only to who asks for it: it may still be used.
    if found is None or found.ground is None or (found.ground is RefundGround.NOT_FILED and waiting is None):
        raise RuleBroken("refund_not_due")
    if found.stood != court_id and (waiting is None or found.stood != NO_COURT):
        raise RuleBroken("refund_not_due")
    order = {
        "receipt_number": number,
        "id": uuid4().hex,
        "court_id": court_id,
        "claim_id": found.claim_id,
        "amount": found.amount,
        "ground": found.ground,
        "ruling": ruling,
        "ordered_by": user.account_id,
        "ordered_at": now(),
        "refusal": "",
    }
    kept = insert(FeeRefundRow).values(order).on_conflict_do_nothing().returning(col(FeeRefundRow.receipt_number))
    if (await db.execute(kept)).first() is None:
        raise RuleBroken("refund_not_due")
    if found.account in FREE:
        await _set_aside(db, found, court_id=court_id)
    if waiting is not None:
        await _answered(db, user, waiting, RefundAnswer.GRANTED, ruling=ruling)


async def _set_aside(db: AsyncSession, found: Standing, *, court_id: str) -> None:
    at = now()
    values = {"number": found.number, "claim_id": found.claim_id, "amount": found.whole, "at": at}
    if (await db.execute(_HELD, values)).first() is None:
        raise RuleBroken("receipt_taken")
    # Read again now that the hold keeps all others from it: an application may have brought it elsewhere meanwhile.
    held = await _standing_of(db, found.number)
    if held is None or held.account not in FREE or held.stood != found.stood:
        raise RuleBroken("refund_not_due")
    for line in order_refund(held.number, held.whole, stood=Place(held.stood, held.account), court_id=court_id):
        db.add(FeeTransferRow(**vars(line), claim_id=held.claim_id, at=at))
        await db.flush()  # line by line: each takes what the one before has brought


async def _waiting_for(db: AsyncSession, number: str, *, court_id: str) -> RefundRequestRow | None:
    row = RefundRequestRow
    waits = (col(row.receipt_number) == number) & (col(row.court_id) == court_id) & col(row.answered_at).is_(None)
    return (await db.execute(select(row).where(waits).with_for_update())).scalar_one_or_none()


async def _answered(db: AsyncSession, user: User, row: RefundRequestRow, answer: RefundAnswer, *, ruling: str) -> None:
    row.status, row.ruling, row.answered_by, row.answered_at = answer, ruling, user.account_id, now()
    await db.flush()
    claim = await db.get_one(ClaimRow, row.claim_id)
    await tell_payer(db, row, application=claim.number)


async def _standing_of(db: AsyncSession, number: str) -> Standing | None:
    found = (await db.execute(_ONE, {"number": number})).first()
    return _standing(found) if found else None


def _standing(row: Any) -> Standing:
    account = Account(row.target)
    ground = None if row.ordered else refund_ground(account, ClaimStatus(row.status))
    return Standing(
        row.number,
        row.whole,
        row.paid_at,
        Portal(row.portal),
        account,
        row.stood or NO_COURT,
        row.court_id,
        row.claim_id,
        row.application,
        ground,
        row.moved if ground is RefundGround.OVERPAID else row.whole,
    )
