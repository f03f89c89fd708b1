"""What must be true of decisions and of the fee's money after a fault run: each once, each where it belongs."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import col

from models.domain.claim_status import Act, ClaimStatus
from models.domain.exemptions import ExemptionAnswer
from models.domain.fee_ledger import Account, RefundGround, Transfer, balances
from models.domain.refund_request import RefundAnswer
from models.tables.claims import ReceiptUseRow
from models.tables.desk import CourtDecisionRow
from models.tables.fees import FeeRefundRow, FeeTransferRow, RefundRequestRow
from tests.builders import COURT
from tests.faults.application import Application
from tests.faults.court import LiveCourt
from tests.faults.filing import PAID

Balances = dict[tuple[str, Account], Decimal]


async def of_decisions(court: LiveCourt, application: Application, acts: Sequence[Act]) -> AsyncIterator[str]:
    """Name what is untrue of a claim's decisions: the last has left, those before it were undone, none is at rest."""
    rows = select(CourtDecisionRow).where(col(CourtDecisionRow.claim_id) == application.claim_id)
    async with court.sessions() as session:
        decisions = list(await session.scalars(rows.order_by(col(CourtDecisionRow.revision))))
    shown = [(decision.left_at is not None, decision.undone_at is not None) for decision in decisions]
    if shown != [(False, True)] * acts.count(Act.UNDO) + [(True, False)] or decisions[-1].act is not acts[-1]:
        yield f"decisions {decisions}"
    wanted = [ExemptionAnswer.NOT_RECOGNISED, ExemptionAnswer.RECOGNISED] if application.is_exempt else []
    if (answers := [decision.exemption for decision in decisions if decision.exemption]) != wanted:
        yield f"exemption answered {answers}"


async def of_fee(
    court: LiveCourt, application: Application, uses: Sequence[ReceiptUseRow], status: ClaimStatus
) -> AsyncIterator[str]:
    """Name what is untrue of the money that paid for a claim, and of the refund of a refused one."""
    for use in uses:
        lines = await _lines(court, use.receipt_number)
        if twice := [line for line, times in Counter(_event(line) for line in lines).items() if times > 1]:
            yield f"entered twice in the account of fees: {twice}"
        if (found := _balances(lines)) != (wanted := _wanted(use, status)):
            yield f"the account of fees has {found}, expected {wanted}"
    if status is ClaimStatus.DECLINED:
        async for untruth in _of_refund(court, application.receipt):
            yield untruth


async def _lines(court: LiveCourt, number: str) -> list[FeeTransferRow]:
    rows = select(FeeTransferRow).where(col(FeeTransferRow.receipt_number) == number)
    async with court.sessions() as session:
        return list(await session.scalars(rows.order_by(col(FeeTransferRow.id))))


def _event(line: FeeTransferRow) -> tuple[str, ...]:
    return (line.claim_id, line.event, line.source, line.target)


def _balances(lines: Sequence[FeeTransferRow]) -> Balances:
    """Return what stands where at the end; OUTSIDE mirrors it."""
    transfers = (
        Transfer(line.receipt_number, line.court_id, line.event, line.source, line.target, line.amount)
        for line in lines
    )
    return {
        (court_id, account): amount
        for (court_id, account), amount in balances(transfers).items()
        if amount and account is not Account.OUTSIDE
    }


def _wanted(use: ReceiptUseRow, status: ClaimStatus) -> Balances:
    if status is ClaimStatus.DECLINED:
        return {(COURT, Account.REFUNDABLE): use.part + use.excess}
    excess = {(COURT, Account.REFUNDABLE): use.excess} if use.excess else {}
    return {(COURT, Account.USED): use.part, **excess}


async def _of_refund(court: LiveCourt, number: str) -> AsyncIterator[str]:
    async with court.sessions() as session:
        asked = list(
            await session.scalars(select(RefundRequestRow).where(col(RefundRequestRow.receipt_number) == number))
        )
        ordered = await session.get(FeeRefundRow, number)
    if [request.status for request in asked] != [RefundAnswer.GRANTED]:
        yield f"requests for a refund: {asked}"
    if ordered is None or (ordered.ground, ordered.amount) != (RefundGround.DECLINED, Decimal(PAID)):
        yield f"refund ordered: {ordered}"
