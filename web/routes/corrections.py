"""Asking for a correction of one's own data, following what becomes of it, taking it back (PRO-3)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.correction import CorrectionAct
from models.domain.errors import RuleBroken
from web.corrections import act_on, ask, own_correction
from web.deps import CurrentVisit, Db, Deps, RequireCorrectable
from web.forms.corrections import CorrectionForm
from web.forms.reading import Reading, filled, read
from web.identity_applications import is_proven
from web.pages.corrections import ask_page, own_page
from web.pages.profile import account_of
from web.person_commands import Persons
from web.rate_limits import count_try
from web.render import render
from web.scans import chosen_file
from web.uploads import Judged, judge
from web.words.lookup import sentence

router = APIRouter(prefix="/profile/data/corrections")
ASK, ONE = "pages/correction_new.html", "pages/correction.html"
FIELDS = {"correction_changes_nothing": "wished", "correction_open": "datum"}


@router.get("/new", name="ask_for_correction")
async def ask_for_correction(request: Request, user: RequireCorrectable, db: Db, datum: str = "") -> Response:
    """Show the form; who is not proven yet proves first who he is, for the answer tells what the register says."""
    if not is_proven(await account_of(db, user)):
        return RedirectResponse("/identity", 303)
    return render(request, ASK, await ask_page(db, user, filled(datum=datum)))


@router.post("/new", name="send_correction")
async def send_correction(
    request: Request,
    user: RequireCorrectable,
    visit: CurrentVisit,
    *,
    deps: Deps,
    persons: Persons,
    form: Annotated[Reading[CorrectionForm], read(CorrectionForm)],
) -> Response:
    """Take the request and hand it to the owner."""
    async with deps.sessions() as db:
        if not is_proven(await account_of(db, user)):
            return RedirectResponse("/identity", 303)
    scan, form = await _scan_of(request, form, account=str(user.account_id))
    if form.ok:
        try:
            async with deps.sessions.begin() as db:
                correction = await ask(db, deps, user, wish=form.value, scan=scan)
        except RuleBroken as broken:
            form = form.refuse(FIELDS.get(broken.code, "wished"), sentence(broken.code, **broken.detail))
    if not form.ok:
        async with deps.sessions() as db:
            return render(request, ASK, await ask_page(db, user, form), status=422)
    await persons.begin_correction(correction)
    visit.flash("correction_sent")
    return RedirectResponse(f"/profile/data/corrections/{correction.id}", 303)


@router.get("/{correction_id}", name="own_correction")
async def own(request: Request, correction_id: UUID, user: RequireCorrectable, db: Db) -> Response:
    """Show one request and what became of it."""
    return render(request, ONE, await own_page(db, await own_correction(db, user, correction_id)))


@router.post("/{correction_id}/withdraw", name="withdraw_correction")
async def withdraw(
    request: Request,
    correction_id: UUID,
    user: RequireCorrectable,
    visit: CurrentVisit,
    *,
    db: Db,
    persons: Persons,
    nonce: Annotated[str, Form()],
) -> Response:
    """Take a request back."""
    row = await own_correction(db, user, correction_id)
    try:
        await act_on(db, persons, user, row=row, act=CorrectionAct.WITHDRAW, nonce=nonce)
    except RuleBroken as broken:
        page = await own_page(db, await own_correction(db, user, correction_id))
        return render(request, ONE, page, status=409, problem=broken)
    visit.flash("correction_withdrawn")
    return RedirectResponse(f"/profile/data/corrections/{correction_id}", 303)


async def _scan_of(
    request: Request, form: Reading[CorrectionForm], *, account: str
) -> tuple[Judged | None, Reading[CorrectionForm]]:
    """Return the attached scan, judged by its content, and the form with what is wrong about it."""
    async with request.form() as data:
        file = chosen_file(data)
        if file is None:
            return None, form
        await count_try(request, "upload", account=account)
        try:
            return await judge(file), form
        except RuleBroken as broken:
            return None, form.refuse("file", sentence(broken.code, **broken.detail))
