"""Files that arrive in pieces: begun, continued where they stopped, taken when whole, else forgotten (tus 1.0)."""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.attachments import LIMITS, DocumentKind, check_attachment
from models.domain.errors import RuleBroken
from models.tables.drafts import UploadRow
from web.deps import NotYoursError
from web.drafts import OpenDraft
from web.pages.attachments import existing
from web.sessions import now
from web.unfinished import unfinished

LIVES: Final = timedelta(hours=24)
LONGEST_METADATA: Final = 2_000  # characters
_FINGERPRINT: Final = re.compile("[0-9a-f]{64}")


def metadata_of(header: str) -> Mapping[str, str]:
    """Read Upload-Metadata: "key base64,key base64", a key alone being empty; else RuleBroken `upload_metadata`."""
    try:
        pairs = (pair.strip().partition(" ")[::2] for pair in header[:LONGEST_METADATA].split(",") if pair.strip())
        return {key: base64.b64decode(value, validate=True).decode() for key, value in pairs}
    except (ValueError, binascii.Error) as error:
        raise RuleBroken("upload_metadata") from error


async def begin(db: AsyncSession, draft: OpenDraft, *, size: int, metadata: Mapping[str, str]) -> UploadRow:
    """Keep a place for a file of `size` bytes; what is abandoned goes by time (workflows/uploads).

    RuleBroken of `check_attachment`, counting what else is on its way; `upload_metadata` when the kind is unknown.
    """
    kind, mark = metadata.get("kind", ""), metadata.get("fingerprint", "")
    if kind not in set(DocumentKind):
        raise RuleBroken("upload_metadata")
    check_attachment(metadata.get("filename", ""), size, existing=existing(draft))
    if len(await unfinished(db, draft)) >= LIMITS.count:
        raise RuleBroken("attachments_too_many", {"limit": str(LIMITS.count)})
    row = UploadRow(
        id=str(uuid4()),
        claim_id=draft.claim.id,
        kind=kind,
        name=metadata["filename"],
        size=size,
        fingerprint=mark if _FINGERPRINT.fullmatch(mark) else "",
        expires_at=now() + LIVES,
    )
    db.add(row)
    return row


async def upload_of(db: AsyncSession, draft: OpenDraft, upload_id: str, *, to_change: bool = False) -> UploadRow:
    """Return an upload of this draft; NotYoursError when there is none, or its time is over."""
    query = select(UploadRow).where(
        col(UploadRow.id) == upload_id, col(UploadRow.claim_id) == draft.claim.id, col(UploadRow.expires_at) > now()
    )
    row = (await db.execute(query.with_for_update() if to_change else query)).scalar_one_or_none()
    if row is None:
        raise NotYoursError
    return row


def append(row: UploadRow, piece: bytes) -> None:
    """Add what came; its time begins anew. What goes beyond the announced size is left out."""
    row.content += piece[: row.size - row.received]
    row.received = len(row.content)
    row.expires_at = now() + LIVES


async def forget(db: AsyncSession, draft: OpenDraft, upload_id: str) -> None:
    """Let go of an upload of this draft before its time is over."""
    mine = (col(UploadRow.id) == upload_id) & (col(UploadRow.claim_id) == draft.claim.id)
    await db.execute(delete(UploadRow).where(mine))
