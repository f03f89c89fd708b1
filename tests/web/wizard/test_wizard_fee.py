"""The fee is reckoned in the open and covered in one of three ways; no money is lost on any of them."""

import json
from collections.abc import Callable
from decimal import Decimal

import httpx2
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.domain.fee_cover import FeeWay
from models.domain.payment import PaymentStatus, Portal
from models.settings import Settings
from models.tables.claims import ReceiptUseRow
from models.tables.processes import PaymentRow
from simulators.people import Person
from tests.outside import Simulator
from tests.web.court import Court
from tests.web.wizard.filer import LALE, RESAD, Filer, signed_in
from worker import asan_payment

Rebuilt = Callable[..., FastAPI]
NOT_TAKEN = "Məhkəmə bu portal vasitəsilə ödəniş qəbul etmir."


def a_receipt(hop: Simulator, amount: str, purpose: str = "court_fee") -> str:
    return str(hop.told("/sim/receipts", amount=amount, payer_name="Q", purpose=purpose)["number"])


async def test_the_fee_is_shown_line_by_line_with_its_articles(filer: Filer) -> None:
    await filer.whole(exempt=False)
    page = await filer.court.get(filer.at("fee/way"))
    for said in ("8.1.3", "120,00", "7,20", "114,48"):
        assert said in page.text
    assert (await filer.draft()).value == Decimal("12400.00")
    page = await filer.save("fee", valued="yes", value="12,400", status=422)
    assert page.errors == ["Məbləği manatla yazın, məsələn, 1250,50."]


async def test_a_receipt_is_looked_up_and_refused_with_its_reason(filer: Filer, hop: Simulator) -> None:
    await filer.whole(exempt=False)
    other = a_receipt(hop, "500", "parking")
    refunded = a_receipt(hop, "500")
    hop.told(f"/sim/receipts/{refunded}/refund")
    for number, said in (
        ("", "Qəbzin nömrəsini yazın."),
        ("700000000017", "Bu nömrəli qəbz tapılmadı."),
        (a_receipt(hop, "30"), "Bu qəbzin məbləği dövlət rüsumundan azdır."),
        (other, "Bu qəbz məhkəmə rüsumu üçün deyil."),
        (refunded, "Bu qəbzin məbləği geri qaytarılıb."),
    ):
        page = await filer.save("fee/way", fee_way="receipt", receipt_number=number, status=422)
        assert page.errors == [said]


async def test_a_receipt_serves_one_application_and_the_other_is_told(filer: Filer, hop: Simulator) -> None:
    number = a_receipt(hop, "500")
    await filer.whole(exempt=False)
    await filer.save("fee/way", fee_way="receipt", receipt_number=number)
    other = await signed_in(filer.court, filer.sessions, other_than(filer))
    await other.whole(exempt=False)
    await other.save("fee/way", fee_way="receipt", receipt_number=number)
    fields = (await other.court.get(other.at("check"))).fields(other.at("confirm"))
    await other.court.send(other.at("confirm"), fields)
    assert await other.status() is ClaimStatus.CONFIRMED
    await filer.court.sign_in(filer.account)
    page = await filer.court.get(filer.at("check"))
    assert "Bu qəbz artıq başqa ərizədə istifadə edilib." in page.text
    page = await filer.save("fee/way", fee_way="receipt", receipt_number=number, status=422)
    assert page.errors == ["Bu qəbz artıq başqa ərizədə istifadə edilib."]


async def test_paying_online_confirms_the_application_when_the_portal_calls(filer: Filer, hop: Simulator) -> None:
    await filer.whole(exempt=False)
    await filer.save("fee/way", fee_way=FeeWay.ONLINE)
    fields = (await filer.court.get(filer.at("check"))).fields(filer.at("confirm"))
    first, second = [await filer.court.send(filer.at("confirm"), fields) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"], "one click, one payment"
    page = await filer.court.get(first.headers["location"])
    assert page.links["Ödəniş portalına keç"].startswith(hop.url)
    payment_id = first.headers["location"].rpartition("/")[2]
    hop.told(f"/sim/orders/{payment_id}/pay")
    await until_closed(filer, payment_id)
    page = await filer.court.get(f"/payments/{payment_id}")
    assert page.links["İmzalanmaya keç"] == filer.at("sign")
    assert await filer.status() is ClaimStatus.CONFIRMED
    await signed_in(filer.court, filer.sessions, other_than(filer))
    await filer.court.get(f"/payments/{payment_id}", status=404)


async def test_a_paid_but_changed_draft_keeps_its_receipt_and_says_how_to_use_it(filer: Filer, hop: Simulator) -> None:
    await filer.whole(exempt=False)
    await filer.save("fee/way", fee_way=FeeWay.ONLINE)
    fields = (await filer.court.get(filer.at("check"))).fields(filer.at("confirm"))
    payment_id = (await filer.court.send(filer.at("confirm"), fields)).headers["location"].rpartition("/")[2]
    await filer.save("text", heading="Dəyişdi", body="Dəyişdi")
    hop.told(f"/sim/orders/{payment_id}/pay")
    row = await until_closed(filer, payment_id)
    page = await filer.court.get(f"/payments/{payment_id}")
    assert row.receipt_number in page.text
    assert page.links["Qəbzdən istifadə et"] == filer.at("fee/way")
    assert row.receipt_number in (await filer.court.get(filer.at("fee/way"))).text
    await filer.save("fee/way", fee_way="receipt", receipt_number=row.receipt_number)
    fields = (await filer.court.get(filer.at("check"))).fields(filer.at("confirm"))
    await filer.court.send(filer.at("confirm"), fields)
    assert await filer.status() is ClaimStatus.CONFIRMED


async def test_a_callback_that_is_not_the_portals_is_refused(filer: Filer) -> None:
    body = json.dumps({"order_id": "x", "state": "paid"}).encode()
    client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=filer.court.app), base_url="http://court.test")
    async with client:
        answer = await client.post("/payments/callback", content=body, headers={"X-Portal-Signature": "00"})
    assert answer.status_code == 401


