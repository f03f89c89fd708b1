"""Step 2: the parties (CLM-3..6): cards, one party whole, asking a register again, removing."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from activities.party_rows import party_of, write_party
from models.domain.parties import WAITING, check_parties
from web.cabinets import without_cabinet
from web.deps import CourtCommands, CurrentVisit, Db, Deps, NotYoursError, RequireLitigant
from web.drafts import open_draft, touch
from web.forms.parties import PartyForm
from web.forms.reading import Reading, filled
from web.pages.parties import parties_page, party_page
from web.party_asking import ask_registers, asked_later
from web.render import render

router = APIRouter()


@router.get("/claims/{claim_id}/parties", name="claim_parties")
async def claim_parties(request: Request, claim_id: str, user: RequireLitigant, db: Db, back: str = "") -> Response:
    """Show everybody in the application."""
    opened = await open_draft(db, claim_id, user)
    if opened.draft.kind is None:
        return RedirectResponse(f"/claims/{claim_id}/court", 303)
    missing = check_parties([party_of(row) for row in opened.parties], opened.draft.kind)
    page = parties_page(opened, missing, back, without_cabinet=await without_cabinet(db, opened))
    return render(request, "pages/claim_parties.html", page)


@router.get("/claims/{claim_id}/parties/{party_id}", name="claim_party")
async def claim_party(
    request: Request, claim_id: str, party_id: str, user: RequireLitigant, *, db: Db, back: str = ""
) -> Response:
    """Show one party whole, with the way to change each page."""
    opened = await open_draft(db, claim_id, user)
    row = opened.party(party_id)
    if row.is_filer:
        raise NotYoursError  # the filer's own details come from his account
    return render(request, "pages/claim_party_answers.html", party_page(opened, row, back))


@router.post("/claims/{claim_id}/parties/{party_id}/check", name="check_party")
async def check_party_again(
    request: Request,
    claim_id: str,
    party_id: str,
    user: RequireLitigant,
    *,
    db: Db,
    deps: Deps,
    commands: CourtCommands,
    visit: CurrentVisit,
) -> Response:
    """Ask a register again that had not answered; one that agrees or refuses takes the remark away or changes it."""
    opened = await open_draft(db, claim_id, user)
    before, number = party_of(opened.party(party_id)), opened.claim.number
    home = f"/claims/{claim_id}/parties"
    if before.register_remark != WAITING:
        return RedirectResponse(home, 303)
    form: Reading[PartyForm] = filled()
    party, form = await ask_registers(request, deps, form, user=user, number=number, typed=before)
    if party is None:
        return RedirectResponse(f"{home}/{party_id}/identity", 303)
    held = await open_draft(db, claim_id, user, to_change=True)
    if party.register_remark == WAITING:
        visit.flash(WAITING)
    elif party_of(held.party(party_id)) == before:  # not changed meanwhile
        write_party(held.party(party_id), party)
        touch(held.draft)
    return RedirectResponse(home, 303, background=asked_later(commands, claim_id, party))


@router.post("/claims/{claim_id}/parties/{party_id}/remove", name="remove_party")
async def remove_party(claim_id: str, party_id: str, user: RequireLitigant, db: Db) -> Response:
    """Take a party out ("Ləğv et"); a party already taken out stays out."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    for row in opened.parties:
        if row.id == party_id:
            await db.delete(row)
            touch(opened.draft)
    return RedirectResponse(f"/claims/{claim_id}/parties", 303)
