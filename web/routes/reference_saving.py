"""What the owner's forms of courts, categories and the calendar do alike: write, then lead on or be shown again."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from activities.reference_edits import Edit
from web.deps import CurrentVisit, WebDeps
from web.drafts import id_from
from web.forms.reading import FormInput, Reading
from web.render import render
from web.sessions import User, now
from web.words.lookup import sentence
from web.writing import refusal_of

F = TypeVar("F", bound=FormInput)
FIELDS = {"court_code_taken": "code"} | dict.fromkeys(
    ("category_nowhere", "category_not_heard", "category_outside_parent", "category_leaves_children"), "kinds"
)
FIELDS |= {"valid_from_past": "valid_from", "appeal_court_unknown": "appeal_court", "category_parent_unknown": "parent"}
FIELDS |= {"calendar_day_as_weekday": "working", "days_off_past": "first"}
FIELDS |= dict.fromkeys(("days_off_backwards", "days_off_too_many", "days_off_worked"), "last")


async def saved(
    request: Request,
    deps: WebDeps,
    visit: CurrentVisit,
    form: Reading[F],
    *,
    write: Callable[[AsyncSession, F], Awaitable[None]],
    said: str,
    leads_to: str,
    template: str,
    page: Callable[[AsyncSession, Reading[F]], Awaitable[object]],
) -> Response:
    """Write what the form asks for, say `said` and lead on; refused, nothing is written and the form is shown again.

    What a rule has refused is said beside its field, where it has one. `page` reads anew: over a newer version it shows
    both.
    """
    broken = await refusal_of(deps, form, write)
    if form.ok and broken is None:
        visit.flash(said)
        return RedirectResponse(leads_to, 303)
    field = FIELDS.get(broken.code) if broken else None
    form = form.refuse(field, sentence(broken.code, **broken.detail)) if broken and field else form
    async with deps.sessions() as db:
        shown = await page(db, form)
    return render(request, template, shown, status=409 if broken else 422, problem=broken if form.ok else None)


def edit_of(user: User, entry: str, *, nonce: str, version: int, purpose: str = "reference") -> Edit:
    """Return the edit that a form asks for: the same form is the same edit, however often it is sent."""
    edit_id = id_from(f"{nonce}:{entry}", purpose=purpose, owner=str(user.account_id))
    return Edit(UUID(edit_id), user.account_id, now(), version)
