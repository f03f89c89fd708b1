"""Takes uploaded files into a draft, one by one: judged by content, stored by hash, listed under the draft's lock."""

import asyncio
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from activities.intake.errors import UploadRefusedError
from activities.intake.upload import AcceptedFile, accept_upload
from models.domain.attachments import DocumentKind, check_attachment, parse_file_name
from models.domain.errors import RuleBroken
from models.ports import DocumentStore
from models.tables.drafts import AttachmentRow
from web.drafts import OpenDraft, id_from, next_position, open_draft, touch
from web.pages.attachments import existing
from web.sessions import User, now


@dataclass(frozen=True)
class Judged:
    """A file the court can take, not yet in the draft."""

    name: str
    data: bytes
    found: AcceptedFile


async def judge(file: UploadFile) -> Judged:
    """Read and judge one file; RuleBroken by its name, its size or (lower-case `upload_…`) by its content."""
    return await judge_bytes(file.filename or "", await file.read())


async def judge_bytes(file_name: str, data: bytes) -> Judged:
    """Judge a file's bytes; RuleBroken as `judge`."""
    name = parse_file_name(file_name)
    check_attachment(name, len(data), existing=())  # nothing larger than the whole limit is looked into
    try:
        return Judged(name, data, await asyncio.to_thread(accept_upload, name, data))
    except UploadRefusedError as refused:
        raise RuleBroken(f"upload_{refused.code.lower()}") from refused


async def keep(
    db: AsyncSession, claim_id: str, user: User, judged: Judged, *, kind: DocumentKind, store: DocumentStore
) -> OpenDraft:
    """Store a judged file and list it in the draft; the same bytes of the same kind are listed once.

    Returns the draft with the file. RuleBroken of `check_attachment` when there is no room for it.
    """
    opened = await open_draft(db, claim_id, user, to_change=True)
    sha256 = await store.put(judged.data)
    if any(row.sha256 == sha256 and row.kind == kind for row in opened.attachments):
        return opened
    name = check_attachment(judged.name, len(judged.data), existing=existing(opened))
    touch(opened.draft)
    row = AttachmentRow(
        id=id_from(f"{opened.draft.version}:{sha256}", purpose="attachment", owner=claim_id),
        claim_id=claim_id,
        position=next_position(opened.attachments),
        kind=kind,
        name=name,
        sha256=sha256,
        size=len(judged.data),
        media_type=judged.found.media_type,
        pages=judged.found.pages or None,
        format=judged.found.kind,
        added_at=now(),
    )
    db.add(row)
    return replace(opened, attachments=(*opened.attachments, row))
