"""A draft's content as one value: what is frozen, hashed, rendered and signed."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.parties import WAITING

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
    "register_remark",
)
_ATTACHMENT_FIELDS = ("id", "kind", "name", "sha256", "size", "media_type", "pages", "format")


def _json_of(row: str, fields: tuple[str, ...]) -> str:
    """Return the SQL of a JSON object; money becomes text, so that no reader rounds it."""
    return ", ".join(f"'{field}', {row}.{field}{'::text' if field == 'value' else ''}" for field in fields)


def _listed(table: str, fields: tuple[str, ...]) -> str:
    objects = f"json_agg(json_build_object({_json_of('part', fields)}) ORDER BY position)"
    return f"(SELECT coalesce({objects}, '[]') FROM {table} part WHERE part.claim_id = draft.claim_id)"  # noqa: S608 - our own constants


# One statement, because confirming waits for it; the names in it are the constants above.
_SQL = f"""
    SELECT json_build_object({_json_of("draft", ("claim_id", "version", *_DRAFT_FIELDS))},
        'parties', {_listed("party", _PARTY_FIELDS)}, 'attachments', {_listed("attachment", _ATTACHMENT_FIELDS)})
    FROM draft WHERE claim_id = :claim_id"""  # noqa: S608 - the names are our own constants
_CONTENT = text(_SQL)
_CONTENT_TO_FREEZE = text(f"{_SQL} FOR UPDATE")
_FREEZE = text("""
    INSERT INTO frozen_content (claim_id, version, content, sha256, frozen_at, sameness)
    VALUES (:claim_id, :version, CAST(:content AS json), :sha256, :at, :sameness) ON CONFLICT DO NOTHING""")
_ASKED = ("kind", "category_id", "heading", "body", "interim_measures", "value")


async def content_of(session: AsyncSession, claim_id: str) -> Content:
    """Read a draft as plain JSON values: parties and attachments in their order; KeyError when there is no draft.

    How the fee is paid is no part of it: a receipt may arrive after the text is settled. A party has the remark
    WAITING (models/domain/parties) while a register is silent about it, else none.
    """
    return await _read(session, _CONTENT, claim_id)


def content_sha256(content: Content) -> str:
    """Hash the canonical JSON of a content: sorted keys, UTF-8, no white space."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sameness_of(content: Content) -> str:
    """Hash what is asked and with what documents: a filing made twice has the same, whatever its ids and court."""
    asked = {name: content[name] for name in _ASKED}
    return content_sha256(asked | {"documents": sorted(file["sha256"] for file in content["attachments"])})


async def freeze(session: AsyncSession, claim_id: str, *, at: datetime) -> tuple[int, str]:
    """Keep the draft's content as it stands and return its version and hash, which is what a confirmation names.

    The caller owns the transaction. Every edit raises the version, so a version has one content; freezing it again
    changes nothing. KeyError when there is no draft.
    """
    content = await _read(session, _CONTENT_TO_FREEZE, claim_id)
    sha256 = content_sha256(content)
    text_of_it = json.dumps(content, ensure_ascii=False)
    frozen = {"claim_id": claim_id, "version": content["version"], "content": text_of_it, "sha256": sha256, "at": at}
    await session.execute(_FREEZE, frozen | {"sameness": sameness_of(content)})
    return content["version"], sha256


async def _read(session: AsyncSession, query: TextClause, claim_id: str) -> Content:
    content: Content | None = (await session.execute(query, {"claim_id": claim_id})).scalar_one_or_none()
    if content is None:
        raise KeyError(claim_id)
    for party in content["parties"]:
        # What is signed says of whom a register had not answered; what it agreed to needs no remark.
        if party["register_remark"] != WAITING:
            del party["register_remark"]
    return content
