"""A clerk carries the court's ruling out: the excess, or the fee of what came back for good, is returned once."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx2
import pytest
from sqlalchemy import Engine
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.adapters.portal import GovernmentPortal
from activities.fee_refunds import FeeRefundActivities
from activities.portals import portals_of
from activities.receipts import remember_receipt
from models.db import Sessions
from models.domain.fee_ledger import Account
from models.domain.payment import Portal
from models.domain.roles import Role
from tests.activities.fee_desk import FeeDesk
from tests.outside import Simulator, simulator
from tests.web.court import Court, an_account
from tests.web.page import text_of
from tests.workflows.conftest import a_general_court

RULING = "2-1(006)-15/2026"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("portal", tmp_path_factory.mktemp("portal"), "--secret", "gizli") as running:
        yield running


@pytest.fixture
async def gate(portal: Simulator) -> AsyncIterator[GovernmentPortal]:
    async with httpx2.AsyncClient() as http:
        yield GovernmentPortal(http, portal.url, b"gizli")


@pytest.fixture
async def desk(court: Court, sessions: Sessions, recording: Engine) -> FeeDesk:
    court_id = await a_general_court(sessions)
    await court.sign_in(await an_account(sessions, Role.CLERK, court_id=court_id))
    return FeeDesk(sessions, recording, court_id)


async def brought(
    desk: FeeDesk, gate: GovernmentPortal, portal: Simulator, amount: str, *, at: Portal = Portal.GOVERNMENT
) -> str:
    """Let a payer bring a receipt that stands in our books as paid `at` one of the portals."""
    number = str(portal.told("/sim/receipts", amount=amount, payer_name="Q")["number"])
    receipt = await gate.receipt(number)
    assert receipt is not None
    async with desk.sessions.begin() as session:
        await remember_receipt(session, replace(receipt, portal=at))
    return number


async def test_an_ordered_refund_is_given_back_in_the_night_and_the_receipt_serves_nobody_any_more(
    court: Court, desk: FeeDesk, gate: GovernmentPortal, portal: Simulator
) -> None:
    amounts = ("150", "127.20", "130")
    overpaid, returned, declined = [await brought(desk, gate, portal, amount) for amount in amounts]
    desk.accepted(await desk.sent(overpaid))
    desk.returned(await desk.sent(returned))
    desk.declined(await desk.sent(declined))
    claim = await desk.drafted()
    with pytest.raises(ApplicationError, match="receipt_taken"):
        desk.act(claim, await desk.confirming(claim, declined))
    for number in (overpaid, returned, declined):
        await court.post("/fees/refunds", {"receipt_number": number, "ruling": RULING})
        again = await court.post("/fees/refunds", {"receipt_number": number, "ruling": RULING}, status=409)
        assert "Bu qəbz üzrə bu məhkəmədə qaytarılmalı məbləğ yoxdur." in again.text
    with pytest.raises(ApplicationError, match="receipt_taken"):
        desk.act(claim, await desk.confirming(claim, returned))
    night = FeeRefundActivities(desk.sessions, portals_of(gate, None))
    assert [await ActivityEnvironment().run(night.give_back) for _ in range(2)] == [3, 0]
    found = [await gate.receipt(number) for number in (overpaid, returned, declined)]
    assert [f"{one.refunded_amount}" for one in found if one] == ["22.80", "127.20", "130.00"]
    standing = await desk.standing(overpaid, returned, declined)
    assert {account: f"{amount}" for account, amount in standing.items()} == {
        Account.USED: "127.20",
        Account.REFUNDED: "280.00",
    }
    assert "Portal tərəfindən qaytarılıb" in (await court.get("/fees/refunds")).text


async def test_what_the_portal_refuses_stays_ordered_and_what_was_taken_back_by_its_filer_is_not_due(
    court: Court, desk: FeeDesk, gate: GovernmentPortal, portal: Simulator
) -> None:
    returned, withdrawn = [await brought(desk, gate, portal, "127.20") for _ in range(2)]
    desk.returned(await desk.sent(returned))
    desk.withdrawn(await desk.confirmed(withdrawn))
    page = await court.get("/fees/refunds")
    assert returned in page.text
    assert withdrawn not in page.text
    await court.post("/fees/refunds", {"receipt_number": returned}, status=422)
    await court.post("/fees/refunds", {"receipt_number": returned, "ruling": RULING})
    portal.told(f"/sim/receipts/{returned}/refund")  # the payer had it back at a counter
    night = FeeRefundActivities(desk.sessions, portals_of(gate, None))
    assert await ActivityEnvironment().run(night.give_back) == 0
    assert {account: f"{amount}" for account, amount in (await desk.standing(returned)).items()} == {
        Account.REFUNDABLE: "127.20"
    }
    assert "portal məbləği qaytarmayıb" in (await court.get("/fees/refunds")).text


async def test_what_was_paid_at_a_portal_that_is_not_connected_waits_and_stops_no_other_refund(
    court: Court, desk: FeeDesk, gate: GovernmentPortal, portal: Simulator
) -> None:
    elsewhere = await brought(desk, gate, portal, "127.20", at=Portal.ASAN)
    here = await brought(desk, gate, portal, "127.20")
    for number in (elsewhere, here):
        desk.returned(await desk.sent(number))
        await court.post("/fees/refunds", {"receipt_number": number, "ruling": RULING})
    night = FeeRefundActivities(desk.sessions, portals_of(gate, None))
    assert await ActivityEnvironment().run(night.give_back) == 1
    assert set(await desk.standing(elsewhere)) == {Account.REFUNDABLE}
    assert set(await desk.standing(here)) == {Account.REFUNDED}
    report = await court.get("/fees/reconciliation")
    (waiting,) = report.select(f"//tr[contains(., '{elsewhere}')]")
    assert "Gözləyir: ödənişin aparıldığı portal məhkəməyə qoşulmayıb" in text_of(waiting)
    assert here not in report.text
