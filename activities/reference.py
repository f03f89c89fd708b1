"""Reference data in the database: put there once, never over an edit, and read back as the domain's values."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from models.db import Driver
from models.domain.court_calendar import Calendar
from models.reference.loading import calendar_days, calendar_of, categories, courts
from models.tables.reference import CalendarDayRow, CategoryRow, CourtRow


async def seed_reference(session: AsyncSession) -> None:
    """Add the shipped courts, categories and calendar days that are not there; leave all others as they were edited.

    The caller owns the transaction; running it again, or twice at once, changes nothing.
    """
    await _add_missing(session, CourtRow, [asdict(court) for court in courts()])
    listed = [
        {**asdict(category), "kinds": sorted(category.kinds), "court_kinds": sorted(category.court_kinds)}
        for category in categories()
    ]
    await _add_missing(session, CategoryRow, listed)
    await _add_missing(session, CalendarDayRow, [asdict(day) for day in calendar_days()])


def calendar_by(database: Driver) -> Calendar:
    """Return the calendar as it stands now, for reckoning the terms of a step that is being recorded."""
    days = database.execute("SELECT day, working FROM calendar_day WHERE active")
    return calendar_of((day, working) for day, working in days.fetchall())


async def current_calendar(session: AsyncSession) -> Calendar:
    """Return the calendar as it stands now, in a transaction of the web."""
    day = CalendarDayRow
    days = await session.execute(select(col(day.day), col(day.working)).where(col(day.active)))
    return calendar_of((found.day, found.working) for found in days)


async def _add_missing(session: AsyncSession, table: type[SQLModel], rows: list[dict[str, object]]) -> None:
    # The rows go beside the statement: written into it, each of their values would be compiled, for a second in all.
    await session.execute(insert(table).on_conflict_do_nothing(), [{**row, "active": True} for row in rows])
