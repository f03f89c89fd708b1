"""Money that nobody heard of is found at night, entered once, and its payer told; what does not agree is reported."""

import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import httpx2
import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from temporalio.testing import ActivityEnvironment

from activities.adapters.portal import GovernmentPortal
from activities.fee_reconciliation import FeeReconciliationActivities
from activities.portals import portals_of
from activities.receipts import remember_receipt
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.domain.fee_reconciliation import DifferenceKind
from models.domain.payment import PaymentStatus, Portal
from models.domain.terms import court_day
from models.ports import PortalReceipt
from models.tables.claims import ClaimRow
from models.tables.fees import FeeDifferenceRow, FeeReconciliationRow
from models.tables.notices import NoticeRow
from models.tables.processes import PaymentRow
from tests.builders import COURT, LALA, a_draft
from tests.outside import Simulator, simulator

SECRET = "gizli"
BACK = "http://127.0.0.1:1/qayidis"


@dataclass(frozen=True)
class Night:
    """One night's work between the portal and our tables."""

    sessions: Sessions
    activities: FeeReconciliationActivities
    portal: Simulator
    gate: GovernmentPortal

    async def ordered(self, status: PaymentStatus) -> str:
        """Open an order at the portal, which the court has a payment for, and pay it without a callback."""
        claim_id, order_id = await a_draft(self.sessions, court_id=COURT), str(uuid.uuid4())
        row = PaymentRow(
            id=order_id, claim_id=claim_id, payer_fin=LALA, amount=Decimal(30), status=status, version=1,
            started_at=datetime.now(UTC),
        )  # fmt: skip
        claim = ClaimRow(
            id=claim_id, number=order_id[:20], filer_fin=LALA, status=ClaimStatus.DRAFT, revision=1,
            opened_at=datetime.now(UTC), updated_at=datetime.now(UTC),
        )  # fmt: skip
        async with self.sessions.begin() as session:
            session.add(row)
            session.add(claim)
        await self.gate.open_payment(
            order_id=order_id, amount=Decimal(30), description="Dövlət rüsumu", return_url=BACK, callback_url=BACK,
            language="az",
        )  # fmt: skip
        self.portal.told(f"/sim/orders/{order_id}/pay")
        return order_id

    async def compared(self, day: date | None = None) -> None:
        await ActivityEnvironment().run(self.activities.compare, Portal.GOVERNMENT, day or court_day(datetime.now(UTC)))

    async def found(self) -> list[tuple[DifferenceKind, str, bool]]:
        async with self.sessions() as session:
            rows = await session.scalars(select(FeeDifferenceRow).order_by(col(FeeDifferenceRow.kind)))
            return [(row.kind, row.receipt_number, row.mended) for row in rows]

    async def payment(self, order_id: str) -> PaymentRow:
        async with self.sessions() as session:
            return await session.get_one(PaymentRow, order_id)

    async def brought(self, number: str) -> PortalReceipt:
        """Let a payer bring a receipt to the court."""
        receipt = await self.gate.receipt(number)
        assert receipt is not None
        async with self.sessions.begin() as session:
            await remember_receipt(session, receipt)
        return receipt


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("portal", tmp_path_factory.mktemp("portal"), "--secret", SECRET) as running:
        yield running


@pytest.fixture
async def night(sessions: Sessions, recording: Engine, portal: Simulator) -> AsyncIterator[Night]:
    portal.told("/sim/script", behaviour="missing")
    async with httpx2.AsyncClient() as http:
        gate = GovernmentPortal(http, portal.url, SECRET.encode())
        activities = FeeReconciliationActivities(sessions, recording, portals_of(gate, None))
        yield Night(sessions, activities, portal, gate)


async def test_money_for_a_payment_that_was_given_up_is_entered_once_and_its_payer_told(night: Night) -> None:
    expired, waiting = await night.ordered(PaymentStatus.EXPIRED), await night.ordered(PaymentStatus.WAITING)
    for _ in range(2):
        await night.compared()
    payment = await night.payment(expired)
    assert (payment.status, payment.outcome) == (PaymentStatus.PAID, "paid_late")
    assert await night.found() == [(DifferenceKind.UNKNOWN_HERE, payment.receipt_number, True)]
    assert (await night.payment(waiting)).receipt_number == "", "its own workflow is still asking"
    async with night.sessions() as session:
        told = await session.scalars(select(NoticeRow).where(col(NoticeRow.claim_id) == payment.claim_id))
        assert [notice.fin for notice in told] == [LALA]
        report = await session.get_one(FeeReconciliationRow, (court_day(datetime.now(UTC)), Portal.GOVERNMENT))
    assert (report.answered, report.receipts_here, report.receipts_there) == (True, 1, 2)


async def test_a_receipt_only_we_know_and_money_given_back_without_us_are_reported(night: Night) -> None:
    before = set(await night.found())
    unknown, refunded = [str(night.portal.told("/sim/receipts", amount="30", payer_name="Q")["number"]) for _ in "12"]
    receipt = await night.brought(unknown)
    async with night.sessions.begin() as session:
        await remember_receipt(session, replace(receipt, number="799999999990"))
    await night.brought(refunded)
    night.portal.told(f"/sim/receipts/{refunded}/refund")
    await night.compared()
    assert set(await night.found()) - before == {
        (DifferenceKind.REFUND, refunded, False),
        (DifferenceKind.UNKNOWN_THERE, "799999999990", False),
    }


async def test_a_portal_that_gave_no_register_stands_in_the_report(night: Night) -> None:
    day = date(2026, 1, 5)
    await ActivityEnvironment().run(night.activities.note_silence, Portal.ASAN, day)
    await ActivityEnvironment().run(night.activities.compare, Portal.ASAN, day)  # not connected: passed over
    async with night.sessions() as session:
        assert (await session.get_one(FeeReconciliationRow, (day, Portal.ASAN))).answered is False
