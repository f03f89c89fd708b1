"""Payments: whatever the portal's answers do on their way, the court can find out what was paid, and paid once."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from pathlib import Path

import httpx2
import pytest

from activities.adapters.portal import GovernmentPortal
from models.ports import OutsideRefusedError, OutsideUnavailableError, PaymentState, PortalSession
from tests.merchant_door import Door, merchant_door
from tests.outside import Simulator, simulator

SECRET = "sınaq-açarı"
FEE = Decimal("30.00")
_numbers = count(1)


@dataclass(frozen=True)
class Desk:
    simulator: Simulator
    portal: GovernmentPortal
    door: Door
    order_id: str

    async def open(self, amount: Decimal = FEE) -> PortalSession:
        return await self.portal.open_payment(
            order_id=self.order_id,
            amount=amount,
            description="Dövlət rüsumu: iddia ərizəsi",
            return_url="http://127.0.0.1:8000/odenis/qayidis",
            callback_url=self.door.url,
            language="az",
        )

    async def begun(self, behaviour: str, seconds: float = 0) -> None:
        self.simulator.told(f"/sim/orders/{self.order_id}/script", behaviour=behaviour, seconds=seconds)
        await self.open()
        self.simulator.told(f"/sim/orders/{self.order_id}/pay")

    async def told_state(self) -> str:
        """Wait for the next callback, check whose it is, and return what it says."""
        body, signature = await asyncio.to_thread(self.door.next)
        assert self.portal.verify_callback(body, signature) == self.order_id
        state: str = json.loads(body)["state"]
        return state

    async def paid_receipt(self) -> str:
        status = await self.portal.status(self.order_id)
        assert status.state is PaymentState.PAID
        assert status.receipt is not None
        assert status.receipt.amount == FEE
        assert await self.portal.receipt(status.receipt.number) == status.receipt
        return status.receipt.number


@pytest.fixture(scope="module")
def hop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("portal", tmp_path_factory.mktemp("portal"), "--secret", SECRET) as running:
        yield running


@pytest.fixture
def door() -> Iterator[Door]:
    with merchant_door() as opened:
        yield opened


@pytest.fixture
async def desk(hop: Simulator, door: Door) -> AsyncIterator[Desk]:
    hop.told("/sim/script")
    async with httpx2.AsyncClient() as http:
        yield Desk(hop, GovernmentPortal(http, hop.url, SECRET.encode()), door, f"claim-{next(_numbers)}:fee")


async def test_a_payment_is_paid_on_the_card_page_and_its_callback_is_signed(desk: Desk) -> None:
    session = await desk.open()
    assert (await desk.portal.status(desk.order_id)).state is PaymentState.PENDING
    card = {"number": "4111 1111 1111 1111", "expiry": "12/30", "cvc": "123", "payer_name": "Nağıyeva Lalə"}
    async with httpx2.AsyncClient(follow_redirects=True) as browser:
        assert "30.00 ₼" in (await browser.get(session.pay_url)).text
        wrong = await browser.post(session.pay_url, data=card | {"number": "4111 1111 1111 1112"})
        assert wrong.status_code == 422
        assert 'role="alert"' in wrong.text
        assert (await desk.portal.status(desk.order_id)).state is PaymentState.PENDING
        first = await browser.post(session.pay_url, data=card)
        second = await browser.post(session.pay_url, data=card)
    assert 'href="http://127.0.0.1:8000/odenis/qayidis"' in first.text
    assert await desk.told_state() == "paid"
    number = await desk.paid_receipt()
    assert number.isdigit()
    assert len(number) >= 10
    assert number in first.text
    assert number in second.text
    receipt = await desk.portal.receipt(number)
    assert receipt is not None
    assert (receipt.payer_name, receipt.purpose, receipt.refunded) == ("Nağıyeva Lalə", "court_fee", False)
    assert receipt.paid_at.tzinfo is not None


async def test_asking_twice_is_one_payment_even_when_the_first_answer_is_lost(desk: Desk) -> None:
    desk.simulator.told("/sim/script", open_fails=1)
    with pytest.raises(OutsideUnavailableError):
        await desk.open()
    session = await desk.open()
    assert await desk.open() == session
    with pytest.raises(OutsideRefusedError, match="PAYMENT_REFUSED: HTTP 409 amount_differs"):
        await desk.open(FEE + 1)


async def test_a_late_callback_does_not_hide_that_it_is_paid(desk: Desk) -> None:
    await desk.begun("late", seconds=0.5)
    number = await desk.paid_receipt()
    assert desk.door.brought.empty()
    assert await desk.told_state() == "paid"
    assert await desk.paid_receipt() == number


async def test_a_doubled_callback_is_one_receipt(desk: Desk) -> None:
    await desk.begun("doubled")
    assert [await desk.told_state(), await desk.told_state()] == ["paid", "paid"]
    status = await desk.portal.status(desk.order_id)
    assert status.receipt is not None
    assert len(desk.simulator.shown("/sim/callbacks", order_id=desk.order_id)) == 2


async def test_without_any_callback_the_status_tells(desk: Desk) -> None:
    await desk.begun("missing")
    await desk.paid_receipt()
    assert desk.simulator.shown("/sim/callbacks", order_id=desk.order_id) == []


async def test_a_refused_card_leaves_no_receipt(desk: Desk) -> None:
    await desk.begun("failed")
    assert await desk.told_state() == "failed"
    status = await desk.portal.status(desk.order_id)
    assert (status.state, status.receipt, status.reason) == (PaymentState.FAILED, None, "declined")


async def test_a_bank_that_contradicts_itself_ends_as_paid(desk: Desk) -> None:
    await desk.begun("contradictory", seconds=0.5)
    assert (await desk.portal.status(desk.order_id)).state is PaymentState.FAILED
    assert [await desk.told_state(), await desk.told_state()] == ["failed", "paid"]
    await desk.paid_receipt()


async def test_a_slow_bank_is_pending_until_it_answers(desk: Desk) -> None:
    await desk.begun("slow_bank", seconds=0.5)
    assert (await desk.portal.status(desk.order_id)).state is PaymentState.PENDING
    assert await desk.told_state() == "paid"
    await desk.paid_receipt()


async def test_a_callback_that_was_not_taken_comes_again_as_it_was(desk: Desk) -> None:
    desk.door.refusals = 2
    await desk.begun("normal")
    deliveries = [await asyncio.to_thread(desk.door.next) for _ in range(3)]
    assert len(set(deliveries)) == 1


async def test_a_callback_outlives_the_portals_restart(tmp_path: Path, door: Door) -> None:
    async with httpx2.AsyncClient() as http:
        with simulator("portal", tmp_path, "--secret", SECRET) as hop:
            desk = Desk(hop, GovernmentPortal(http, hop.url, SECRET.encode()), door, "restarted")
            await desk.begun("slow_bank", seconds=1)
        assert hop.process.exitcode == 0
        with simulator("portal", tmp_path, "--secret", SECRET) as hop:
            desk = replace(desk, simulator=hop, portal=replace(desk.portal, base_url=hop.url))
            assert await desk.told_state() == "paid"
            await desk.paid_receipt()


async def test_a_forged_callback_is_refused(desk: Desk) -> None:
    await desk.begun("normal")
    body, signature = await asyncio.to_thread(desk.door.next)
    for forged_body, forged_signature in [
        (body.replace(b"paid", b"PAID"), signature),
        (body, signature[:-1] + ("0" if signature[-1] != "0" else "1")),
        (body, ""),
        (body, "imzasız ə"),
    ]:
        with pytest.raises(OutsideRefusedError, match="CALLBACK_SIGNATURE"):
            desk.portal.verify_callback(forged_body, forged_signature)


async def test_a_request_signed_with_another_secret_is_refused(desk: Desk) -> None:
    stranger = replace(desk.portal, secret=b"guess")
    with pytest.raises(OutsideRefusedError, match="401 signature"):
        await stranger.receipt("700000000017")


async def test_a_portal_that_is_down_is_worth_another_try(desk: Desk) -> None:
    desk.simulator.told("/sim/script", down=True)
    with pytest.raises(OutsideUnavailableError, match="503"):
        await desk.portal.receipt("700000000017")


async def test_a_receipt_from_the_terminal_is_found_and_its_refund_seen(desk: Desk) -> None:
    async with httpx2.AsyncClient(base_url=desk.simulator.url, follow_redirects=True) as payer:
        assert (await payer.post("/terminal", data={"amount": "0", "payer_name": "Q"})).status_code == 422
        printed = await payer.post("/terminal", data={"amount": "50,5", "payer_name": "Quliyev Rəşad"})
    number = str(printed.url).rpartition("=")[2]
    receipt = await desk.portal.receipt(number)
    assert receipt is not None
    assert (receipt.amount, receipt.payer_name, receipt.refunded) == (Decimal("50.50"), "Quliyev Rəşad", False)
    desk.simulator.told(f"/sim/receipts/{number}/refund")
    refunded = await desk.portal.receipt(number)
    assert refunded == replace(receipt, refunded=True, refunded_amount=Decimal("50.50"))


async def test_unknown_receipts_and_payments_are_told_apart_from_a_wrong_address(desk: Desk) -> None:
    assert await desk.portal.receipt("999999999999") is None
    with pytest.raises(OutsideRefusedError, match="PAYMENT_UNKNOWN"):
        await desk.portal.status("never-begun")
    elsewhere = replace(desk.portal, base_url=f"{desk.simulator.url}/elsewhere")
    with pytest.raises(OutsideRefusedError, match="RECEIPT_REFUSED: HTTP 404"):
        await elsewhere.receipt("999999999999")
