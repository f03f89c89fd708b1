"""What a person reads of the organisations he stands for: the notices, where they lead, and who asked the register."""

from datetime import timedelta
from uuid import uuid4

from activities.capacities import held_by, keep, tell_of_change
from activities.organisations import GROUND
from models.db import Sessions
from models.domain.capacities import Registered, as_registered
from models.tables.accounts import AccountRow
from models.tables.inquiries import InquiryKind, RegisterInquiryRow
from tests.web.court import Court, an_account
from web.sessions import now

FIRM = Registered("1499001221", active=True, is_own=True, organisation="“Qobustan Tikinti” MMC", address="Bakı şəhəri")


async def answered(sessions: Sessions, account: AccountRow, *said: Registered, later: timedelta) -> None:
    """Write an answer of the register as the worker does."""
    at = now() + later
    async with sessions.begin() as session:
        row = await session.get_one(AccountRow, account.id)
        before = await held_by(session, row.id)
        after = as_registered(before, said, at=at)
        await keep(session, row.id, after, checked_at=at)
        await tell_of_change(session, row, before, after, at=at)


async def test_a_beginning_and_an_end_are_told_and_lead_to_the_organisations(court: Court, sessions: Sessions) -> None:
    tural = await an_account(sessions, fin="4TM5Z8B", name="Tural", surname="Məmmədzadə")
    await answered(sessions, tural, FIRM, later=timedelta())
    await answered(sessions, tural, later=timedelta(minutes=1))
    await court.sign_in(tural)
    page = await court.get("/notifications?as=0")
    ended = "VÖEN-i 1499001221 olan təşkilatın (sahibkarın) adından hərəkət etmək səlahiyyətiniz bitib."
    began = "VÖEN-i 1499001221 olan təşkilatın (sahibkarın) adından hərəkət edə bilərsiniz."
    assert -1 < page.text.find(ended) < page.text.find(began)
    opened = await court.post(page.select("//form[contains(@action, '/open')]/@action")[0])
    assert opened.address.endswith("/profile/organisations")
    assert FIRM.organisation in opened.text
    assert "Bitib" in opened.text


async def test_the_ledger_says_that_the_register_was_asked_for_the_person_himself(
    court: Court, sessions: Sessions
) -> None:
    nigar = await an_account(sessions, fin="9NS6F2R", name="Nigar", surname="Səfərova")
    row = RegisterInquiryRow(
        id=uuid4(),
        at=now(),
        account_id=nigar.id,
        about_fin="9NS6F2R",
        kind=InquiryKind.OWN_ORGANISATIONS,
        ground=GROUND,
        found=True,
    )
    async with sessions.begin() as session:
        session.add(row)
    await court.sign_in(nigar)
    page = await court.get("/profile/data?kind=inquiry")
    assert "Təmsil etdiyiniz təşkilatların vergi ödəyicilərinin reyestrində yoxlanılması" in page.text
    assert GROUND in page.text
    assert "Siz özünüz" in page.text
