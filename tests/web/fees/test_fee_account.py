"""The account of fees: a clerk sees his court's, the owner all; what it says can be taken away as a file."""

import csv
import io
import zipfile
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from activities.receipts import remember_receipt
from models.db import Sessions
from models.domain.roles import Role
from models.ports import PortalReceipt
from tests.activities.fee_desk import FeeDesk
from tests.builders import a_receipt, at
from tests.web.court import Court, Page, an_account
from tests.workflows.conftest import a_general_court

YEAR = "since=01.01.2026&until=31.12.2026"


@pytest.fixture(scope="module")
async def desk(sessions: Sessions, recording: Engine) -> FeeDesk:
    """Return a court with an accepted, a returned and a confirmed application."""
    desk = FeeDesk(sessions, recording, await a_general_court(sessions))
    desk.accepted(await desk.sent(await a_receipt(sessions, amount="150.00", number="700000000101")))
    desk.returned(await desk.sent(await a_receipt(sessions, number="700000000102")))
    await desk.confirmed(await a_receipt(sessions, number="700000000103"))
    await a_receipt(sessions, amount="30.00", number="700000000104")
    return desk


async def sign_in(court: Court, role: Role, court_id: str = "") -> None:
    await court.sign_in(await an_account(court.sessions, role, court_id=court_id))


def at_the_end(page: Page) -> dict[str, str]:
    """Return what stands at the end on each account that is not empty."""
    rows = page.select("//table[1]/tbody/tr")
    found = {row.findtext("th"): str(row.findall("td")[-1].text).replace("\xa0", " ") for row in rows}
    return {account: amount for account, amount in found.items() if amount != "0,00 ₼"}


async def test_a_clerk_sees_the_account_of_his_court_and_it_balances(court: Court, desk: FeeDesk) -> None:
    await sign_in(court, Role.CLERK, desk.court_id)
    page = await court.get(f"/fees?{YEAR}")
    assert at_the_end(page) == {
        "Ödəyicilər və digər məhkəmələr": "-404,40 ₼",
        "İstifadə edilmiş": "127,20 ₼",
        "Azad edilmiş, yenidən istifadə oluna bilər": "127,20 ₼",
        "Qaytarılmalı": "22,80 ₼",
        "Ərizələr üçün saxlanılmış": "127,20 ₼",
    }
    assert "700000000104" not in page.text, "no application to this court named it"


async def test_another_court_has_an_account_of_its_own(court: Court, desk: FeeDesk) -> None:
    assert desk.court_id != "baku-xezer"
    await sign_in(court, Role.CLERK, "baku-xezer")
    page = await court.get(f"/fees?{YEAR}&court={desk.court_id}")
    assert at_the_end(page) == {}
    assert "Bu dövrdə hərəkət olmayıb." in page.text


async def test_the_owner_sees_all_courts_and_what_stands_at_none(court: Court, desk: FeeDesk) -> None:
    await sign_in(court, Role.OWNER)
    assert at_the_end(await court.get(f"/fees?{YEAR}"))["Daxil olmuş"] == "30,00 ₼"
    page = await court.get(f"/fees?{YEAR}&court=-")
    assert at_the_end(page) == {"Ödəyicilər və digər məhkəmələr": "-30,00 ₼", "Daxil olmuş": "30,00 ₼"}
    assert at_the_end(await court.get(f"/fees?{YEAR}&court={desk.court_id}"))["Qaytarılmalı"] == "22,80 ₼"


async def test_a_period_begins_with_what_stood_there_and_shows_only_its_own_movements(
    court: Court, desk: FeeDesk
) -> None:
    await sign_in(court, Role.CLERK, desk.court_id)
    page = await court.get("/fees?since=21.11.2026&until=30.11.2026")
    assert at_the_end(page)["Qaytarılmalı"] == "22,80 ₼"
    assert "Bu dövrdə hərəkət olmayıb." in page.text
    page = await court.get(f"/fees?{YEAR}&event=used")
    assert "700000000101" in page.text
    assert "700000000102" not in page.text
    page = await court.get("/fees?since=31.02.2026", status=422)
    assert page.errors == ["Tarixi gün.ay.il şəklində yazın, məsələn, 31.12.2027"]


async def test_the_movements_go_into_a_file_in_which_no_text_becomes_a_formula(court: Court, desk: FeeDesk) -> None:
    receipt = PortalReceipt("=1+1", Decimal(5), at(), "", "court_fee")
    async with desk.sessions.begin() as session:
        await remember_receipt(session, receipt)
    await sign_in(court, Role.OWNER)
    answer = await court.client.get(f"/fees.csv?{YEAR}&court=-")
    assert answer.headers["content-disposition"] == 'attachment; filename="fees.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0][-1] == "Məbləğ, AZN"
    assert {(line[2], line[-1]) for line in lines[1:]} >= {("'=1+1", "5,00"), ("700000000104", "30,00")}
    book = zipfile.ZipFile(io.BytesIO((await court.client.get(f"/fees.xlsx?{YEAR}&court=-")).content))
    assert b"<f>" not in book.read("xl/worksheets/sheet2.xml")
    assert "700000000104" in book.read("xl/sharedStrings.xml").decode()
