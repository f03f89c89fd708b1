"""Lines of the audit register: each covers the line before it, so that no line can change or vanish unseen."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.messages.claim import ClaimStep
from models.tables.register import RegisterLineRow

FIRST = "0" * 64


async def last_line(session: AsyncSession, claim_id: str) -> tuple[int, str, dict[str, Any]]:
    """Return revision, hash and outcome of the claim's newest line; revision 0 when there is none."""
    query = (
        select(col(RegisterLineRow.revision), col(RegisterLineRow.hash), col(RegisterLineRow.outcome))
        .where(col(RegisterLineRow.claim_id) == claim_id)
        .order_by(col(RegisterLineRow.revision).desc())
        .limit(1)
    )
    row = (await session.execute(query)).first()
    return (row.revision, row.hash, row.outcome) if row else (0, FIRST, {})


async def append_line(session: AsyncSession, step: ClaimStep, *, previous: str, outcome: dict[str, Any]) -> None:
    """Write the step's line after the line whose hash is `previous`."""
    line = {
        "claim_id": step.claim.id,
        "revision": step.claim.revision,
        "act": step.act,
        "status": step.claim.status,
        "actor_role": step.actor.role,
        "actor_fin": step.actor.fin,
        "actor_account": step.actor.account_id,
        "at": step.at,
        "recorded_at": datetime.now(UTC),
        "outcome": outcome | {"content_sha256": step.claim.content_sha256, "reason_code": step.claim.reason_code},
        "previous_hash": previous,
    }
    await session.execute(insert(RegisterLineRow).values(**line, hash=line_hash(line)))


def line_hash(line: dict[str, Any]) -> str:
    """Hash a line without its own hash: canonical JSON with moments in UTC to the microsecond."""
    plain = {key: _plain(value) for key, value in line.items() if key != "hash"}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, str) else value
