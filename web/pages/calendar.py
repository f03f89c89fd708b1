"""The owner's calendar of working days: a year at a glance, one day to be edited, what that means for open terms."""

from calendar import Calendar as Months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import get_day_names, get_month_names
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.calendar_edits import calendar_version
from activities.reference import current_calendar
from models.domain.claim_status import ClaimStatus
from models.domain.court_calendar import MOST_DAYS_OFF, Calendar
from models.domain.languages import Language
from models.domain.reference_edit import ReferenceTable
from models.domain.terms import court_day, decision_due, end_of, start_of
from models.tables.reference import CalendarDayRow
from web.forms.reading import Kept, Reading, filled
from web.language import cldr, current_language, gettext
from web.pages.reference import ChangeShown, changes_of
from web.sessions import now
from web.staleness import Difference, differences

FIRST_YEAR, LAST_YEAR = 2000, 2100
# No run of days off is as long: a term that ends later is not touched by the day.
FURTHEST = timedelta(days=31)
DAY = timedelta(days=1)
# By each court's own index; the owner, who may see no filing, sees numbers alone.
_OPEN = text(f"""
    SELECT received, decide_by, sum(number) AS number FROM court CROSS JOIN LATERAL (
        SELECT CAST(sent_at AT TIME ZONE 'Asia/Baku' AS date) AS received, decide_by, count(*) AS number FROM claim
        WHERE court_id = court.id AND status = '{ClaimStatus.SENT}' AND decide_by > :begins AND decide_by <= :ends
        GROUP BY 1, 2
    ) AS waiting GROUP BY 1, 2 ORDER BY 1, 2""")  # noqa: S608 - the name is our own constant


@dataclass(frozen=True)
class Cell:
    """One day of a month; None stands for the days before its first and after its last."""

    day: date
    off: bool
    entry: str  # the name of what was entered for it, "" when it is as its weekday
    today: bool


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday on."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True)
class Entry:
    """A day that was entered."""

    day: date
    weekday: str
    name: str
    working: bool
    active: bool


@dataclass(frozen=True)
class YearPage:
    """The calendar of a year."""

    form: Reading[Any]
    year: int
    before: int | None
    after: int | None
    weekdays: tuple[tuple[str, str], ...]  # short and whole
    months: tuple[Month, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class TermTouched:
    """Applications that wait for the court: their last day as it was set, and as it would be reckoned anew."""

    received: date
    was_set: date
    stands: date  # by the calendar as it stands
    changed: date  # were this day the other way round
    number: int


@dataclass(frozen=True)
class DayPage:
    """One day; `version` is 0 where nothing was entered, and what is over is shown but not edited."""

    form: Reading[Any]
    day: date
    weekday: str
    is_working: bool
    version: int
    is_over: bool
    touched: tuple[TermTouched, ...]
    differences: tuple[Difference, ...]
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True)
class DaysOffPage:
    """A run of days off to be entered at once; `version` is the calendar's."""

    form: Reading[Any]
    version: int
    most: int


async def year_page(db: AsyncSession, year: int, form: Reading[Any]) -> YearPage:
    """Return the calendar of a year."""
    day = CalendarDayRow
    within = col(day.day).between(date(year, 1, 1), date(year, 12, 31))
    rows = (await db.scalars(select(day).where(within).order_by(col(day.day)))).all()
    calendar = await current_calendar(db)
    names = {row.day: _name(row) for row in rows if row.active}
    short, whole = (get_day_names(width, "stand-alone", cldr()) for width in ("short", "wide"))
    return YearPage(
        form,
        year,
        year - 1 if year > FIRST_YEAR else None,
        year + 1 if year < LAST_YEAR else None,
        tuple((short[place], whole[place]) for place in range(7)),
        tuple(_month(year, month, calendar, names) for month in range(1, 13)),
        tuple(Entry(row.day, _weekday(row.day), _name(row), row.working, row.active) for row in rows),
    )


async def day_page(db: AsyncSession, day: date, days: int, form: Reading[Any] | None = None) -> DayPage:
    """Return one day to be entered or edited; `days` is the court's time to decide, as terms are set now."""
    row = await db.get(CalendarDayRow, day, populate_existing=True)
    calendar = await current_calendar(db)
    stored, version = _stored(row, calendar, day), row.version if row else 0
    compared = differences(_labels(), stored=_said(stored), typed=_said(form.kept)) if form else ()
    is_stale = form is not None and form.text("version") != str(version)
    return DayPage(
        form or filled(**stored, version=str(version)),
        day,
        _weekday(day),
        calendar.is_working(day),
        version,
        day < court_day(now()),
        await _touched(db, day, calendar, days),
        compared if is_stale else (),
        await changes_of(db, ReferenceTable.CALENDAR, day.isoformat()),
    )


async def days_off_page(db: AsyncSession, form: Reading[Any] | None = None) -> DaysOffPage:
    """Return the form for a run of days off; shown again it has seen the calendar as it stands now."""
    return DaysOffPage(form or filled(), await calendar_version(db), MOST_DAYS_OFF)


async def _touched(db: AsyncSession, day: date, calendar: Calendar, days: int) -> tuple[TermTouched, ...]:
    changed = calendar.with_day(day, working=not calendar.is_working(day))
    rows = await db.execute(_OPEN, {"begins": start_of(day), "ends": end_of(day + FURTHEST)})

    def last_day(received: date, by: Calendar) -> date:
        return court_day(decision_due(start_of(received), by, days)) - DAY

    found = [
        TermTouched(
            row.received,
            was_set=court_day(row.decide_by) - DAY,
            stands=last_day(row.received, calendar),
            changed=last_day(row.received, changed),
            number=int(row.number),
        )
        for row in rows
    ]
    return tuple(one for one in found if not one.was_set == one.stands == one.changed)


def _month(year: int, month: int, calendar: Calendar, names: dict[date, str]) -> Month:
    today = court_day(now())
    weeks = Months().monthdatescalendar(year, month)
    name = get_month_names("wide", "stand-alone", cldr())[month]
    return Month(name, tuple(tuple(_cells(week, month, calendar, names, today)) for week in weeks))


def _cells(
    week: Iterable[date], month: int, calendar: Calendar, names: dict[date, str], today: date
) -> Iterable[Cell | None]:
    for day in week:
        cell = Cell(day, not calendar.is_working(day), names.get(day, ""), day == today)
        yield cell if day.month == month else None


def _stored(row: CalendarDayRow | None, calendar: Calendar, day: date) -> dict[str, Kept]:
    if row is None:
        return {"working": "no" if calendar.is_working(day) else "yes", "name_az": "", "name_en": "", "state": "open"}
    working, state = "yes" if row.working else "no", "open" if row.active else "closed"
    return {"working": working, "name_az": row.name_az, "name_en": row.name_en, "state": state}


def _labels() -> dict[str, str]:
    return {
        "working": gettext("Kind of day"),
        "name_az": gettext("Name in Azerbaijani"),
        "name_en": gettext("Name in English"),
        "state": gettext("State"),
    }


def _said(values: Any) -> dict[str, str]:
    known = {"yes": gettext("working day"), "no": gettext("non-working day")}
    known |= {"open": gettext("in use"), "closed": gettext("closed")}
    return {name: known.get(str(values.get(name, "")), str(values.get(name, ""))) for name in _labels()}


def _weekday(day: date) -> str:
    return str(get_day_names("wide", "stand-alone", cldr())[day.weekday()])


def _name(row: CalendarDayRow) -> str:
    return row.name_en if current_language() is Language.EN else row.name_az
