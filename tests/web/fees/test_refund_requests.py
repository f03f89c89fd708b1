"""A payer asks a court to give a fee back; the court grants it by a ruling or refuses it with a ground, once."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from models.db import Sessions
from models.domain.effects import NoticeKind
from models.domain.fee_ledger import Account, balances
from models.domain.payment import PaymentStatus
from models.domain.refund_request import RefundAnswer
from models.domain.roles import Role
from models.tables.capacities import CapacityRow
from models.tables.fees import FeeRefundRow, RefundRequestRow
from models.tables.notices import DeliveryRow, NoticeRow
from models.tables.processes import PaymentRow
from tests.activities.fee_desk import FeeDesk
from tests.builders import a_receipt
from tests.web.court import Court, an_account
from tests.workflows.conftest import a_general_court

VOEN = "1400057421"
RULING = "2-1(006)-15/2026"
WHY = "Rüsum məhkəmənin icraatında olan ərizəyə aiddir."
GRANTED = {"answer": "granted", "ruling": RULING}
REFUSED = {"answer": "refused", "ruling": RULING, "refusal": "fee_serves", "text": WHY}


@dataclass
class Room:
    """A payer and a clerk of the court, each in a browser of his own, and claims recorded without their workflows."""

    desk: FeeDesk
    payer: Court
    clerk: Court
    fin: str

    async def returned(self) -> str:
        """Have the court return a claim of the payer, and return its receipt."""
        receipt = await a_receipt(self.desk.sessions)
        self.desk.returned(await self.desk.sent(receipt, filer=self.fin))
        return receipt

    async def overpaid(self) -> str:
        """Have the court accept a claim of the payer, and return its receipt, which holds more than the fee."""
        receipt = await a_receipt(self.desk.sessions, amount="150.00")
        self.desk.accepted(await self.desk.sent(receipt, filer=self.fin))
        return receipt

    async def never_used(self) -> str:
        """Have a payment arrive for a draft that had changed meanwhile, and return its receipt."""
        claim, receipt = await self.desk.drafted(self.fin), await a_receipt(self.desk.sessions)
        row = PaymentRow(
            id=str(uuid.uuid4()), claim_id=claim.id, payer_fin=self.fin, amount=Decimal("127.20"), version=1,
            status=PaymentStatus.PAID, receipt_number=receipt, outcome="draft_changed", started_at=datetime.now(UTC),
        )  # fmt: skip
        async with self.desk.sessions.begin() as session:
            session.add(row)
        return receipt

    async def asks(self, receipt: str, *, status: int = 200, nonce: str = "") -> str:
        """Send the payer's form and return the words of the answer."""
        given = {"receipt_number": receipt, "text": "Rüsum artıqdır", "nonce": nonce or uuid.uuid4().hex}
        return (await self.payer.post("/receipts", given, status=status)).text

    async def answers(self, receipt: str, given: dict[str, str], *, status: int = 200) -> str:
        """Send the clerk's form and return the words of the answer."""
        row = await self.request(receipt)
        return (await self.clerk.post(f"/fees/refunds/{row.id}", given, status=status)).text

    async def request(self, receipt: str) -> RefundRequestRow:
        """Return the newest request for a receipt."""
        row = RefundRequestRow
        query = select(row).where(col(row.receipt_number) == receipt).order_by(col(row.asked_at).desc()).limit(1)
        async with self.desk.sessions() as session:
            return (await session.scalars(query)).one()

    async def told(self, row: RefundRequestRow) -> set[tuple[NoticeKind, str]]:
        """Return who was told what of the application."""
        query = select(NoticeRow).where(col(NoticeRow.claim_id) == row.claim_id)
        async with self.desk.sessions() as session:
            return {(one.kind, one.fin or one.court_id) for one in await session.scalars(query)}


