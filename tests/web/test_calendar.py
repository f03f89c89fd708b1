"""The owner keeps the calendar of working days: versions, reasons, and terms that do not move by themselves."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from activities.reference import current_calendar, seed_reference
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.domain.reference_edit import ReferenceAct, ReferenceTable
from models.domain.roles import Role
from models.domain.terms import court_day, decision_due, end_of, start_of
from models.tables.claims import ClaimRow
from models.tables.reference import CalendarDayRow, ReferenceLineRow
from tests.builders import COURT
from tests.web.court import Court, Page, an_account
from tests.web.page import text_of
from web.sessions import now

NOVRUZ = {"working": "no", "name_az": "Novruz bayramı", "name_en": "Novruz", "state": "open"}
DECISION = "Nazirlər Kabinetinin 12.11.2026 tarixli 15 nömrəli qərarı"


def weekday(number: int) -> date:
    """Return a Monday (0) to Sunday (6) at least a week ahead."""
    day = court_day(now()) + timedelta(days=7)
    return day + timedelta(days=(number - day.weekday()) % 7)


@pytest.fixture
async def owner(court: Court, sessions: Sessions) -> Court:
    await court.sign_in(await an_account(sessions, Role.OWNER, name="Rəna", surname="Səfərova"))
    return court


async def saved(owner: Court, day: date, *, status: int = 200, **changed: str) -> Page:
    address = f"/owner/calendar/{day}"
    given = (await owner.get(address)).fields(address) | NOVRUZ | {"reason": DECISION} | changed
    return await owner.post(address, given, status=status)


async def lines(sessions: Sessions, day: date) -> list[ReferenceLineRow]:
    line = ReferenceLineRow
    query = select(line).where(col(line.table_name) == ReferenceTable.CALENDAR, col(line.entry_id) == f"{day}")
    async with sessions() as session:
        return list(await session.scalars(query.order_by(col(line.at))))


async def is_working(sessions: Sessions, day: date) -> bool:
    async with sessions() as session:
        return (await current_calendar(session)).is_working(day)


async def test_a_day_is_entered_once_with_its_reason_then_taken_out_and_stays_out(
    owner: Court, sessions: Sessions
) -> None:
    day = weekday(2)
    assert await is_working(sessions, day)
    address = f"/owner/calendar/{day}"
    given = (await owner.get(address)).fields(address) | NOVRUZ | {"reason": DECISION}
    for _ in range(2):
        page = await owner.post(address, given)
    assert DECISION in page.text
    assert not await is_working(sessions, day)
    year = await owner.get(f"/owner/calendar?year={day.year}")
    assert "Novruz bayramı" in [text_of(link).partition(" ")[2] for link in year.select("//table//td/a")]
    await saved(owner, day, state="closed", reason="Səhvən daxil edilmişdi")
    async with sessions.begin() as session:
        await seed_reference(session)
    assert await is_working(sessions, day)
    entered, closed = await lines(sessions, day)
    assert (entered.act, entered.before, entered.after["working"]) == (ReferenceAct.ADD, {}, False)
    assert (closed.act, closed.after, closed.reason) == (
        ReferenceAct.CLOSE,
        {"active": False},
        "Səhvən daxil edilmişdi",
    )


async def test_a_page_filled_over_an_older_version_saves_nothing_and_shows_both(
    owner: Court, sessions: Sessions
) -> None:
    day = weekday(3)
    address = f"/owner/calendar/{day}"
    stale = (await owner.get(address)).fields(address) | NOVRUZ | {"reason": DECISION}
    await saved(owner, day, name_az="Ramazan bayramı")
    page = await owner.post(address, stale, status=409)
    assert [mark.text for mark in page.select("//mark")] == ["Ramazan bayramı", "Novruz bayramı"]
    async with sessions() as session:
        assert (await session.get_one(CalendarDayRow, day)).name_az == "Ramazan bayramı"
    assert len(await lines(sessions, day)) == 1


async def test_what_does_not_fit_is_said_beside_its_field(owner: Court, sessions: Sessions) -> None:
    day = weekday(4)
    page = await saved(owner, day, reason="yox", name_az="", status=422)
    assert [error.partition(",")[0] for error in page.errors] == [
        "Adı azərbaycanca yazın",
        "Bunun hansı qərara əsasən belə olduğunu 10–500 işarə ilə yazın",
    ]
    page = await saved(owner, day, working="yes", status=409)
    assert page.errors == ["Bu gün həftənin gününə görə onsuz da iş günüdür. Qeydi ləğv etmək üçün onu bağlayın."]
    await saved(owner, weekday(5), working="yes", name_az="İş günü", name_en="Worked")
    assert await is_working(sessions, weekday(5))
    assert not await lines(sessions, day)
    over = court_day(now()) - timedelta(days=1)
    past = await owner.get(f"/owner/calendar/{over}")
    assert not past.select("//textarea")
    given = {**NOVRUZ, "reason": DECISION, "version": "0", "nonce": "n"}
    assert "artıq keçib" in (await owner.post(f"/owner/calendar/{over}", given, status=409)).text


async def test_a_term_that_was_set_keeps_its_last_day_and_the_owner_is_told_how_many_would_have_another(
    owner: Court, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        await seed_reference(session)
        calendar = await current_calendar(session)
        last_day = calendar.working_day_from(weekday(1))
        received, due = last_day - timedelta(days=5), end_of(last_day)
        assert decision_due(start_of(received), calendar) == due
        session.add_all(
            ClaimRow(
                id=f"open-{number}", number=f"T-{number}", filer_fin="5XK1A2B", status=ClaimStatus.SENT, revision=3,
                court_id=COURT, opened_at=now(), updated_at=now(), sent_at=start_of(received), decide_by=due,
            )
            for number in range(2)
        )  # fmt: skip
    cells = "//table[contains(@class, 'em-table')]//tbody/tr[1]/*"
    shown = [text_of(cell) for cell in (await owner.get(f"/owner/calendar/{last_day}")).select(cells)]
    after = f"{calendar.with_day(last_day, working=False).working_day_from(last_day):%d.%m.%Y}"
    set_to = f"{last_day:%d.%m.%Y}"
    assert shown == [f"{received:%d.%m.%Y}", set_to, set_to, after, "2"]
    page = await saved(owner, last_day)
    assert "son günü dəyişmir" in page.text
    assert [text_of(cell) for cell in page.select(cells)][1:4] == [set_to, after, set_to]
    async with sessions() as session:
        assert (await session.get_one(ClaimRow, "open-0")).decide_by == due
    assert "heç bir ərizənin" in (await owner.get(f"/owner/calendar/{last_day + timedelta(days=60)}")).text


async def test_a_day_is_looked_for_and_nobody_but_the_owner_has_the_calendar(owner: Court, sessions: Sessions) -> None:
    assert (await owner.get("/owner/calendar?day=24.03.2027")).address.endswith("/owner/calendar/2027-03-24")
    await owner.get("/owner/calendar?day=31.02.2027", status=422)
    assert "Bu il üçün heç nə daxil edilməyib" in (await owner.get("/owner/calendar?year=2031")).text
    for nothing in ("1999-01-01", "2027-02-30", "atlantis"):
        await owner.get(f"/owner/calendar/{nothing}", status=404)
    await owner.sign_in(await an_account(sessions, Role.CLERK, court_id="baku-nasimi"))
    await owner.get("/owner/calendar", status=404)


async def test_a_holiday_of_several_days_is_entered_by_one_form_once_and_over_no_newer_edit(
    owner: Court, sessions: Sessions
) -> None:
    address = "/owner/calendar/days-off"
    first = weekday(0) + timedelta(days=28)
    days = [first + timedelta(days=number) for number in range(6)]
    typed = {"first": f"{first:%d.%m.%Y}", "last": f"{days[-1]:%d.%m.%Y}", "reason": DECISION}
    typed |= {name: NOVRUZ[name] for name in ("name_az", "name_en")}
    form = (await owner.get(address)).fields(address) | typed
    yesterday = court_day(now()) - timedelta(days=1)
    over = dict.fromkeys(("first", "last"), f"{yesterday:%d.%m.%Y}")
    page = await owner.post(address, form | over, status=409)
    assert page.errors == ["Bu gün artıq keçib: müddətlər ona görə hesablanıb, o, daha dəyişdirilmir."]
    assert page.fields(address)["name_az"] == "Novruz bayramı"
    for last, said in (
        (f"{first - timedelta(days=1):%d.%m.%Y}", "Son gün ilk gündən əvvəldir."),
        (f"{first + timedelta(days=31):%d.%m.%Y}", "Bir dəfəyə ən çoxu 31 gün daxil edilir."),
        ("sabah", "Tarixi"),
    ):
        page = await owner.post(address, form | {"last": last, "reason": ""}, status=422)
        assert page.fields(address)["name_az"] == "Novruz bayramı"
        wrong, missing = page.errors
        assert wrong.startswith(said)
        assert missing.startswith("Bunun")
    assert [await lines(sessions, day) for day in days] == [[]] * 6

    await saved(owner, days[2], name_az="Ramazan bayramı")
    page = await owner.post(address, form, status=409)
    assert "təqvim dəyişdirilib, heç nə daxil edilmədi" in page.text
    form = page.fields(address)
    assert form["first"] == typed["first"]
    for _ in range(2):
        page = await owner.post(address, form)
    assert page.address.endswith(f"/owner/calendar?year={first.year}")
    assert [len(await lines(sessions, day)) for day in days] == [1, 1, 2, 1, 1, 1]
    assert not any([await is_working(sessions, day) for day in days])
    assert (await lines(sessions, days[0]))[0].reason == DECISION

    sunday = days[-1] + timedelta(days=1)
    await saved(owner, sunday, working="yes")
    form = (await owner.get(address)).fields(address) | typed | {"last": f"{sunday:%d.%m.%Y}"}
    page = await owner.post(address, form, status=409)
    assert page.errors == [f"{sunday:%d.%m.%Y} iş günü kimi daxil edilib: əvvəlcə onu ayrıca dəyişin."]
