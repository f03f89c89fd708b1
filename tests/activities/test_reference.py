"""Reference data on PostgreSQL: seeding adds what is missing and respects what people changed."""

from datetime import date

from sqlalchemy import Engine, func, select
from sqlmodel import col

from activities.reference import calendar_by, seed_reference
from models.db import Sessions, one_transaction
from models.domain.applications import CourtKind
from models.domain.court_calendar import Calendar
from models.reference.loading import calendar_days, categories, courts, shipped_calendar
from models.tables.reference import CalendarDayRow, CategoryRow, CourtRow


def calendar(recording: Engine) -> Calendar:
    with one_transaction(recording) as database:
        return calendar_by(database)


async def seed(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await seed_reference(session)


async def test_everything_shipped_is_there_once_however_often_it_is_seeded(
    sessions: Sessions, recording: Engine
) -> None:
    await seed(sessions)
    await seed(sessions)
    async with sessions() as session:
        for table, shipped in ((CourtRow, courts()), (CategoryRow, categories()), (CalendarDayRow, calendar_days())):
            assert await session.scalar(select(func.count()).select_from(table)) == len(shipped)
        nasimi = await session.get_one(CourtRow, "baku-nasimi")
        assert (nasimi.code, nasimi.kind, nasimi.active) == ("006", CourtKind.GENERAL, True)
        wages = await session.get_one(CategoryRow, "labour.wages")
        assert wages.kinds == ["claim", "court_order", "small_claim"]
    assert calendar(recording) == shipped_calendar()


async def test_edits_survive_the_next_seeding(sessions: Sessions, recording: Engine) -> None:
    await seed(sessions)
    async with sessions.begin() as session:
        (await session.get_one(CourtRow, "baku-nasimi")).name_az = "Dəyişdirilmiş ad"
        (await session.get_one(CalendarDayRow, date(2026, 5, 29))).active = False
        day = CalendarDayRow(day=date(2026, 5, 23), working=True, name_az="İş günü", name_en="Worked", confidence="V")
        session.add(day)
    await seed(sessions)
    async with sessions() as session:
        assert (await session.get_one(CourtRow, "baku-nasimi")).name_az == "Dəyişdirilmiş ad"
    edited = calendar(recording)
    assert edited.is_working(date(2026, 5, 29))
    assert edited.is_working(date(2026, 5, 23))


async def test_courts_of_a_kind_are_found_by_its_stored_value(sessions: Sessions) -> None:
    await seed(sessions)
    async with sessions() as session:
        found = await session.scalars(select(CourtRow).where(col(CourtRow.kind) == CourtKind.COMMERCIAL))
        assert {court.id for court in found} >= {"baku-commercial", "ganja-commercial"}
