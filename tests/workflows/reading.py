"""What stands in the database of a claim after its workflow took steps."""

from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from models.domain.claim_status import Act
from models.tables.claims import ClaimRow
from models.tables.register import RegisterLineRow
from tests.workflows.conftest import Court


async def rows(court: Court, table: type[SQLModel], claim_id: str) -> list[Any]:
    async with court.sessions() as session:
        return list(await session.scalars(select(table).where(table.claim_id == claim_id)))  # type: ignore[attr-defined]  # each has it


async def acts(court: Court, claim_id: str) -> list[Act]:
    lines = await rows(court, RegisterLineRow, claim_id)
    return [line.act for line in sorted(lines, key=lambda line: line.revision)]


async def row(court: Court, claim_id: str) -> ClaimRow:
    async with court.sessions() as session:
        return await session.get_one(ClaimRow, claim_id)
