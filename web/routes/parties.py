"""Step 2: the parties (CLM-3..6): cards, changing and removing; adding stands in party_new."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.parties import FILING_SIDE, Party, check_parties, normalised
from models.ports import OutsideUnavailableError
from models.tables.inquiries import InquiryKind
from web.deps import Db, Deps, RequireLitigant, WebDeps
from web.drafts import StaleDraftError, open_draft, touch
from web.forms.parties import PartyForm, judged, party_from
from web.forms.reading import Reading, filled, read
from web.pages.parties import details_page, filled_from, parties_page, party_of, write_party
from web.party_checks import NotInRegisterError, registered
from web.rate_limits import count_try
from web.render import render
from web.sessions import User
from web.witnesses import Witness, WitnessedPopulation, WitnessedTax
from web.words.lookup import sentence

router = APIRouter()
PartyReading = Annotated[Reading[PartyForm], read(PartyForm)]
DETAILS = "pages/claim_party.html"
FILL = "fill"  # comes from an inquiry with the number found (INQ)


@router.get("/claims/{claim_id}/parties", name="claim_parties")
async def claim_parties(request: Request, claim_id: str, user: RequireLitigant, db: Db, back: str = "") -> Response:
    """Show everybody in the application."""
    opened = await open_draft(db, claim_id, user)
    if opened.draft.kind is None:
        return RedirectResponse(f"/claims/{claim_id}/court", 303)
    missing = check_parties([party_of(row) for row in opened.parties], opened.draft.kind)
    return render(request, "pages/claim_parties.html", parties_page(opened, missing, back))


@router.get("/claims/{claim_id}/parties/{party_id}", name="claim_party")
async def claim_party(
    request: Request, claim_id: str, party_id: str, user: RequireLitigant, *, db: Db, back: str = ""
) -> Response:
    """Show one party's details for changing."""
    opened = await open_draft(db, claim_id, user)
    row = opened.party(party_id)
    page = details_page(opened, filled_from(row), role=row.role, person=row.person, party_id=party_id, back=back)
    return render(request, DETAILS, page)


@router.post("/claims/{claim_id}/parties/{party_id}", name="save_party")
async def save_party(
    request: Request, claim_id: str, party_id: str, user: RequireLitigant, *, db: Db, deps: Deps, form: PartyReading
) -> Response:
    """Store a party's changed details once the registers agree."""
    opened = await open_draft(db, claim_id, user)
    row = opened.party(party_id)
    if form.text("go") == FILL:
        page = details_page(opened, shown_again(form), role=row.role, person=row.person, party_id=row.id, back="")
        return render(request, DETAILS, page)
    party, form = await checked(request, deps, form, user=user, number=opened.claim.number, before=party_of(row))
    if party is None:
        page = details_page(opened, form, role=row.role, person=row.person, party_id=party_id, back=form.text("back"))
        return render(request, DETAILS, page, status=422)
    # Held only now: a register that takes its time must not keep the draft from others.
    held = await open_draft(db, claim_id, user, to_change=True)
    try:
        touch(held.draft, seen_version=form.value.version)
    except StaleDraftError as stale:
        page = details_page(held, form, role=row.role, person=row.person, party_id=party_id, back=form.text("back"))
        return render(request, DETAILS, page, status=409, problem=stale)
    write_party(held.party(party_id), party)
    return RedirectResponse(_parties(claim_id, form.value.back), 303)


@router.post("/claims/{claim_id}/parties/{party_id}/remove", name="remove_party")
async def remove_party(claim_id: str, party_id: str, user: RequireLitigant, db: Db) -> Response:
    """Take a party out ("Ləğv et"); a party already taken out stays out."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    for row in opened.parties:
        if row.id == party_id:
            await db.delete(row)
            touch(opened.draft)
    return RedirectResponse(_parties(claim_id, ""), 303)


async def checked(
    request: Request, deps: WebDeps, form: Reading[PartyForm], *, user: User, number: str, before: Party
) -> tuple[Party | None, Reading[PartyForm]]:
    """Return the party as the rules and the registers accept it, or None and the form with what they refuse.

    `before` gives role, person and whose party it is. OutsideUnavailableError becomes an error of the form: what was
    typed stays, and the same button asks again.
    """
    if not form.ok:
        return None, form
    typed = party_from(form.value, role=before.role, person=before.person, is_filer=before.is_filer)
    form = judged(form, typed)
    if not form.ok:
        return None, form
    await count_try(request, "look_up", account=str(user.account_id))
    try:
        witness = Witness(deps.sessions_aside, user.account_id)
        population = WitnessedPopulation(deps.population, witness, InquiryKind.PARTY_PERSON)
        tax = WitnessedTax(deps.tax, witness, InquiryKind.PARTY_ORGANISATION)
        party = await registered(normalised(typed), number=number, population=population, tax=tax)
    except NotInRegisterError as differs:
        return None, form.refuse(differs.field, sentence(differs.code))
    except OutsideUnavailableError:
        return None, form.refuse("voen" if typed.voen else "document", sentence("register_unavailable"))
    return party, form


def shown_again(form: Reading[PartyForm]) -> Reading[PartyForm]:
    """Return the form as it came back from an inquiry: filled in, and judged only when it is saved."""
    return filled(**form.kept)


def belongs_to(party: Party, fin: str) -> bool:
    """Tell whether the filer typed himself as a claimant instead of choosing "Özüm"."""
    return party.fin == fin and party.role in FILING_SIDE and not party.voen


def _parties(claim_id: str, back: str) -> str:
    return f"/claims/{claim_id}/parties" + (f"?back={back}" if back else "")