def other_than(filer: Filer) -> Person:
    return RESAD if filer.person != RESAD else LALE


async def until_closed(filer: Filer, payment_id: str) -> PaymentRow:
    """Read the payment's stream to its end, as the page does, and return the row."""
    async with filer.court.client.stream("GET", f"/payments/{payment_id}/events", timeout=60) as stream:
        async for _line in stream.aiter_lines():
            pass
    async with filer.sessions() as session:
        row = await session.get_one(PaymentRow, payment_id)
    assert row.status is PaymentStatus.PAID
    return row


async def test_a_second_receipt_is_added_where_the_fee_has_grown(filer: Filer, hop: Simulator) -> None:
    await filer.whole(exempt=False)
    first, second = a_receipt(hop, "114.48"), a_receipt(hop, "40")
    await filer.save("fee/way", fee_way="receipt", receipt_number=first)
    await filer.save("fee", valued="yes", value="20000")
    page = await filer.court.get(filer.at("fee/way"))
    assert "Dövlət rüsumu dəyişib. Əvvəl 114,48 ₼ idi, indi 135,00 ₼ təşkil edir." in page.text.replace("\xa0", " ")
    assert "İddianın qiyməti dəyişdirilib: əvvəl 12.400,00 ₼, indi 20.000,00 ₼." in page.text.replace("\xa0", " ")
    for named, said in (
        ({"added_receipt": ""}, "Bu qəbzin məbləği dövlət rüsumundan azdır."),
        ({"added_receipt": first}, "Eyni qəbz iki dəfə göstərilib."),
        (
            {"receipt_number": a_receipt(hop, "135"), "added_receipt": second},
            "Bir qəbz rüsumu ödəyir: digərini başqa ərizə üçün saxlayın.",
        ),
    ):
        typed = {"fee_way": "receipt", "receipt_number": first, **named}
        page = await filer.save("fee/way", status=422, **typed)
        assert page.errors == [said]
    await filer.save("fee/way", fee_way="receipt", receipt_number=first, added_receipt=second)
    page = await filer.court.get(filer.at("check"))
    assert "Rüsumdan artıq ödənilib: 19,48 ₼." in page.text.replace("\xa0", " ")
    await filer.court.send(filer.at("confirm"), page.fields(filer.at("confirm")))
    assert await filer.status() is ClaimStatus.CONFIRMED
    async with filer.sessions() as session:
        uses = await session.scalars(select(ReceiptUseRow).where(col(ReceiptUseRow.claim_id) == filer.claim_id))
        assert {use.receipt_number: (use.part, use.excess) for use in uses} == {
            first: (Decimal("114.48"), Decimal(0)),
            second: (Decimal("20.52"), Decimal("19.48")),
        }


async def test_paying_at_the_second_portal_confirms_the_application_too(filer: Filer, asan_pay: Simulator) -> None:
    await filer.whole(exempt=False)
    await filer.save("fee/way", fee_way=FeeWay.ONLINE, portal="asan")
    page = await filer.court.get(filer.at("check"))
    assert "ASAN ödəniş" in page.text
    sent = await filer.court.send(filer.at("confirm"), page.fields(filer.at("confirm")))
    payment_id = sent.headers["location"].rpartition("/")[2]
    assert (await filer.court.get(f"/payments/{payment_id}")).links["Ödəniş portalına keç"].startswith(asan_pay.url)
    asan_pay.told(f"/sim/orders/{payment_id}/pay")
    row = await until_closed(filer, payment_id)
    assert (row.portal, row.outcome, row.receipt_number[:2]) == (Portal.ASAN, "confirmed", "AÖ")


async def test_a_court_without_the_second_portal_does_not_offer_it_nor_pay_where_it_was_chosen_before(
    filer: Filer, rebuilt: Rebuilt, settings: Settings
) -> None:
    await filer.whole(exempt=False)
    await filer.save("fee/way", fee_way="online", portal="asan")
    asked = (await filer.court.get(filer.at("check"))).fields(filer.at("confirm"))
    async with httpx2.AsyncClient() as http:
        alone = Court(rebuilt(asan_payment=asan_payment(settings, http)), filer.sessions)
    await alone.sign_in(filer.account)
    filer.court = alone
    assert "ASAN ödəniş" not in (await alone.get(filer.at("fee/way"))).text
    page = await filer.save("fee/way", fee_way="online", portal="asan", status=422)
    assert page.errors == [NOT_TAKEN]
    assert NOT_TAKEN in (await alone.get(filer.at("tasks"))).text
    page = await alone.get(filer.at("check"))
    assert NOT_TAKEN in page.text
    assert not page.select("//form[contains(@action, '/confirm')]")
    shown_before = {name: asked[name] for name in ("nonce", "version")}
    await alone.post(filer.at("confirm"), shown_before, status=422)
    assert (await alone.client.post("/payments/callback/asan", content=b"{}")).status_code == 401
    await filer.save("fee/way", fee_way="online")
    assert (await alone.get(filer.at("check"))).select("//form[contains(@action, '/confirm')]")
