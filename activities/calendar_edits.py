"""Edits of the court's calendar: a day is entered, changed or taken out, each with its reason in the history."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.reference_edits import BY_OWNER, Edit, write_line
from models.domain.court_calendar import check_entry
from models.domain.errors import RuleBroken
from models.domain.reference_edit import ReferenceAct, ReferenceTable, act_of
from models.domain.terms import court_day
from models.tables.reference import CalendarDayRow, ReferenceLineRow


@dataclass(frozen=True)
class DayWish:
    """How a day is to stand; taken out (`active` False) it is again what its weekday makes it."""

    working: bool
    name_az: str
    name_en: str
    active: bool

    @property
    def plain(self) -> dict[str, Any]:
        """Return it as the table and the history hold it."""
        return vars(self)


async def edit_day(session: AsyncSession, edit: Edit, day: date, wish: DayWish, *, reason: str) -> None:
    """Enter or change a day; the same form twice is one edit. The caller owns the transaction.

    Terms that were set keep their last day: each is stored where it was set. Raises RuleBroken `reference_stale` when
    the day was edited meanwhile, or what `check_entry` says.
    """
    query = select(CalendarDayRow).where(col(CalendarDayRow.day) == day).with_for_update()
    row = (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()
    if await session.get(ReferenceLineRow, edit.id) is not None:
        return
    check_entry(day, working=wish.working and wish.active, today=court_day(edit.at))
    if (row.version if row else 0) != edit.version:
        raise RuleBroken("reference_stale")
    before = {name: getattr(row, name) for name in wish.plain} if row else {}
    changed = [name for name, value in wish.plain.items() if before.get(name) != value]
    if row is None:
        act = await _entered(session, edit, day, wish)
    else:
        row.version += 1 if changed else 0
        row.sqlmodel_update(wish.plain)
        act = act_of(was_open=before["active"], is_open=wish.active)
    if changed and act is not None:
        after = {name: wish.plain[name] for name in changed}
        old = {name: before[name] for name in changed if name in before}
        name = day.isoformat()
        await write_line(session, edit, ReferenceTable.CALENDAR, name, act=act, before=old, after=after, reason=reason)


async def calendar_version(session: AsyncSession) -> int:
    """Return how often the calendar was edited: a form that enters several days is filled over this version."""
    line = ReferenceLineRow
    query = select(func.count()).where(col(line.table_name) == ReferenceTable.CALENDAR)
    return (await session.execute(query)).scalar_one()


async def enter_days_off(
    session: AsyncSession, edits: Mapping[date, Edit], wish: DayWish, *, version: int, reason: str
) -> None:
    """Enter a run of days off by one form, each with its line in the history; the caller owns the transaction.

    `edits` name each day's edit, all by one form: sent twice it is one. What stands so already is left as it is.
    Raises RuleBroken `calendar_stale` when the calendar was edited since `version`, `days_off_worked` when one of them
    was entered as a working day, which is undone by itself, or what `edit_day` raises.
    """
    query = select(CalendarDayRow).where(col(CalendarDayRow.day).in_(list(edits))).order_by(col(CalendarDayRow.day))
    known = {row.day: row for row in await session.scalars(query.with_for_update())}
    ids = [edit.id for edit in edits.values()]
    if await session.scalar(select(exists().where(col(ReferenceLineRow.id).in_(ids)))):
        return
    if await calendar_version(session) != version:
        raise RuleBroken("calendar_stale")
    worked = [day for day, row in known.items() if row.active and row.working]
    if worked:
        raise RuleBroken("days_off_worked", {"day": f"{worked[0]:%d.%m.%Y}"})
    for day, edit in edits.items():
        over = known[day].version if day in known else 0
        await edit_day(session, replace(edit, version=over), day, wish, reason=reason)


async def _entered(session: AsyncSession, edit: Edit, day: date, wish: DayWish) -> ReferenceAct | None:
    """Write a new day; None when this very form has entered it at the same moment."""
    row = {**wish.plain, "day": day, "confidence": BY_OWNER, "version": 1}
    entered = insert(CalendarDayRow).values(row).on_conflict_do_nothing().returning(col(CalendarDayRow.day))
    if (await session.execute(entered)).first() is not None:
        return ReferenceAct.ADD
    if await session.get(ReferenceLineRow, edit.id) is None:
        raise RuleBroken("reference_stale")
    return None
