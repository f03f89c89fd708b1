"""Sending a file in pieces over a bad line: the tus protocol 1.0.0, core with creation and expiration (CLM-7)."""

from datetime import UTC
from email.utils import format_datetime

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import ClientDisconnect

from models.domain.attachments import LIMITS, DocumentKind
from models.domain.errors import RuleBroken
from models.tables.drafts import UploadRow
from web.deps import Db, Deps, NotYoursError, RequireLitigant, WebDeps
from web.drafts import open_draft
from web.rate_limits import count_try
from web.resumable import append, begin, forget, metadata_of, upload_of
from web.sessions import User
from web.uploads import judge_bytes, keep
from web.words.lookup import sentence

router = APIRouter()
TUS = {"tus-resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"
ABLE = TUS | {
    "tus-version": "1.0.0",
    "tus-extension": "creation,expiration",
    "tus-max-size": str(LIMITS.total_size),
}


@router.options("/claims/{claim_id}/uploads", name="describe_uploads")
async def describe_uploads(claim_id: str) -> Response:  # noqa: ARG001 - the same for every draft
    """Say what is spoken here."""
    return Response(status_code=204, headers=ABLE)


@router.post("/claims/{claim_id}/uploads", name="begin_upload")
async def begin_upload(request: Request, claim_id: str, user: RequireLitigant, db: Db) -> Response:
    """Keep a place for a file that is about to come; 422 with the reason when it could not be taken anyhow."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    await count_try(request, "upload", account=str(user.account_id))
    length = request.headers.get("upload-length", "")
    if not length.isdecimal():
        return _said(400, "upload_metadata")
    try:
        metadata = metadata_of(request.headers.get("upload-metadata", ""))
        row = await begin(db, opened, size=int(length), metadata=metadata)
    except RuleBroken as broken:
        return _said(422, broken.code, **broken.detail)
    return Response(status_code=201, headers=_state(row) | {"location": f"/claims/{claim_id}/uploads/{row.id}"})


@router.head("/claims/{claim_id}/uploads/{upload_id}", name="upload_state")
async def upload_state(claim_id: str, upload_id: str, user: RequireLitigant, db: Db) -> Response:
    """Say how much has arrived: from there it goes on."""
    row = await upload_of(db, await open_draft(db, claim_id, user), upload_id)
    return Response(status_code=200, headers=_state(row) | {"upload-length": str(row.size)})


@router.patch("/claims/{claim_id}/uploads/{upload_id}", name="continue_upload")
async def continue_upload(
    request: Request, claim_id: str, upload_id: str, user: RequireLitigant, *, db: Db, deps: Deps
) -> Response:
    """Take the next piece; with the last one the file is judged like any other and put with the documents."""
    if request.headers.get("content-type") != PIECE:
        return _said(415, "upload_metadata")
    await upload_of(db, await open_draft(db, claim_id, user), upload_id)
    piece = await _received(request)
    # Held only now: a slow line must not keep the draft from others.
    row = await upload_of(db, await open_draft(db, claim_id, user, to_change=True), upload_id, to_change=True)
    if request.headers.get("upload-offset") != str(row.received):
        return Response(status_code=409, headers=_state(row))
    append(row, piece)
    if row.received < row.size:
        return Response(status_code=204, headers=_state(row))
    await db.delete(row)
    return await _taken(db, row, user, deps)


@router.post("/claims/{claim_id}/uploads/{upload_id}/forget", name="forget_upload")
async def forget_upload(claim_id: str, upload_id: str, user: RequireLitigant, db: Db) -> Response:
    """Let go of what has come of a file; what is gone already stays gone."""
    opened = await open_draft(db, claim_id, user, to_change=True)
    await forget(db, opened, upload_id)
    return RedirectResponse(f"/claims/{claim_id}/documents", 303)


async def _received(request: Request) -> bytes:
    """Return what came of a piece; a line that broke leaves what came before."""
    piece = bytearray()
    try:
        async for part in request.stream():
            piece += part
            if len(piece) > LIMITS.total_size:
                raise NotYoursError
    except ClientDisconnect:
        return bytes(piece)
    return bytes(piece)


async def _taken(db: AsyncSession, row: UploadRow, user: User, deps: WebDeps) -> Response:
    try:
        judged = await judge_bytes(row.name, row.content)
        await keep(db, row.claim_id, user, judged, kind=DocumentKind(row.kind), store=deps.documents)
    except RuleBroken as broken:
        return _said(422, broken.code, **broken.detail)
    return Response(status_code=204, headers=_state(row))


def _state(row: UploadRow) -> dict[str, str]:
    expires = format_datetime(row.expires_at.astimezone(UTC), usegmt=True)
    return TUS | {"upload-offset": str(row.received), "upload-expires": expires, "cache-control": "no-store"}


def _said(status: int, code: str, **detail: str) -> Response:
    return JSONResponse({"said": sentence(code, **detail)}, status, headers=TUS)
