"""Online payment with a portal that is late, says things twice, contradicts itself or says nothing."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import httpx2
import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import col
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.adapters.asan_pay import AsanPayment
from activities.adapters.file_store import FileDocumentStore
from activities.adapters.portal import GovernmentPortal
from activities.claims import ClaimActivities
from activities.packages import Packages
from activities.payments import PaymentActivities
from activities.portals import portals_of
from docker.keys import public_key_of
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.domain.effects import NoticeKind
from models.domain.fee_cover import FeeCover, FeeWay
from models.domain.payment import PaymentStatus, Portal
from models.messages import ids
from models.ports import PaymentPortal
from models.tables.claims import ClaimRow, PackageRow, ReceiptRow, ReceiptUseRow
from models.tables.drafts import DraftRow
from models.tables.notices import NoticeRow
from models.tables.processes import PaymentRow
from tests.builders import confirming
from tests.merchant_door import Door, merchant_door
from tests.outside import Simulator, simulator
from tests.workflows.conftest import Court, a_general_court
from workflows.claim import ClaimWorkflow
from workflows.package import PackageWorkflow
from workflows.payment import PaymentWorkflow

SECRET, SEED = "s3cret-of-the-tests", "5e" * 32


@dataclass(frozen=True)
class Till:
    """Pays for drafts."""

    court: Court
    portal: Simulator
    door: Door
    gate: PaymentPortal
    name: Portal = Portal.GOVERNMENT

    async def begin(self, *, behaviour: str = "normal") -> tuple[str, str]:
        """Open a draft and a payment for it; returns the claim's and the payment's ids."""
        claim_id, payment_id = await self.court.open_draft(), str(uuid.uuid4())
        self.portal.told(f"/sim/orders/{payment_id}/script", behaviour=behaviour, seconds=0)
        act = await confirming(self.court.sessions, claim_id)
        act = replace(act, at=self.court.now(), fee=FeeCover(FeeWay.ONLINE, "127.20"))
        view = await self.court.commands.begin_payment(
            payment_id,
            claim_id=claim_id,
            confirm=act,
            description="Dövlət rüsumu",
            language="az",
            portal=self.name,
        )
        assert view.status is PaymentStatus.WAITING
        assert view.pay_url.startswith(self.portal.url)
        return claim_id, payment_id

    def pay(self, payment_id: str) -> None:
        """Pay by card."""
        httpx2.post(f"{self.portal.url}/sim/orders/{payment_id}/pay", timeout=10).raise_for_status()

    async def hear_callback(self, payment_id: str) -> None:
        """Take the portal's next callback about a payment as the web does, past those of payments before it."""
        body, signature = b"", ""
        while payment_id.encode() not in body:
            body, signature = await asyncio.to_thread(self.door.next)
        await self.court.commands.portal_called(self.gate.verify_callback(body, signature))

    async def ended(self, payment_id: str) -> PaymentStatus:
        handle = self.court.temporal.client.get_workflow_handle(
            ids.payment_workflow(payment_id), result_type=PaymentStatus
        )
        status: PaymentStatus = await handle.result()
        return status

    async def later(self, payment_id: str, minutes: float) -> None:
        handle = self.court.temporal.client.get_workflow_handle(ids.payment_workflow(payment_id))
        await self.court.temporal.fast_forward(handle, minutes * 60)

    async def payment(self, payment_id: str) -> PaymentRow:
        async with self.court.sessions() as session:
            return await session.get_one(PaymentRow, payment_id)

    async def claim(self, claim_id: str) -> ClaimRow:
        async with self.court.sessions() as session:
            return await session.get_one(ClaimRow, claim_id)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("portal", tmp_path_factory.mktemp("portal"), "--secret", SECRET) as running:
        yield running


@pytest.fixture(scope="module")
def asan_pay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    words = ("--token", SECRET, "--signing-key", SEED)
    with simulator("asan_pay", tmp_path_factory.mktemp("asan_pay"), *words) as running:
        yield running


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    with merchant_door("X-Portal-Signature", "X-Asan-Signature") as opened:
        yield opened


@pytest.fixture(scope="module")
async def tills(
    temporal: WorkflowEnvironment,
    sessions: Sessions,
    recording: Engine,
    *,
    portal: Simulator,
    asan_pay: Simulator,
    door: Door,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[Till, Till]]:
    """Run a worker of a court that takes payments by both portals."""
    court_id = await a_general_court(sessions)
    claims = ClaimActivities(recording)
    async with httpx2.AsyncClient() as http:
        gate = GovernmentPortal(http, portal.url, SECRET.encode())
        second = AsanPayment(http, asan_pay.url, SECRET, public_key_of(SEED))
        payments = PaymentActivities(
            sessions, recording, portals_of(gate, second), temporal.client, door.url.removesuffix("/callback")
        )
        packages = Packages(sessions, FileDocumentStore(tmp_path_factory.mktemp("documents")), "http://divan.example")
        async with Worker(
            temporal.client,
            task_queue=ids.TASK_QUEUE,
            workflows=[ClaimWorkflow, PackageWorkflow, PaymentWorkflow],
            activities=[*claims.listed(), *payments.listed(), packages.make_ahead],
            activity_executor=ThreadPoolExecutor(16),
        ):
            court = Court(temporal, sessions, court_id)
            yield Till(court, portal, door, gate), Till(court, asan_pay, door, second, Portal.ASAN)


