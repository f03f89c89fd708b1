"""Step 3: the documents (CLM-7), several at once, each taken or refused by itself."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from models.domain.errors import RuleBroken
from web.deps import Db, Deps, RequireLitigant
from web.drafts import open_draft, touch
from web.forms.attachments import UploadForm
from web.forms.reading import Reading, filled, read
from web.pages.attachments import DocumentsPage, Refusal, documents_page
from web.rate_limits import count_try
from web.render import render
from web.unfinished import unfinished
from web.uploads import judge, keep
from web.words.lookup import sentence

router = APIRouter()
PAGE = "pages/claim_documents.html"
PART = "partials/claim_files.html"
BY_SCRIPT = "x-requested-with"  # upload.js sends it and takes only the list


@router.get("/claims/{claim_id}/documents", name="claim_documents")
async def claim_documents(
    request: Request, claim_id: str, user: RequireLitigant, *, db: Db, back: str = "", kind: str = ""
) -> Response:
    """Show the documents and the form for more."""
    opened = await open_draft(db, claim_id, user)
    page = documents_page(opened, filled(kind=kind), back=back, unfinished=await unfinished(db, opened))
    return render(request, PART if BY_SCRIPT in request.headers else PAGE, page)


@router.post("/claims/{claim_id}/documents", name="add_documents")
async def add_documents(
    request: Request,
    claim_id: str,
    user: RequireLitigant,
    *,
    db: Db,
    deps: Deps,
    form: Annotated[Reading[UploadForm], read(UploadForm)],
) -> Response:
    """Take each file or say why not; a refused one does not hold up the others."""
    opened = await open_draft(db, claim_id, user)
    refused: tuple[Refusal, ...] = ()
    async with request.form() as data:  # closed at its end: the spooled files go
        files = _files(data)
        if not files:
            form = form.refuse("file", sentence("file_missing"))
        for file in files if form.ok else []:
            await count_try(request, "upload", account=str(user.account_id))
            try:
                opened = await keep(db, claim_id, user, await judge(file), kind=form.value.kind, store=deps.documents)
            except RuleBroken as broken:
                refused = (*refused, Refusal(file.filename or "", sentence(broken.code, **broken.detail)))
    if refused:
        form = form.refuse("file", " · ".join(f"{refusal.name}: {refusal.said}" for refusal in refused))
    parts = await unfinished(db, opened)
    page = documents_page(opened, form, refused=refused, back=form.text("back"), unfinished=parts)
    if BY_SCRIPT in request.headers:
        return render(request, PART, page, status=200 if form.ok else 422)
    return _answer(request, claim_id, page)


@router.post("/claims/{claim_id}/attachments/{attachment_id}/remove", name="remove_attachment")
async def remove_attachment(claim_id: str, attachment_id: str, user: RequireLitigant, db: Db) -> Response:
    """Take a document out ("Ləğv et"); one already taken out stays out."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    for row in opened.attachments:
        if row.id == attachment_id:
            await db.delete(row)
            touch(opened.draft)
    return RedirectResponse(f"/claims/{claim_id}/documents", 303)


@router.get("/claims/{claim_id}/attachments/{attachment_id}", name="claim_attachment")
async def claim_attachment(claim_id: str, attachment_id: str, user: RequireLitigant, db: Db, deps: Deps) -> Response:
    """Give a document back as it was sent: always as a download, never shown under the court's own address."""
    row = (await open_draft(db, claim_id, user)).attachment(attachment_id)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(row.name)}",
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(await deps.documents.get(row.sha256), media_type=row.media_type, headers=headers)


def _answer(request: Request, claim_id: str, page: DocumentsPage) -> Response:
    if page.form.errors:
        return render(request, PAGE, page, status=422)
    way_back = f"?back={page.frame.back}" if page.frame.back else ""
    return RedirectResponse(f"/claims/{claim_id}/documents{way_back}", 303)


def _files(data: FormData) -> list[UploadFile]:
    """Return the files that were chosen; a browser sends an empty one for an untouched field."""
    return [file for file in data.getlist("file") if isinstance(file, UploadFile) and (file.filename or file.size)]
