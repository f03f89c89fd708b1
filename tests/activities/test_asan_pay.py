"""The second portal speaks otherwise and ends the same: paid once, found again, given back once."""

import asyncio
import base64
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from activities.adapters.asan_pay import AsanPayment
from activities.adapters.portal import GovernmentPortal
from activities.portals import Portals, portals_of
from docker.keys import public_key_of
from models.domain.errors import RuleBroken
from models.domain.payment import Portal
from models.ports import OutsideRefusedError, OutsideUnavailableError, PaymentState
from tests.merchant_door import Door, merchant_door
from tests.outside import Simulator, simulator

TOKEN, SEED, SECRET = "sınaq-açarı".encode().hex(), "5e" * 32, "gizli"
FEE = Decimal("127.20")


@dataclass(frozen=True)
class Tills:
    """Both portals, and a payment at the second."""

    asan: AsanPayment
    hop: GovernmentPortal
    simulator: Simulator
    other: Simulator
    order_id: str

    @property
    def portals(self) -> Portals:
        return portals_of(self.hop, self.asan)

    async def paid(self, door: Door, behaviour: str = "normal") -> str:
        """Open a payment and pay it as the script says; returns the number of the receipt."""
        self.simulator.told(f"/sim/orders/{self.order_id}/script", behaviour=behaviour, seconds=0)
        opened = await self.asan.open_payment(
            order_id=self.order_id, amount=FEE, description="Dövlət rüsumu", return_url="http://127.0.0.1:8000/qayidis",
            callback_url=door.url, language="az",
        )  # fmt: skip
        assert opened.pay_url.startswith(f"{self.simulator.url}/pay/")
        self.simulator.told(f"/sim/orders/{self.order_id}/pay")
        status = await self.asan.status(self.order_id)
        return status.receipt.number if status.receipt else ""


@pytest.fixture(scope="module")
def asan_pay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    words = ("--token", TOKEN, "--signing-key", SEED)
    with simulator("asan_pay", tmp_path_factory.mktemp("asan_pay"), *words) as running:
        yield running


@pytest.fixture(scope="module")
def hop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("portal", tmp_path_factory.mktemp("portal"), "--secret", SECRET) as running:
        yield running


@pytest.fixture
def door() -> Iterator[Door]:
    with merchant_door("X-Asan-Signature") as opened:
        yield opened


@pytest.fixture
async def tills(asan_pay: Simulator, hop: Simulator) -> AsyncIterator[Tills]:
    async with httpx2.AsyncClient() as http:
        asan = AsanPayment(http, asan_pay.url, TOKEN, public_key_of(SEED))
        yield Tills(asan, GovernmentPortal(http, hop.url, SECRET.encode()), asan_pay, hop, uuid.uuid4().hex)


async def test_a_payment_is_made_once_and_its_notice_is_the_portals_own(tills: Tills, door: Door) -> None:
    number = await tills.paid(door, "doubled")
    assert number.startswith("AÖ")
    for _ in range(2):
        body, signature = await asyncio.to_thread(door.next)
        assert tills.asan.verify_callback(body, signature) == tills.order_id
    receipt = await tills.asan.receipt(number)
    assert receipt is not None
    assert (receipt.amount, receipt.purpose, receipt.order_id) == (FEE, "court_fee", tills.order_id)
    assert receipt.portal is Portal.ASAN


async def test_a_notice_that_was_changed_or_signed_by_another_is_not_believed(tills: Tills, door: Door) -> None:
    await tills.paid(door)
    body, signature = await asyncio.to_thread(door.next)
    moment = signature.partition(",")[0]
    stranger = Ed25519PrivateKey.generate().sign(moment.removeprefix("t=").encode() + b"." + body)
    forged = f"{moment},ed25519={base64.urlsafe_b64encode(stranger).decode()}"
    later = f"t=1{signature.removeprefix('t=')}"
    for wrong_body, wrong in ((body + b" ", signature), (body, forged), (body, later), (body, ""), (body, "t=1")):
        with pytest.raises(OutsideRefusedError, match="CALLBACK_SIGNATURE"):
            tills.asan.verify_callback(wrong_body, wrong)


