"""A draft's content as one value: what is frozen, hashed, rendered and signed."""

import hashlib
import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.tables.claims import FrozenContentRow
from models.tables.drafts import AttachmentRow, DraftRow, PartyRow

Content = dict[str, Any]

_DRAFT_FIELDS = (
    "court_id",
    "kind",
    "category_id",
    "heading",
    "body",
    "interim_measures",
    "value",
    "is_dwelling",
)
_PARTY_FIELDS = (
    "id",
    "role",
    "person",
    "is_filer",
    "signing",
    "fin",
    "document",
    "voen",
    "name",
    "surname",
    "patronymic",
    "phone",
    "email",
    "address",
    "postal_index",
)
_ATTACHMENT_FIELDS = ("id", "kind", "name", "sha256", "size", "media_type", "pages", "format")


async def content_of(session: AsyncSession, claim_id: str) -> Content:
    """Read a draft as plain JSON values: parties and attachments in their order; KeyError when there is no draft.

    How the fee is paid is no part of it: a receipt may arrive after the text is settled.
    """
    draft = await session.get(DraftRow, claim_id)
    if draft is None:
        raise KeyError(claim_id)
    parties = await session.scalars(
        select(PartyRow).where(col(PartyRow.claim_id) == claim_id).order_by(col(PartyRow.position))
    )
    attachments = await session.scalars(
        select(AttachmentRow).where(col(AttachmentRow.claim_id) == claim_id).order_by(col(AttachmentRow.position))
    )
    return {
        "claim_id": claim_id,
        "version": draft.version,
        **_plain(draft, _DRAFT_FIELDS),
        "parties": [_plain(party, _PARTY_FIELDS) for party in parties],
        "attachments": [_plain(attachment, _ATTACHMENT_FIELDS) for attachment in attachments],
    }


def content_sha256(content: Content) -> str:
    """Hash the canonical JSON of a content: sorted keys, UTF-8, no white space."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def freeze(session: AsyncSession, claim_id: str, *, at: datetime) -> tuple[int, str]:
    """Keep the draft's content as it stands and return its version and hash, which is what a confirmation names.

    The caller owns the transaction. Every edit raises the version, so a version has one content; freezing it again
    changes nothing. KeyError when there is no draft.
    """
    await session.execute(select(col(DraftRow.version)).where(col(DraftRow.claim_id) == claim_id).with_for_update())
    content = await content_of(session, claim_id)
    sha256 = content_sha256(content)
    frozen = {"claim_id": claim_id, "version": content["version"], "content": content, "sha256": sha256}
    await session.execute(insert(FrozenContentRow).values(**frozen, frozen_at=at).on_conflict_do_nothing())
    return content["version"], sha256


def _plain(row: object, fields: tuple[str, ...]) -> Content:
    return {field: _plain_value(getattr(row, field)) for field in fields}


def _plain_value(value: object) -> object:
    match value:
        case Decimal():
            return f"{value:.2f}"
        case datetime():
            return value.isoformat()
        case str():
            return str(value)  # an enum member becomes its plain value
        case _:
            return value