@pytest.fixture
def till(tills: tuple[Till, Till]) -> Till:
    return tills[0]


@pytest.fixture
def second_till(tills: tuple[Till, Till]) -> Till:
    return tills[1]


async def test_a_callback_that_comes_twice_gives_one_receipt_and_one_confirmation(till: Till) -> None:
    claim_id, payment_id = await till.begin(behaviour="doubled")
    till.pay(payment_id)
    for _ in range(2):
        await till.hear_callback(payment_id)
    assert await till.ended(payment_id) is PaymentStatus.PAID
    payment, claim = await till.payment(payment_id), await till.claim(claim_id)
    assert (payment.outcome, claim.status) == ("confirmed", ClaimStatus.CONFIRMED)
    assert claim.receipt_number == payment.receipt_number
    async with till.court.sessions() as session:
        receipts = await session.scalars(select(ReceiptRow).where(col(ReceiptRow.number) == payment.receipt_number))
        holds = await session.scalars(select(ReceiptUseRow).where(col(ReceiptUseRow.claim_id) == claim_id))
        assert len(receipts.all()) == len(holds.all()) == 1


async def test_a_portal_that_never_calls_is_asked(till: Till) -> None:
    claim_id, payment_id = await till.begin(behaviour="missing")
    till.pay(payment_id)
    await till.later(payment_id, minutes=1)
    assert await till.ended(payment_id) is PaymentStatus.PAID
    assert (await till.claim(claim_id)).status is ClaimStatus.CONFIRMED


async def test_the_document_of_a_paid_claim_is_made_before_anybody_opens_it(till: Till) -> None:
    claim_id, payment_id = await till.begin(behaviour="missing")
    till.pay(payment_id)
    await till.later(payment_id, minutes=1)
    assert await till.ended(payment_id) is PaymentStatus.PAID
    version = (await till.claim(claim_id)).version
    await till.court.temporal.client.get_workflow_handle(ids.package_workflow(claim_id, version)).result()
    async with till.court.sessions() as session:
        assert await session.get(PackageRow, (claim_id, version)) is not None


async def test_a_failure_that_turns_out_paid_is_paid(till: Till) -> None:
    claim_id, payment_id = await till.begin(behaviour="contradictory")
    till.pay(payment_id)
    await till.later(payment_id, minutes=60)
    assert await till.ended(payment_id) is PaymentStatus.PAID
    assert (await till.claim(claim_id)).status is ClaimStatus.CONFIRMED


async def test_a_payment_nobody_makes_ends_after_its_life(till: Till) -> None:
    claim_id, payment_id = await till.begin()
    await till.later(payment_id, minutes=25 * 60)
    assert await till.ended(payment_id) is PaymentStatus.EXPIRED
    assert (await till.claim(claim_id)).status is ClaimStatus.DRAFT


async def test_money_for_a_draft_that_changed_meanwhile_is_kept_and_the_payer_told(till: Till) -> None:
    claim_id, payment_id = await till.begin(behaviour="missing")
    async with till.court.sessions.begin() as session:
        changed = update(DraftRow).where(col(DraftRow.claim_id) == claim_id)
        await session.execute(changed.values(version=DraftRow.version + 1))
    till.pay(payment_id)
    await till.later(payment_id, minutes=1)
    assert await till.ended(payment_id) is PaymentStatus.PAID
    assert (await till.payment(payment_id)).outcome == "draft_changed"
    assert (await till.claim(claim_id)).status is ClaimStatus.DRAFT
    async with till.court.sessions() as session:
        notices = await session.scalars(select(NoticeRow).where(col(NoticeRow.claim_id) == claim_id))
        assert [notice.kind for notice in notices] == [NoticeKind.PAYMENT_RECEIVED]
        assert await session.get(ReceiptRow, (await till.payment(payment_id)).receipt_number) is not None


@pytest.mark.parametrize(
    ("behaviour", "calls"), [("normal", 1), ("doubled", 2), ("missing", 0), ("late", 0), ("contradictory", 0)]
)
async def test_the_second_portals_answers_end_in_one_receipt_too(
    second_till: Till, *, behaviour: str, calls: int
) -> None:
    claim_id, payment_id = await second_till.begin(behaviour=behaviour)
    second_till.pay(payment_id)
    for _ in range(calls):
        await second_till.hear_callback(payment_id)
    if not calls:
        await second_till.later(payment_id, minutes=60)
    assert await second_till.ended(payment_id) is PaymentStatus.PAID
    payment, claim = await second_till.payment(payment_id), await second_till.claim(claim_id)
    assert (payment.portal, payment.outcome, claim.status) == (Portal.ASAN, "confirmed", ClaimStatus.CONFIRMED)
    async with second_till.court.sessions() as session:
        receipt = await session.get_one(ReceiptRow, payment.receipt_number)
        holds = (await session.scalars(select(ReceiptUseRow).where(col(ReceiptUseRow.claim_id) == claim_id))).all()
    assert receipt.portal is Portal.ASAN
    assert [hold.receipt_number for hold in holds] == [payment.receipt_number]
