"""A filing among the staff: kept open, left, given to a clerk, taken over from a colleague."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse, RedirectResponse, Response

from activities.desk import DeskDeed, assign, hold, leave, take_over
from models.domain.claim_status import ClaimStatus
from models.domain.errors import RuleBroken
from web.deps import CurrentVisit, Db, Deps, NotYoursError, RequireClerk
from web.drafts import id_from
from web.forms.clerk import AssignForm
from web.forms.reading import Reading, read
from web.opening import open_claim
from web.pages.desk_side import resting_decision
from web.sessions import User, now

router = APIRouter()


@router.post("/clerk/{claim_id}/hold", name="hold_filing")
async def hold_filing(claim_id: str, user: RequireClerk, db: Db, deps: Deps) -> Response:
    """Renew that the filing is open here; `held` is false when a colleague has it, or nothing is left to decide."""
    opened = await open_claim(db, claim_id, user)
    if opened.row.status is not ClaimStatus.SENT or await resting_decision(db, claim_id):
        return JSONResponse({"held": False})
    at, idle = now(), deps.settings.desk_idle
    place = await hold(db, claim_id, user.account_id, at=at, idle=idle)
    return JSONResponse({"held": place.held_by(at, idle) == user.account_id})


@router.post("/clerk/{claim_id}/leave", name="leave_filing")
async def leave_filing(
    claim_id: str, user: RequireClerk, visit: CurrentVisit, db: Db, *, page: Annotated[str, Form()] = ""
) -> Response:
    """Release the filing for the colleagues; a page that names itself says nothing aloud."""
    await open_claim(db, claim_id, user)
    await leave(db, claim_id, user.account_id, page=UUID(page) if _is_id(page) else None)
    if not page:
        visit.flash("filing_was_left")
    return RedirectResponse(f"/clerk#filing-{claim_id}", 303)


@router.post("/clerk/{claim_id}/assign", name="assign_filing")
async def assign_filing(
    claim_id: str,
    user: RequireClerk,
    visit: CurrentVisit,
    db: Db,
    form: Annotated[Reading[AssignForm], read(AssignForm)],
) -> Response:
    """Give the filing to a clerk of the court."""
    if (await open_claim(db, claim_id, user)).row.status is not ClaimStatus.SENT:
        raise NotYoursError
    if not form.ok:
        raise RuleBroken("no_such_colleague")
    await assign(db, _deed(claim_id, user, form.value.nonce), to=form.value.to)
    visit.flash("filing_was_assigned")
    return RedirectResponse(f"/clerk/{claim_id}", 303)


@router.post("/clerk/{claim_id}/take-over", name="take_over_filing")
async def take_over_filing(
    claim_id: str, user: RequireClerk, visit: CurrentVisit, db: Db, nonce: Annotated[str, Form()]
) -> Response:
    """Make the filing one's own, whoever had it or has it open."""
    if (await open_claim(db, claim_id, user)).row.status is not ClaimStatus.SENT:
        raise NotYoursError
    await take_over(db, _deed(claim_id, user, nonce))
    visit.flash("filing_was_taken_over")
    return RedirectResponse(f"/clerk/{claim_id}", 303)


def _deed(claim_id: str, user: User, nonce: str) -> DeskDeed:
    named = id_from(nonce, purpose=f"desk:{claim_id}", owner=str(user.account_id))
    return DeskDeed(UUID(named), claim_id, user.account_id, now())


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
