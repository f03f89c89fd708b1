"""Describing a party, one short page after another: who it is, how it is reached, how it takes part (CLM-4..6)."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from activities.party_rows import party_of, write_party
from models.domain.filing_side import without_idle_fin
from models.domain.parties import BY_VOEN, Party, normalised
from models.domain.party_parts import PartyPart, fields_in, open_part, parts_of
from web.deps import CourtCommands, Db, Deps, NotYoursError, RequireLitigant
from web.drafts import OpenDraft, StaleDraftError, open_draft, touch
from web.forms.parties import PartyForm, judged, party_from
from web.forms.reading import Reading, filled, read
from web.pages.parties import details_page, filled_from, party_compared
from web.pages.wizard import still
from web.party_asking import ask_registers, asked_later
from web.render import render

router = APIRouter()
PartyReading = Annotated[Reading[PartyForm], read(PartyForm)]
DETAILS = "pages/claim_party.html"
# What the registers' answer may have changed beside the page's own fields.
IDENTIFIED = ("fin", "document", "voen", "name", "surname", "patronymic", "register_remark")
FILL = "fill"  # comes from an inquiry with the number found (INQ)


@router.get("/claims/{claim_id}/parties/{party_id}/{part}", name="party_part")
async def party_part(
    request: Request, claim_id: str, party_id: str, part: PartyPart, user: RequireLitigant, *, db: Db, back: str = ""
) -> Response:
    """Show one short page of a party as it was saved."""
    opened = await open_draft(db, claim_id, user)
    row = opened.party(party_id)
    party = _described(party_of(row), part)
    page = details_page(opened, filled_from(row, part), party, part=part, party_id=party_id, back=back)
    return render(request, DETAILS, page)


@router.post("/claims/{claim_id}/parties/{party_id}/{part}", name="save_party_part")
async def save_party_part(
    request: Request,
    claim_id: str,
    party_id: str,
    part: PartyPart,
    user: RequireLitigant,
    *,
    db: Db,
    deps: Deps,
    commands: CourtCommands,
    form: PartyReading,
) -> Response:
    """Store one short page and go on to the next that is open; what identifies a party is asked of the registers."""
    opened = await open_draft(db, claim_id, user)
    before = _described(party_of(opened.party(party_id)), part)
    if form.text("go") == FILL:
        shown = details_page(opened, shown_again(form), before, part=part, party_id=party_id)
        return render(request, DETAILS, shown)
    party: Party | None = None
    if form.ok:
        party = normalised(party_from(form.value, before, part))
        form = judged(form, party, part)
    asked = party is not None and _asks_registers(before, party, part)
    if form.ok and party and asked:
        number = opened.claim.number
        party, form = await ask_registers(request, deps, form, user=user, number=number, typed=party)
    if not form.ok or party is None:
        page = details_page(opened, form, before, part=part, party_id=party_id, back=form.text("back"))
        return render(request, DETAILS, replace(page, frame=still(page.frame, form)), status=422)
    # Held only now: a register that takes its time must not keep the draft from others.
    held = await open_draft(db, claim_id, user, to_change=True)
    stored = party_of(held.party(party_id))
    page = details_page(held, form, stored, part=part, party_id=party_id, back=form.text("back"))
    try:
        touch(held.draft, seen_version=form.value.version, unchanged=form.value.seen == page.frame.seen)
    except StaleDraftError as stale:
        return render(request, DETAILS, party_compared(page, stored, party), status=409, problem=stale)
    write_party(held.party(party_id), without_idle_fin(_with(stored, party, part, asked=asked)))
    later = asked_later(commands, claim_id, party)
    return RedirectResponse(next_page(held, party_id, party, form.value.back), 303, background=later)


def next_page(opened: OpenDraft, party_id: str, party: Party, back: str) -> str:
    """Return where a stored page leads: to the next that is open, or back to all parties."""
    part, way_back = open_part(party), f"?back={back}" if back else ""
    address = f"/claims/{opened.claim.id}/parties"
    return f"{address}/{party_id}/{part}{way_back}" if part else f"{address}{way_back}"


def shown_again(form: Reading[PartyForm]) -> Reading[PartyForm]:
    """Return the form as it came back from an inquiry: filled in, and judged only when it is saved."""
    return filled(**form.kept)


def _with(stored: Party, party: Party, part: PartyPart, *, asked: bool) -> Party:
    """Return the stored party with what this page changes: its other pages may have been saved elsewhere meanwhile."""
    fields = {*fields_in(part, party.person), *(IDENTIFIED if asked else ())}
    changed: dict[str, Any] = {field: getattr(party, field) for field in fields}
    return replace(stored, **changed)


def _described(party: Party, part: PartyPart) -> Party:
    """Return a party that has this page; the filer's own details come from his account."""
    if party.is_filer or part not in parts_of(party):
        raise NotYoursError
    return party


def _asks_registers(before: Party, party: Party, part: PartyPart) -> bool:
    """Tell whether a page changes what a register is asked for: the identity, or whose signature binds a firm."""
    if part is PartyPart.IDENTITY:
        return True
    return part is PartyPart.SIGNING and party.person in BY_VOEN and replace(before, signing=party.signing) != before