async def test_a_declined_card_and_an_order_never_begun_are_told_apart(tills: Tills, door: Door) -> None:
    assert await tills.paid(door, "failed") == ""
    assert (await tills.asan.status(tills.order_id)).state is PaymentState.FAILED
    with pytest.raises(OutsideRefusedError, match="PAYMENT_UNKNOWN"):
        await tills.asan.status("never-begun")
    with pytest.raises(OutsideRefusedError, match="HTTP 401"):
        await replace(tills.asan, token="guess").receipt("AÖ1")


async def test_money_is_given_back_once_and_never_more_than_there_is(tills: Tills, door: Door) -> None:
    for portal, number in (
        (tills.asan, await tills.paid(door)),
        (tills.hop, str(tills.other.told("/sim/receipts", amount=str(FEE), payer_name="Q")["number"])),
    ):
        for _ in range(2):
            given = await portal.refund(number, refund_id="part", amount=Decimal("27.20"))
            assert (given.refunded_amount, given.refunded) == (Decimal("27.20"), False)
        with pytest.raises(OutsideRefusedError, match="REFUND_REFUSED"):
            await portal.refund(number, refund_id="too-much", amount=Decimal("100.01"))
        assert (await portal.refund(number, refund_id="rest", amount=Decimal(100))).refunded


async def test_the_register_of_a_day_is_read_to_its_end(tills: Tills) -> None:
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Baku")).date()
    for portal, at in ((tills.asan, tills.simulator), (tills.hop, tills.other)):
        before = await portal.register(today)
        printed = {str(at.told("/sim/receipts", amount="30", payer_name="Q")["number"]) for _ in range(105)}
        after = await portal.register(today)
        assert {receipt.number for receipt in after} - {receipt.number for receipt in before} == printed
        assert len(after) == len(before) + 105
        assert await portal.register(date(2020, 1, 1)) == ()


async def test_a_receipt_is_looked_up_at_both_portals(tills: Tills, door: Door) -> None:
    theirs, ours = await tills.paid(door), str(tills.other.told("/sim/receipts", amount="5", payer_name="Q")["number"])
    found = [await tills.portals.receipt(number) for number in (theirs, ours, "700000000000")]
    assert [one.portal if one else None for one in found] == [Portal.ASAN, Portal.GOVERNMENT, None]
    silent = portals_of(replace(tills.hop, base_url="http://127.0.0.1:1"), tills.asan)
    assert (await silent.receipt(theirs)) is not None, "what one portal knows is not hidden by the other's silence"
    with pytest.raises(OutsideUnavailableError):
        await silent.receipt(ours)
    with pytest.raises(RuleBroken, match="receipt_ambiguous"):
        await portals_of(tills.asan, tills.asan).receipt(theirs)
    with pytest.raises(RuleBroken, match="portal_unknown"):
        portals_of(tills.hop, None).of(Portal.ASAN)


async def test_an_answer_that_does_not_come_is_worth_another_try_and_asking_again_is_one_payment(
    tills: Tills, door: Door
) -> None:
    number = await tills.paid(door)
    assert await tills.paid(door) == number, "the order was there already"
    silent = replace(tills.asan, base_url="http://127.0.0.1:1")
    today = datetime.now(UTC).date()
    tills.simulator.told("/sim/script", down=True)
    for portal in (silent, tills.asan):
        for asked in (
            portal.receipt(number),
            portal.status(tills.order_id),
            portal.register(today),
            portal.refund(number, refund_id="again", amount=FEE),
        ):
            with pytest.raises(OutsideUnavailableError):
                await asked
    tills.simulator.told("/sim/script", down=False)
    receipt = await tills.asan.receipt(number)
    assert receipt is not None
    assert receipt.refunded_amount == 0
