"""Puts accepted applications away from one person's list and back ("Arxivləşdir", CLM-15); nobody else notices."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import ARCHIVED
from models.domain.errors import RuleBroken
from models.domain.roles import Role
from models.tables.claims import ArchivedClaimRow
from web.opening import Opened


async def archive(db: AsyncSession, opened: Opened, *, at: datetime) -> None:
    """Put a claim into the person's archive; once more changes nothing. RuleBroken `cannot_archive_when_<status>`."""
    row = opened.row
    if row.status not in ARCHIVED:
        raise RuleBroken(f"cannot_archive_when_{row.status}")
    put_away = {"fin": opened.user.fin, "claim_id": row.id, "archived_at": at}
    put_away |= {"voen": row.voen, "updated_at": row.updated_at}
    await db.execute(insert(ArchivedClaimRow).values(put_away).on_conflict_do_nothing())


async def unarchive(db: AsyncSession, opened: Opened) -> None:
    """Take a claim out of the person's archive; what does not lie there stays where it is."""
    own = (col(ArchivedClaimRow.fin) == opened.user.fin) & (col(ArchivedClaimRow.claim_id) == opened.row.id)
    await db.execute(delete(ArchivedClaimRow).where(own))


async def is_archived(db: AsyncSession, opened: Opened) -> bool | None:
    """Tell whether a claim lies in the person's archive; None where there is nothing to put away or no archive."""
    if opened.user.role is not Role.LITIGANT or opened.row.status not in ARCHIVED:
        return None
    return await db.get(ArchivedClaimRow, (opened.user.fin, opened.row.id)) is not None
