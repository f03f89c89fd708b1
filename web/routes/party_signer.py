"""Whom to call to sign, asked of the filer while the register that tells it is silent (CLM-6, ADR 0021)."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from activities.party_rows import party_of, write_party
from models.domain.parties import Party, is_called_unheard, normalised
from models.domain.party_parts import PartyPart
from web.deps import Db, RequireLitigant
from web.drafts import OpenDraft, StaleDraftError, open_draft, touch
from web.forms.parties import judged, party_from
from web.pages.parties import details_page, filled_from, party_compared
from web.pages.wizard import still
from web.party_asking import called_wrongly
from web.rate_limits import count_try
from web.render import render
from web.routes.party_part import DETAILS, PartyReading, next_page
from web.words.lookup import sentence

router = APIRouter()
ADDRESS = "/claims/{claim_id}/parties/{party_id}/signer"
PART = PartyPart.SIGNER


@router.get(ADDRESS, name="party_signer")
async def party_signer(
    request: Request, claim_id: str, party_id: str, user: RequireLitigant, *, db: Db, back: str = ""
) -> Response:
    """Ask for the FİN; once the register has told it there is nothing to ask."""
    opened = await open_draft(db, claim_id, user)
    row = opened.party(party_id)
    if not is_called_unheard(party_of(row)):
        return _to_parties(opened)
    page = details_page(opened, filled_from(row, PART), party_of(row), part=PART, party_id=party_id, back=back)
    return render(request, DETAILS, page)


@router.post(ADDRESS, name="save_party_signer")
async def save_party_signer(
    request: Request, claim_id: str, party_id: str, user: RequireLitigant, *, db: Db, form: PartyReading
) -> Response:
    """Keep the FİN by which the party will be called; an answer of the register that came meanwhile goes before it."""
    await count_try(request, "look_up", account=str(user.account_id))
    opened = await open_draft(db, claim_id, user, to_change=True)
    stored = party_of(opened.party(party_id))
    if not is_called_unheard(stored):
        return _to_parties(opened)
    party: Party | None = None
    if form.ok:
        party = normalised(party_from(form.value, stored, PART))
        form = judged(form, party, PART)
    if form.ok and party and (wrong := await called_wrongly(db, party, user)):
        form = form.refuse("fin", sentence(wrong))
    page = details_page(opened, form, stored, part=PART, party_id=party_id, back=form.text("back"))
    if not form.ok or party is None:
        return render(request, DETAILS, replace(page, frame=still(page.frame, form)), status=422)
    try:
        touch(opened.draft, seen_version=form.value.version, unchanged=form.value.seen == page.frame.seen)
    except StaleDraftError as stale:
        return render(request, DETAILS, party_compared(page, stored, party), status=409, problem=stale)
    write_party(opened.party(party_id), party)
    return RedirectResponse(next_page(opened, party_id, party, form.value.back), 303)


def _to_parties(opened: OpenDraft) -> Response:
    return RedirectResponse(f"/claims/{opened.claim.id}/parties", 303)
