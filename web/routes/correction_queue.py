"""The owner's queue of requests to correct personal data (PRO-3): compare with the register, approve or reject."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.correction import CorrectionAct
from models.domain.errors import RuleBroken
from web.corrections import act_on, ask_register, asked_correction, note_look
from web.deps import CurrentVisit, Db, Deps, NotYoursError, RequireCorrector
from web.forms.reading import Reading, filled, read
from web.forms.registration import RejectForm
from web.pages.corrections import correction_queue_page, decision_page
from web.person_commands import Persons
from web.render import render
from web.scans import as_download

router = APIRouter(prefix="/owner/corrections")
PAGE = "pages/correction_decision.html"


@router.get("", name="correction_queue")
async def correction_queue(request: Request, user: RequireCorrector, db: Db) -> Response:  # noqa: ARG001 - owners only
    """Show what waits and what was decided."""
    return render(request, "pages/correction_queue.html", await correction_queue_page(db))


@router.get("/{correction_id}", name="correction_decision")
async def correction_decision(request: Request, correction_id: UUID, user: RequireCorrector, db: Db) -> Response:
    """Show one request; the look is noted for the person."""
    found = await asked_correction(db, correction_id)
    await note_look(db, found[0], user)
    return render(request, PAGE, await decision_page(db, *found, form=filled()))


@router.get("/{correction_id}/scan", name="correction_scan")
async def correction_scan(correction_id: UUID, user: RequireCorrector, db: Db, deps: Deps) -> Response:
    """Give the scan."""
    row, _ = await asked_correction(db, correction_id)
    if not row.sha256:
        raise NotYoursError
    await note_look(db, row, user)
    return await as_download(row, deps.documents)


@router.post("/{correction_id}/compare", name="compare_correction")
async def compare_correction(
    request: Request,
    correction_id: UUID,
    user: RequireCorrector,
    *,
    db: Db,
    deps: Deps,
    nonce: Annotated[str, Form()],
) -> Response:
    """Ask the population register."""
    found = await asked_correction(db, correction_id)
    try:
        await ask_register(db, deps, user, found[0], nonce=nonce)
    except RuleBroken as broken:
        page = await decision_page(db, *found, form=filled())
        return render(request, PAGE, page, status=409, problem=broken)
    return RedirectResponse(f"/owner/corrections/{correction_id}", 303)


@router.post("/{correction_id}/approve", name="approve_correction")
async def approve_correction(
    request: Request,
    correction_id: UUID,
    user: RequireCorrector,
    visit: CurrentVisit,
    *,
    db: Db,
    persons: Persons,
    nonce: Annotated[str, Form()],
) -> Response:
    """Have the account say what the register says."""
    row, _ = await asked_correction(db, correction_id)
    try:
        await act_on(db, persons, user, row=row, act=CorrectionAct.APPROVE, nonce=nonce)
    except RuleBroken as broken:
        page = await decision_page(db, *await asked_correction(db, correction_id), form=filled())
        return render(request, PAGE, page, status=409, problem=broken)
    visit.flash("correction_approved")
    return RedirectResponse("/owner/corrections", 303)


@router.post("/{correction_id}/reject", name="reject_correction")
async def reject_correction(
    request: Request,
    correction_id: UUID,
    user: RequireCorrector,
    *,
    visit: CurrentVisit,
    db: Db,
    persons: Persons,
    form: Annotated[Reading[RejectForm], read(RejectForm)],
    nonce: Annotated[str, Form()],
) -> Response:
    """Reject the request; the person reads the reason."""
    found = await asked_correction(db, correction_id)
    if not form.ok:
        return render(request, PAGE, await decision_page(db, *found, form=form), status=422)
    try:
        await act_on(db, persons, user, row=found[0], act=CorrectionAct.REJECT, nonce=nonce, reason=form.value.reason)
    except RuleBroken as broken:
        page = await decision_page(db, *await asked_correction(db, correction_id), form=form)
        return render(request, PAGE, page, status=409, problem=broken)
    visit.flash("correction_rejected")
    return RedirectResponse("/owner/corrections", 303)