@pytest.fixture
async def room(court: Court, app: FastAPI, sessions: Sessions, recording: Engine) -> AsyncIterator[Room]:
    court_id = await a_general_court(sessions)
    clerk = Court(app, sessions)
    await clerk.sign_in(await an_account(sessions, Role.CLERK, court_id=court_id))
    payer = await an_account(sessions)
    await court.sign_in(payer)
    yield Room(FeeDesk(sessions, recording, court_id), court, clerk, payer.fin or "")
    await clerk.client.aclose()


async def test_a_request_sent_twice_is_one_and_the_court_is_told(room: Room) -> None:
    receipt, nonce = await room.returned(), uuid.uuid4().hex
    assert f"{receipt} · 127,20 ₼ · Ərizə geri qaytarılıb" in (await room.payer.get("/receipts")).text
    for _ in range(2):
        said = await room.asks(receipt, nonce=nonce)
        assert "Rüsumun qaytarılması barədə tələb məhkəməyə göndərildi." in said
        assert "məhkəmə hələ cavab verməyib" in said
    assert "məhkəmənin cavabını gözləyir" in await room.asks(receipt, status=409)
    row = await room.request(receipt)
    assert (NoticeKind.REFUND_ASKED, room.desk.court_id) in await room.told(row)
    assert f"/fees/refunds/{row.id}" in (await room.clerk.get("/fees/refunds")).links.values()


async def test_a_refusal_names_its_ground_and_leaves_the_receipt_free(room: Room) -> None:
    receipt = await room.returned()
    await room.asks(receipt)
    await room.answers(receipt, {**REFUSED, "refusal": ""}, status=422)
    await room.answers(receipt, {**REFUSED, "text": ""}, status=422)
    await room.answers(receipt, {"answer": "refused"}, status=422)
    await room.answers(receipt, REFUSED)
    row = await room.request(receipt)
    assert (row.status, row.refusal, row.ruling) == (RefundAnswer.REFUSED, "fee_serves", RULING)
    assert (NoticeKind.REFUND_REFUSED, room.fin) in await room.told(row)
    page = await room.payer.get("/receipts")
    assert f"Məhkəmə {RULING} nömrəli qərardadla qaytarılmanı rədd edib" in page.text
    assert WHY in page.text
    assert await room.desk.standing(receipt) == {Account.RELEASED: Decimal("127.20")}
    assert "Bu tələbə cavab verilib." in await room.answers(receipt, GRANTED, status=409)
    await room.asks(receipt)  # something new may have come to light


async def test_a_granted_request_goes_the_way_of_every_refund_and_each_court_balances(room: Room) -> None:
    receipts = [await room.overpaid(), await room.returned(), await room.never_used()]
    for receipt in receipts:
        await room.asks(receipt)
        await room.answers(receipt, GRANTED)
        assert (NoticeKind.REFUND_GRANTED, room.fin) in await room.told(await room.request(receipt))
        async with room.desk.sessions() as session:
            assert (await session.get_one(FeeRefundRow, receipt)).ruling == RULING
    found = balances(await room.desk.ledger(*receipts))
    assert found[room.desk.court_id, Account.REFUNDABLE] == Decimal("22.80") + 2 * Decimal("127.20")
    for court_id in ("", room.desk.court_id):
        assert sum(found[court_id, account] for account in Account) == 0
    assert "qaytarılır" in (await room.payer.get("/receipts")).text
    assert (await room.payer.get("/receipts")).select("//select[@id='receipt_number']") == []
    claim = await room.desk.drafted()
    with pytest.raises(Exception, match="receipt_taken"):
        room.desk.act(claim, await room.desk.confirming(claim, receipts[2]))


