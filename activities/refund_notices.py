"""Tells a court of a request for a refund, and who asked of its answer (MPM 114), in the transaction of the request."""

from typing import Any
from uuid import uuid5

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.account_notices import as_chosen, write_account_notice
from activities.notices import NAMES
from models.domain.effects import NoticeKind
from models.domain.refund_request import RefundAnswer
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from models.tables.fees import RefundRequestRow
from models.tables.notices import Channel, NoticeRow

_KINDS = {RefundAnswer.GRANTED: NoticeKind.REFUND_GRANTED, RefundAnswer.REFUSED: NoticeKind.REFUND_REFUSED}


async def tell_court(session: AsyncSession, row: RefundRequestRow, *, application: str) -> None:
    """Tell the registry that a request waits for the court's ruling."""
    notice = {"id": uuid5(NAMES, f"refund/{row.id}/asked"), "kind": NoticeKind.REFUND_ASKED, "fin": "", "voen": ""}
    notice |= {"court_id": row.court_id, "claim_id": row.claim_id, "created_at": row.asked_at}
    notice |= {"words": _words(row, application)}
    await session.execute(insert(NoticeRow).values(notice).on_conflict_do_nothing())


async def tell_payer(session: AsyncSession, row: RefundRequestRow, *, application: str) -> None:
    """Tell who asked what the court ruled, and on which ground it refused."""
    if row.answered_at is None:
        return
    account = (await session.scalars(select(AccountRow).where(col(AccountRow.fin) == row.fin))).one_or_none()
    if account is None:
        return
    said = {"ruling": row.ruling, "reason_code": row.refusal, "reason": row.answer}
    await write_account_notice(
        session,
        _KINDS[row.status],
        words=_words(row, application) | (said if row.refusal else {"ruling": row.ruling}),
        to=await _addresses(session, account, row.voen),
        language=account.language,
        at=row.answered_at,
        fin=row.fin,
        notice_id=uuid5(NAMES, f"refund/{row.id}/answered"),
        about={"claim_id": row.claim_id, "voen": row.voen},
    )


def _words(row: RefundRequestRow, application: str) -> dict[str, str]:
    amount = f"{row.amount:.2f}"
    return {
        "receipt_number": row.receipt_number,
        "amount": amount,
        "number": application,
        "court_id": row.court_id,
    }


async def _addresses(session: AsyncSession, account: AccountRow, voen: str) -> dict[Channel, str]:
    """Return where a person wants notices, those of an organisation as he chose for it (PRO-2)."""
    held: Any = (col(CapacityRow.account_id) == account.id) & (col(CapacityRow.voen) == voen)
    capacity = (await session.scalars(select(CapacityRow).where(held))).one_or_none() if voen else None
    if capacity is None:
        return as_chosen(account)
    email = capacity.email if capacity.email_confirmed_at else account.email
    return {
        Channel.EMAIL: email if capacity.notify_email else "",
        Channel.SMS: account.phone if capacity.notify_sms else "",
    }
