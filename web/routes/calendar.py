"""The owner's calendar of working days: a year, and one day to be entered, changed or taken out."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from activities.calendar_edits import DayWish, edit_day, enter_days_off
from models.domain.court_calendar import days_off
from models.domain.terms import court_day
from web.deps import CurrentVisit, Db, Deps, NotYoursError, RequireReferenceEditor
from web.forms.calendar import CalendarDayForm, DaysOffForm, YearForm
from web.forms.reading import Reading, read, read_data
from web.pages.calendar import FIRST_YEAR, LAST_YEAR, day_page, days_off_page, year_page
from web.render import render
from web.routes.reference_saving import edit_of, saved
from web.sessions import now

router = APIRouter(prefix="/owner/calendar")
YEAR, DAY, DAYS_OFF = "pages/calendar_year.html", "pages/calendar_day.html", "pages/calendar_days_off.html"


def _day(day: date) -> date:
    """Return the day of the address; what no calendar of ours holds is no page."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotYoursError
    return day


@router.get("", name="calendar")
async def year(
    request: Request,
    user: RequireReferenceEditor,  # noqa: ARG001 - owners only
    db: Db,
    *,
    year: Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)] = None,
    day: str = "",
) -> Response:
    """Show a year; a day that is looked for leads to its own page."""
    form = read_data(YearForm, {"day": day})
    if form.ok and form.value.day and FIRST_YEAR <= form.value.day.year <= LAST_YEAR:
        return RedirectResponse(f"/owner/calendar/{form.value.day}", 303)
    page = await year_page(db, year or court_day(now()).year, form)
    return render(request, YEAR, page, status=200 if form.ok else 422)


@router.get("/days-off", name="calendar_days_off")
async def days_off_form(request: Request, user: RequireReferenceEditor, db: Db) -> Response:  # noqa: ARG001 - owners only
    """Ask for a run of days off, e.g. those of Novruz."""
    return render(request, DAYS_OFF, await days_off_page(db))


@router.post("/days-off", name="enter_calendar_days_off")
async def save_days_off(
    request: Request,
    user: RequireReferenceEditor,
    visit: CurrentVisit,
    *,
    deps: Deps,
    form: Annotated[Reading[DaysOffForm], read(DaysOffForm)],
) -> Response:
    """Enter every day of the run, or none; the same form sent twice enters them once."""

    async def write(db: AsyncSession, given: DaysOffForm) -> None:
        days = days_off(given.first, given.last, today=court_day(now()))
        purpose = "calendar"
        edits = {day: edit_of(user, str(day), nonce=given.nonce, version=0, purpose=purpose) for day in days}
        wish = DayWish(working=False, name_az=given.name_az, name_en=given.name_en, active=True)
        await enter_days_off(db, edits, wish, version=given.version, reason=given.reason)

    return await saved(
        request,
        deps,
        visit,
        form,
        write=write,
        said="calendar_was_saved",
        leads_to=f"/owner/calendar?year={form.value.first.year}" if form.ok else "",
        template=DAYS_OFF,
        page=days_off_page,
    )


@router.get("/{day}", name="calendar_day")
async def one_day(request: Request, day: date, user: RequireReferenceEditor, db: Db, deps: Deps) -> Response:  # noqa: ARG001 - owners only
    """Show a day, and what a change of it means for open terms."""
    return render(request, DAY, await day_page(db, _day(day), deps.settings.decision_days))


@router.post("/{day}", name="edit_calendar_day")
async def save_day(
    request: Request,
    day: date,
    user: RequireReferenceEditor,
    visit: CurrentVisit,
    *,
    deps: Deps,
    form: Annotated[Reading[CalendarDayForm], read(CalendarDayForm)],
) -> Response:
    """Save a day; over a newer version nothing is written, and both are shown."""

    async def write(db: AsyncSession, given: CalendarDayForm) -> None:
        wish = DayWish(given.working == "yes", given.name_az, given.name_en, given.state == "open")
        edit = edit_of(user, str(day), nonce=given.nonce, version=given.version, purpose="calendar")
        await edit_day(db, edit, _day(day), wish, reason=given.reason)

    return await saved(
        request,
        deps,
        visit,
        form,
        write=write,
        said="calendar_was_saved",
        leads_to=f"/owner/calendar/{day}",
        template=DAY,
        page=lambda db, form: day_page(db, _day(day), deps.settings.decision_days, form),
    )
