"""The auditor's view: find a filing by its number, read its register lines, check their chain of hashes (AUD-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.register import line_hash
from models.domain.claim_search import parse_sought_number
from models.domain.errors import RuleBroken
from models.messages.claim import FIRST_LINE
from models.tables.claims import ClaimRow
from models.tables.register import RegisterLineRow
from web.forms.reading import Reading
from web.language import gettext
from web.opening import Opened
from web.pages.status_tags import StatusTag, status_tag
from web.sessions import now
from web.words.lookup import name_of

LATEST = 25


@dataclass(frozen=True)
class Found:
    """One filing of the list."""

    address: str
    number: str
    status: StatusTag
    updated_at: datetime


@dataclass(frozen=True)
class AuditPage:
    """What was searched for and found; the filings that moved last when nothing was typed."""

    form: Reading[Any]
    found: tuple[Found, ...]


@dataclass(frozen=True)
class LineShown:
    """One line of the register and whether its hash and its place in the chain are right."""

    revision: int
    at: datetime
    act: str
    status: str
    actor: str
    hash: str
    fault: str


@dataclass(frozen=True)
class RegisterPage:
    """The register of one filing; `whole` when no line was changed, lost or added."""

    claim_id: str
    number: str
    status: StatusTag
    lines: tuple[LineShown, ...]
    whole: bool


async def audit_page(db: AsyncSession, form: Reading[Any]) -> AuditPage:
    """Return the filing of a number, or those that moved last."""
    query = select(col(ClaimRow.id), col(ClaimRow.number), col(ClaimRow.status), col(ClaimRow.updated_at))
    typed = form.text("number").strip()
    query = query.where(col(ClaimRow.number).in_(_meant(typed))) if typed else query
    query = query.order_by(col(ClaimRow.number).desc())
    rows = (await db.execute(query.limit(LATEST))).all()
    return AuditPage(
        form,
        tuple(Found(f"/audit/{claim_id}", number, status_tag(status), at) for claim_id, number, status, at in rows),
    )


def _meant(typed: str) -> tuple[str, ...]:
    try:
        return parse_sought_number(typed).meant(until=now().year)
    except RuleBroken:
        return ()


async def register_page(db: AsyncSession, opened: Opened) -> RegisterPage:
    """Return the lines of a filing with the verdict on each."""
    query = (
        select(RegisterLineRow)
        .where(col(RegisterLineRow.claim_id) == opened.row.id)
        .order_by(col(RegisterLineRow.revision))
    )
    lines = _judged((await db.scalars(query)).all())
    complete = bool(lines) and lines[-1].revision == opened.row.revision
    return RegisterPage(
        opened.row.id,
        opened.row.number,
        status_tag(opened.row.status),
        lines,
        whole=complete and not any(line.fault for line in lines),
    )


def _judged(rows: Sequence[RegisterLineRow]) -> tuple[LineShown, ...]:
    shown: list[LineShown] = []
    before = FIRST_LINE
    for row in rows:
        actor = row.actor_fin or row.actor_account
        who = f"{name_of(row.actor_role)} {actor}".strip()
        shown.append(
            LineShown(row.revision, row.at, name_of(row.act), name_of(row.status), who, row.hash, _fault(row, before))
        )
        before = row.hash
    return tuple(shown)


def _fault(row: RegisterLineRow, before: str) -> str:
    if line_hash(row.model_dump()) != row.hash:
        return gettext("The line was changed")
    return "" if row.previous_hash == before else gettext("The line before is missing or was changed")
