"""Putting another person in the place of one who signs for an organisation, while nobody has signed yet."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.errors import RuleBroken
from models.tables.claims import ClaimSignerRow
from web.deps import CourtCommands, CurrentVisit, Db, Deps, NotYoursError, RequireLitigant
from web.drafts import actor_of
from web.forms.reading import Reading, filled, read
from web.forms.signing_room import ReplacementForm
from web.opening import Opened, open_claim
from web.pages.claim_content import content_shown, fin_for
from web.pages.signatures import replaceable_in
from web.render import render
from web.sessions import User, now
from web.words.lookup import sentence

router = APIRouter()
PAGE = "pages/signer_replacement.html"
ADDRESS = "/claims/{claim_id}/signers/{position}/replace"


@dataclass(frozen=True)
class ReplacementPage:
    """Who is to be replaced, for which organisation, and the form that names the other."""

    claim_id: str
    number: str
    position: int
    organisation: str
    fin: str
    form: Reading[Any]


@router.get(ADDRESS, name="signer_replacement")
async def ask_who(request: Request, claim_id: str, position: int, user: RequireLitigant, db: Db) -> Response:
    """Ask the filer who signs instead."""
    opened, signer = await _place(db, claim_id, position, user)
    if signer.fin not in replaceable_in(opened):
        return RedirectResponse(f"/claims/{claim_id}/sign", 303)
    return render(request, PAGE, await _page(db, opened, signer, filled()))


@router.post(ADDRESS, name="replace_signer")
async def replace_signer(
    request: Request,
    claim_id: str,
    position: int,
    user: RequireLitigant,
    visit: CurrentVisit,
    *,
    deps: Deps,
    commands: CourtCommands,
    form: Annotated[Reading[ReplacementForm], read(ReplacementForm)],
) -> Response:
    """Name the other person; what the domain or the register refuses is said beside the field."""
    async with deps.sessions() as db:
        opened, signer = await _place(db, claim_id, position, user)
        if form.ok:
            given = form.value
            try:
                await commands.replace_signer(
                    claim_id,
                    actor=actor_of(user),
                    at=now(),
                    nonce=given.nonce,
                    outgoing=signer.fin,
                    incoming=given.fin,
                )
            except RuleBroken as refused:
                form = form.refuse("fin", sentence(refused.code, **refused.detail))
        if not form.ok:
            return render(request, PAGE, await _page(db, opened, signer, form), status=422)
    visit.flash("signer_replaced")
    return RedirectResponse(f"/claims/{claim_id}/sign", 303)


async def _place(db: AsyncSession, claim_id: str, position: int, user: User) -> tuple[Opened, ClaimSignerRow]:
    """Open one signer's place to the filer; for others there is none."""
    opened = await open_claim(db, claim_id, user)
    signer = next((signer for signer in opened.signers if signer.position == position), None)
    if signer is None or not opened.is_filer:
        raise NotYoursError
    return opened, signer


async def _page(db: AsyncSession, opened: Opened, signer: ClaimSignerRow, form: Reading[Any]) -> ReplacementPage:
    names = (await content_shown(db, opened)).names
    return ReplacementPage(
        opened.row.id,
        opened.row.number,
        signer.position,
        names.get(signer.fin, ""),
        fin_for(opened.user, signer.fin),
        form,
    )
