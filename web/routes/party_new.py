"""Adding a party, one thing a page: in which role, who it is, the details (CLM-3..6)."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from activities.party_rows import write_party
from models.domain.parties import Party, PartyRole, PersonType, normalised, organisation_type, roles_for
from models.domain.party_parts import PartyPart, parts_of, persons_for
from models.tables.drafts import PartyRow
from web.deps import CourtCommands, Db, Deps, NotYoursError, RequireLitigant
from web.drafts import OpenDraft, id_from, next_position, open_draft, touch
from web.forms.parties import PartyForm, judged, party_from
from web.forms.reading import Reading, filled, read
from web.pages.parties import (
    SELF,
    can_be_self,
    details_page,
    person_page,
    reached_at,
    role_page,
    self_page,
)
from web.pages.profile import account_of, stands_for
from web.party_asking import ask_registers, asked_later, himself
from web.render import render
from web.routes.party_part import DETAILS, FILL, next_page, shown_again
from web.words.lookup import sentence

router = APIRouter()
CHOICE = "pages/claim_party_choice.html"


@router.get("/claims/{claim_id}/parties/new", name="new_party")
async def new_party(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    *,
    db: Db,
    role: str | None = None,
    person: str | None = None,
    asked: str = "",
    back: str = "",
) -> Response:
    """Ask for the role, then for the type of person, then for the details."""
    opened = await open_draft(db, claim_id, user)
    if opened.draft.kind is None:
        return RedirectResponse(f"/claims/{claim_id}/court", 303)
    if role not in roles_for(opened.draft.kind):
        return render(request, CHOICE, role_page(opened, _asked(asked == "role", "role"), back))
    as_role = PartyRole(role)
    if person == SELF and can_be_self(opened, as_role):
        page = self_page(opened, await account_of(db, user), await stands_for(db, user), role=as_role)
        return render(request, "pages/claim_party_self.html", page)
    if person not in persons_for(as_role):
        return render(request, CHOICE, person_page(opened, _asked(asked == "person", "person"), as_role, back))
    new = Party(as_role, PersonType(person))
    return render(request, DETAILS, details_page(opened, filled(), new, part=PartyPart.IDENTITY, back=back))


@router.post("/claims/{claim_id}/parties/new/self", name="add_myself")
async def add_myself(
    request: Request,
    claim_id: str,
    role: PartyRole,
    user: RequireLitigant,
    *,
    db: Db,
    deps: Deps,
    commands: CourtCommands,
) -> Response:
    """Add the filer ("Özüm"): identity from the register, address from the account.

    Who acts for an organisation adds it, and himself as its legal representative ("Qanuni nümayəndə", CLM-3).
    """
    opened = await open_draft(db, claim_id, user, to_change=True)
    account, organisation = await account_of(db, user), await stands_for(db, user)
    page = self_page(opened, account, organisation, role=role)
    if any(party.is_filer for party in opened.parties):
        return RedirectResponse(f"/claims/{claim_id}/parties", 303)  # the same button pressed twice
    if not page.complete or not can_be_self(opened, role):
        return render(request, "pages/claim_party_self.html", page, status=422)
    seat = PartyRole.LEGAL_REPRESENTATIVE if organisation else role
    typed = Party(seat, PersonType.NATURAL_PERSON, is_filer=organisation is None, **reached_at(account, None))
    person = await himself(deps, account, number=opened.claim.number, party=typed)
    parties = [person]
    if organisation:
        reached = reached_at(account, organisation)
        known: dict[str, Any] = {"voen": organisation.voen, "name": organisation.organisation, "fin": person.fin}
        parties.insert(0, Party(role, organisation_type(organisation.voen), is_filer=True, **known, **reached))
    for place, party in enumerate(parties):
        form = f"{claim_id}:{opened.draft.version}:{place}"
        _add(db, opened, party, party_id=id_from(form, purpose="party", owner=person.fin), place=place)
    return RedirectResponse(f"/claims/{claim_id}/parties", 303, background=asked_later(commands, claim_id, person))


@router.post("/claims/{claim_id}/parties/new", name="add_party")
async def add_party(
    request: Request,
    claim_id: str,
    role: PartyRole,
    person: PersonType,
    user: RequireLitigant,
    *,
    db: Db,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[PartyForm], read(PartyForm)],
) -> Response:
    """Add somebody else once the registers agree ("Əlavə et"); the form's nonce makes a double click one party."""
    opened = await open_draft(db, claim_id, user)
    if opened.draft.kind is None or role not in roles_for(opened.draft.kind) or person not in persons_for(role):
        raise NotYoursError
    new, identity, party = Party(role, person), PartyPart.IDENTITY, None
    if form.text("go") == FILL:
        return render(request, DETAILS, details_page(opened, shown_again(form), new, part=identity))
    if form.ok:
        party = normalised(party_from(form.value, new, *parts_of(new)))
        form = judged(form, party, identity)
    if form.ok and party:
        number = opened.claim.number
        party, form = await ask_registers(request, deps, form, user=user, number=number, typed=party)
    if not form.ok or party is None:
        page = details_page(opened, form, new, part=identity, back=form.text("back"))
        return render(request, DETAILS, page, status=422)
    # Held only now: a register that takes its time must not keep the draft from others.
    held = await open_draft(db, claim_id, user, to_change=True)
    party_id = id_from(form.text("nonce") + claim_id, purpose="party", owner=user.fin or "")
    if all(row.id != party_id for row in held.parties):
        _add(db, held, party, party_id=party_id)
    later = asked_later(commands, claim_id, party)
    return RedirectResponse(next_page(held, party_id, party, form.value.back), 303, background=later)


def _add(db: AsyncSession, opened: OpenDraft, party: Party, *, party_id: str, place: int = 0) -> None:
    touch(opened.draft)
    row = PartyRow(
        id=party_id,
        claim_id=opened.claim.id,
        position=next_position(opened.parties) + place,
        role=party.role,
        person=party.person,
    )
    write_party(row, party)
    db.add(row)


def _asked(again: bool, field: str) -> Reading[PartyForm]:  # noqa: FBT001 - the answer to one question
    """Return the empty form, with an error when it was sent without a choice."""
    form: Reading[PartyForm] = filled()
    return form.refuse(field, sentence(f"{field}_missing")) if again else form
