"""Which files have begun to arrive for a draft and are not whole (tus 1.0)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.tables.drafts import UploadRow
from web.drafts import OpenDraft
from web.sessions import now


@dataclass(frozen=True)
class Unfinished:
    """A file of which a part has come: whoever has the same file goes on with it, from any page and device."""

    upload_id: str
    name: str
    kind: str
    size: int
    received: int
    fingerprint: str
    expires_at: datetime


async def unfinished(db: AsyncSession, draft: OpenDraft) -> tuple[Unfinished, ...]:
    """Return what has begun to arrive for a draft and is not whole, the oldest first."""
    row = UploadRow
    query = select(row.id, row.name, row.kind, row.size, row.received, row.fingerprint, row.expires_at)  # type: ignore[call-overload]  # SQLModel types its columns as plain values
    mine = query.where(col(row.claim_id) == draft.claim.id, col(row.expires_at) > now()).order_by(col(row.expires_at))
    return tuple(Unfinished(*one) for one in (await db.execute(mine)).all())
