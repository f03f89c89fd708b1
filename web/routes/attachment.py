"""One document of a draft: looked at in the browser, opened when it is a container, given another kind or place."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from activities.intake.recognition import FileKind
from models.domain.attachments import DocumentKind
from models.tables.drafts import AttachmentRow
from web.deps import Db, Deps, NotYoursError, RequireLitigant
from web.drafts import OpenDraft, open_draft, touch
from web.inline import checked_container, shown, shown_inside
from web.pages.container import container_page
from web.render import render
from web.verification import stored

router = APIRouter()


@router.get("/claims/{claim_id}/attachments/{attachment_id}/view", name="view_attachment")
async def view_attachment(claim_id: str, attachment_id: str, user: RequireLitigant, db: Db, deps: Deps) -> Response:
    """Show a PDF in the browser; a container is opened instead."""
    row = (await open_draft(db, claim_id, user)).attachment(attachment_id)
    if FileKind(row.format).is_package:
        return RedirectResponse(f"/claims/{claim_id}/attachments/{attachment_id}/inside", 303)
    return shown(row.name, await stored(deps.documents, row.sha256))


@router.get("/claims/{claim_id}/attachments/{attachment_id}/inside", name="open_container")
async def open_container(
    request: Request, claim_id: str, attachment_id: str, user: RequireLitigant, *, db: Db, deps: Deps
) -> Response:
    """List a container's files and the verdict on each of its signatures."""
    opened = await open_draft(db, claim_id, user)
    row, data = await _container(opened, attachment_id, deps)
    checked = await checked_container(data, row.format, deps)
    page = container_page(opened, row, data, checked=checked, user=user)
    return render(request, "pages/claim_container.html", page)


@router.get("/claims/{claim_id}/attachments/{attachment_id}/inside/{place}", name="view_inside")
async def view_inside(
    claim_id: str, attachment_id: str, place: int, user: RequireLitigant, *, db: Db, deps: Deps
) -> Response:
    """Show one file of a container in the browser."""
    row, data = await _container(await open_draft(db, claim_id, user), attachment_id, deps)
    return shown_inside(data, row.format, place)


@router.post("/claims/{claim_id}/attachments/{attachment_id}/kind", name="change_kind")
async def change_kind(
    request: Request, claim_id: str, attachment_id: str, user: RequireLitigant, *, db: Db
) -> Response:
    """Say that a document is of another kind; a kind that does not exist changes nothing."""
    chosen = (await request.form()).get(f"kind-{attachment_id}")
    opened = await open_draft(db, claim_id, user, to_change=True)
    row = opened.attachment(attachment_id)
    if chosen in set(DocumentKind) and chosen != row.kind:
        row.kind = DocumentKind(str(chosen))
        touch(opened.draft)
    return RedirectResponse(f"/claims/{claim_id}/documents", 303)


@router.post("/claims/{claim_id}/attachments/{attachment_id}/move", name="move_attachment")
async def move_attachment(
    claim_id: str, attachment_id: str, user: RequireLitigant, *, db: Db, to: Annotated[int, Form(ge=1)]
) -> Response:
    """Put a document at another place, from 1; a place beyond the last is the last."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    row = opened.attachment(attachment_id)
    others = [one for one in opened.attachments if one is not row]
    others.insert(to - 1, row)
    if others != list(opened.attachments):
        touch(opened.draft)
    for position, one in enumerate(others):
        one.position = position
    return RedirectResponse(f"/claims/{claim_id}/documents", 303)


async def _container(opened: OpenDraft, attachment_id: str, deps: Deps) -> tuple[AttachmentRow, bytes]:
    row = opened.attachment(attachment_id)
    if not FileKind(row.format).is_package:
        raise NotYoursError
    return row, await stored(deps.documents, row.sha256)
