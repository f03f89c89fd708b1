"""Copies a returned or refused claim into a new draft with everything filled in ("Kopyala", CLM-14)."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.receipts import holder_of
from models.domain.applications import ApplicationKind
from models.domain.claim_status import COPIED
from models.domain.errors import RuleBroken
from models.domain.fee_cover import FeeWay
from models.domain.parties import WAITING, PartyRole, PersonType, SigningWay
from models.tables.claims import ReceiptUseRow
from models.tables.drafts import AttachmentRow, DraftRow, PartyRow
from web.deps import NotYoursError
from web.opening import Opened
from web.pages.claim_content import frozen_content
from web.pages.fee import receipts_of

SUGGESTED = 2  # as many as a draft names


async def copy_claim(db: AsyncSession, opened: Opened, *, new_id: str, at: datetime) -> bool:
    """Write the new draft from the frozen content; copying again to the same id changes nothing.

    Returns whether a register was silent about a party of it: then it is to be asked for the new draft.

    The receipts that covered its fee are suggested as far as they are free again. Raises NotYoursError unless the filer
    asks, RuleBroken `cannot_copy_when_<status>` when the claim did not come back.
    """
    row = opened.row
    if not opened.is_filer:
        raise NotYoursError
    if row.status not in COPIED:
        raise RuleBroken(f"cannot_copy_when_{row.status}")
    content = await frozen_content(db, opened)
    waits = any(party.get("register_remark") == WAITING for party in content["parties"])
    if await db.get(DraftRow, new_id) is not None:
        return waits
    before = await db.get_one(DraftRow, row.id)
    draft = _draft(content, before, new_id=new_id, at=at)
    if before.fee_way is not FeeWay.EXEMPT:
        named = receipts_of(before) or await _last_receipts(db, row.id)
        free = [number for number in named if await holder_of(db, number) is None]
        draft.fee_way = FeeWay.RECEIPT if free else before.fee_way
        draft.receipt_number, draft.added_receipt = (*free, "", "")[:SUGGESTED]
    db.add(draft)
    await db.flush()
    db.add_all(_party(party, new_id, place) for place, party in enumerate(content["parties"]))
    db.add_all(_attachment(file, new_id, place, at=at) for place, file in enumerate(content["attachments"]))
    return waits


def _draft(content: dict[str, Any], before: DraftRow, *, new_id: str, at: datetime) -> DraftRow:
    return DraftRow(
        claim_id=new_id,
        filer_fin=before.filer_fin,
        voen=before.voen,
        touched_at=at,
        origin_id=before.claim_id,
        court_id=content["court_id"],
        kind=ApplicationKind(content["kind"]),
        category_id=content["category_id"],
        heading=content["heading"],
        body=content["body"],
        interim_measures=content["interim_measures"],
        value=Decimal(content["value"]) if content["value"] else None,
        demands=before.demands,
        is_dwelling=content["is_dwelling"],
        fee_way=before.fee_way,
        portal=before.portal,
        exemption_code=before.exemption_code,
    )


def _party(party: dict[str, Any], claim_id: str, position: int) -> PartyRow:
    typed = {
        "id": child_id(claim_id, party["id"]),
        "claim_id": claim_id,
        "position": position,
        "role": PartyRole(party["role"]),
        "person": PersonType(party["person"]),
        "signing": SigningWay(party["signing"]) if party["signing"] else None,
    }
    return PartyRow(**party | typed)


def _attachment(file: dict[str, Any], claim_id: str, position: int, *, at: datetime) -> AttachmentRow:
    own = {"id": child_id(claim_id, file["id"]), "claim_id": claim_id, "position": position, "added_at": at}
    return AttachmentRow(**file | own)


def child_id(claim_id: str, origin_id: str) -> str:
    """Return the id that a party or a document of the origin has in its copy."""
    return str(uuid5(UUID(claim_id), origin_id))


async def _last_receipts(db: AsyncSession, claim_id: str) -> tuple[str, ...]:
    """Return the receipts of the claim's last confirmation, which an online payment names nowhere else."""
    use = ReceiptUseRow
    mine = col(use.claim_id) == claim_id
    last = select(func.max(col(use.revision))).where(mine).scalar_subquery()
    query = select(col(use.receipt_number)).where(mine, col(use.revision) == last).order_by(col(use.excess))
    return tuple(await db.scalars(query))