async def test_an_organisations_refund_is_asked_in_its_name_by_whoever_stands_for_it(room: Room, app: FastAPI) -> None:
    receipt, colleague = await a_receipt(room.desk.sessions), Court(app, room.desk.sessions)
    account = await an_account(room.desk.sessions, email="ozum@poct.example", email_confirmed_at=datetime.now(UTC))
    await colleague.sign_in(account)
    async with room.desk.sessions.begin() as session:
        session.add(
            CapacityRow(
                account_id=account.id, position=1, voen=VOEN, organisation="“Qobustan” MMC", by_register=True,
                began_at=datetime.now(UTC), email="muessise@poct.example", email_confirmed_at=datetime.now(UTC),
            )
        )  # fmt: skip
    room.desk.returned(await room.desk.sent(receipt, filer=room.fin, voen=VOEN))
    assert receipt not in (await room.payer.get("/receipts")).text, "it is not the money of who once wrote it"
    assert receipt not in (await colleague.get("/receipts")).text, "nor his own who stands for it"
    page = await colleague.get("/receipts?as=1")
    assert f"{receipt} · 127,20 ₼ · Ərizə geri qaytarılıb" in page.text
    address = "/receipts?as=1"
    given = {**page.fields(address), "receipt_number": receipt, "text": "Rüsum artıqdır"}
    after = await colleague.post(address, given)
    assert after.address.endswith("/receipts?as=1"), "the answer stays in the organisation's name"
    assert "məhkəmə hələ cavab verməyib" in after.text
    row = await room.request(receipt)
    assert (row.fin, row.voen) == (account.fin, VOEN)
    await room.answers(receipt, GRANTED)
    told = (col(NoticeRow.kind) == NoticeKind.REFUND_GRANTED) & (col(NoticeRow.fin) == account.fin)
    granted = select(col(NoticeRow.voen), col(DeliveryRow.address)).join_from(NoticeRow, DeliveryRow).where(told)
    async with room.desk.sessions() as session:
        assert [tuple(one) for one in await session.execute(granted)] == [(VOEN, "muessise@poct.example")]
    assert RULING not in (await colleague.get("/notifications")).text
    assert receipt in (await colleague.get("/notifications?as=1")).text
    await colleague.client.aclose()


async def test_of_two_clerks_who_answer_at_once_one_does(room: Room) -> None:
    receipt = await room.returned()
    await room.asks(receipt)
    row = await room.request(receipt)
    sent = [room.clerk.send(f"/fees/refunds/{row.id}", given) for given in (GRANTED, REFUSED, GRANTED)]
    answers = await asyncio.gather(*sent)
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    with pytest.raises(DBAPIError, match="stays as it is"):
        async with room.desk.sessions.begin() as session:
            await session.execute(text("UPDATE refund_request SET ruling = 'x' WHERE id = :id"), {"id": row.id})


async def test_a_receipt_that_was_used_meanwhile_is_not_given_back(room: Room) -> None:
    receipt = await room.returned()
    await room.asks(receipt)
    await room.desk.confirmed(receipt, filer=room.fin)
    assert "qaytarılmalı məbləğ yoxdur" in await room.answers(receipt, GRANTED, status=409)
    await room.answers(receipt, REFUSED)
    assert await room.desk.standing(receipt) == {Account.RESERVED: Decimal("127.20")}


async def test_nobody_asks_for_what_is_not_his_and_no_other_court_answers(room: Room, app: FastAPI) -> None:
    receipt = await room.returned()
    stranger, elsewhere = [Court(app, room.desk.sessions) for _ in range(2)]
    await stranger.sign_in(await an_account(room.desk.sessions))
    await elsewhere.sign_in(await an_account(room.desk.sessions, Role.CLERK, court_id="baku-xezer"))
    assert receipt not in (await stranger.get("/receipts")).text
    await stranger.post("/receipts", {"receipt_number": receipt, "nonce": "1"}, status=404)
    await room.asks(receipt)
    row = await room.request(receipt)
    await elsewhere.get(f"/fees/refunds/{row.id}", status=404)
    await elsewhere.post(f"/fees/refunds/{row.id}", GRANTED, status=404)
    assert (await room.request(receipt)).answered_at is None
