"""Step 6, before signing: check the answers, look at the document, confirm ("Təsdiqlə") or pay and confirm (CLM-9)."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask

from activities.documents.claim_pages import claim_document_of
from activities.documents.rendering import DocumentNotPrintableError, render_claim
from activities.drafts import content_of
from models.domain.claim_status import ClaimStatus
from models.domain.errors import RuleBroken
from web.confirming import freeze_draft
from web.deps import CourtCommands, Db, Deps, RequireLitigant
from web.drafts import StaleDraftError, id_from, open_draft
from web.filing_gate import MayFile
from web.pages.check import check_page
from web.render import render
from web.sessions import now

router = APIRouter()
PAGE = "pages/claim_check.html"
ALREADY = f"cannot_edit_when_{ClaimStatus.CONFIRMED}"
Hidden = Annotated[str, Form()]


@router.get("/claims/{claim_id}/check", name="claim_check")
async def claim_check(request: Request, claim_id: str, user: RequireLitigant, db: Db, deps: Deps) -> Response:
    """Show every answer with its way back."""
    return render(request, PAGE, await check_page(db, await open_draft(db, claim_id, user), deps.portals))


@router.get("/claims/{claim_id}/preview.pdf", name="claim_preview")
async def claim_preview(claim_id: str, user: RequireLitigant, db: Db, deps: Deps) -> Response:
    """Print the draft as it would be signed."""
    await open_draft(db, claim_id, user)
    content = await content_of(db, claim_id)
    document = await claim_document_of(db, content, base_url=deps.settings.base_url, at=now())
    try:
        pdf = await asyncio.to_thread(render_claim, document)
    except DocumentNotPrintableError as unprintable:
        raise RuleBroken("letters_not_printable", {"letters": " ".join(unprintable.letters)}) from unprintable
    headers = {"content-disposition": 'inline; filename="preview.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.post("/claims/{claim_id}/confirm", name="confirm_claim")
async def confirm_claim(
    request: Request,
    claim_id: str,
    user: MayFile,
    *,
    deps: Deps,
    commands: CourtCommands,
    nonce: Hidden,
    version: Hidden,
) -> Response:
    """Confirm the checked version; with the online way, begin the payment that will confirm it."""
    try:
        # Committed before the act is sent: the step that records it holds the draft against what was frozen.
        async with deps.sessions.begin() as db:
            frozen = await freeze_draft(db, claim_id, user, seen_version=version, portals=deps.portals)
            if frozen.act is None:
                return render(request, PAGE, await check_page(db, frozen.draft, deps.portals), status=422)
        act = frozen.act
        if act.fee.receipt_number or act.fee.exemption_code:
            await commands.confirm(
                claim_id,
                actor=act.actor,
                at=act.at,
                nonce=nonce,
                version=act.version,
                content_sha256=act.content_sha256,
                court_id=act.court_id,
                signers=act.signers,
                organisations=act.organisations,
                fee=act.fee,
                unanswered=act.unanswered,
            )
            # Asked for when the person has the answer: the room does not need the document, only a click in it does.
            ahead = BackgroundTask(commands.make_package, claim_id, act.version)
            return RedirectResponse(f"/claims/{claim_id}/sign", 303, background=ahead)
    except RuleBroken as broken:
        return await _refused(request, claim_id, user, deps, broken)
    payment_id = id_from(nonce, purpose="payment", owner=claim_id)
    await commands.begin_payment(
        payment_id,
        claim_id=claim_id,
        confirm=act,
        description=f"Dövlət rüsumu, ərizə № {frozen.draft.claim.number}",
        language=user.language,
        portal=frozen.draft.draft.portal,
    )
    return RedirectResponse(f"/payments/{payment_id}", 303)


async def _refused(request: Request, claim_id: str, user: RequireLitigant, deps: Deps, broken: RuleBroken) -> Response:
    """Show the check page with the refusal; a form that came twice finds the application confirmed already."""
    if broken.code == ALREADY:
        return RedirectResponse(f"/claims/{claim_id}/sign", 303)
    if broken.code.startswith("cannot_edit_when_") and not isinstance(broken, StaleDraftError):
        raise broken
    async with deps.sessions() as db:
        page = await check_page(db, await open_draft(db, claim_id, user), deps.portals)
    return render(request, PAGE, page, status=409, problem=broken)
