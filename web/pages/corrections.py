"""The pages of requests to correct personal data (PRO-3): the person's own, and the owner's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.corrections import last_comparison
from models.db import Reader
from models.domain.correction import (
    COMPARISON_HOLDS,
    CORRECTABLE,
    DECISIONS,
    CorrectionAct,
    CorrectionStatus,
    Datum,
    compare,
)
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.corrections import CorrectionLineRow, CorrectionRow
from web.corrections import own_corrections, queue
from web.forms.reading import Reading
from web.pages.deadlines import Deadline, deadline_of
from web.pages.profile import account_of
from web.pages.status_tags import StatusTag
from web.sessions import User, now
from web.words.lookup import name_of, sentence

COLOURS = {
    CorrectionStatus.WAITING: "blue",
    CorrectionStatus.APPROVED: "green",
    CorrectionStatus.REJECTED: "red",
    CorrectionStatus.WITHDRAWN: "grey",
}
LATEST = 50


@dataclass(frozen=True)
class DatumChoice:
    """One datum that can be asked about, and what the court keeps there."""

    value: str
    text: str
    hint: str


@dataclass(frozen=True)
class AskPage:
    """The form of a request."""

    data: tuple[DatumChoice, ...]
    form: Reading[Any]


@dataclass(frozen=True)
class CorrectionShown:
    """One request in a list or at the head of its page; `deadline` only while it waits."""

    correction_id: UUID
    datum: str
    person: str
    kept: str
    wished: str
    reason: str
    file_name: str
    opened_at: datetime
    status: StatusTag
    deadline: Deadline | None


@dataclass(frozen=True)
class HistoryLine:
    """One act of a request's history; `change` is empty where the act names no datum."""

    at: datetime
    act: str
    by: str
    change: str
    reason: str
    about: str = ""
    address: str = ""


@dataclass(frozen=True)
class OwnCorrectionPage:
    """One request as the person who asked sees it."""

    asked: CorrectionShown
    lines: tuple[HistoryLine, ...]
    may_withdraw: bool


@dataclass(frozen=True)
class ComparisonShown:
    """What the register said of a waiting request, and what follows from it."""

    said: str
    at: datetime
    finding: str
    may_approve: bool


@dataclass(frozen=True)
class DecisionPage:
    """One request in an owner's hands; `kept_now` is what an approval would replace."""

    asked: CorrectionShown
    fin: str
    kept_now: str
    waits: bool
    comparison: ComparisonShown | None
    lines: tuple[HistoryLine, ...]
    form: Reading[Any]


@dataclass(frozen=True)
class CorrectionQueuePage:
    """What waits for the owner, and what was decided lately."""

    waiting: tuple[CorrectionShown, ...]
    decided: tuple[HistoryLine, ...]


async def ask_page(db: AsyncSession, user: User, form: Reading[Any]) -> AskPage:
    """Return the form beside what the court keeps."""
    account = await account_of(db, user)
    data = [DatumChoice(one, name_of(one), str(getattr(account, one)) or "—") for one in Datum]
    return AskPage(tuple(data), form)


async def own_list(read: Reader, user: User) -> tuple[CorrectionShown, ...]:
    """Return what a person asked for, newest first."""
    return tuple(_shown(row) for row in await own_corrections(read, user))


async def own_page(db: AsyncSession, row: CorrectionRow) -> OwnCorrectionPage:
    """Return one request for the person who asked; what the register said stays with the owner."""
    lines = await _history(db, row, hidden={CorrectionAct.LOOK, CorrectionAct.COMPARE})
    return OwnCorrectionPage(_shown(row), lines, row.status is CorrectionStatus.WAITING)


async def decision_page(
    db: AsyncSession, row: CorrectionRow, account: AccountRow, *, form: Reading[Any]
) -> DecisionPage:
    """Return one request for an owner."""
    waits = row.status is CorrectionStatus.WAITING
    kept_now = str(getattr(account, row.datum))
    comparison = await _compared(db, row, kept_now) if waits else None
    lines = await _history(db, row, hidden={CorrectionAct.LOOK})
    return DecisionPage(_shown(row, account), account.fin or "", kept_now, waits, comparison, lines, form)


async def correction_queue_page(db: AsyncSession) -> CorrectionQueuePage:
    """Return what waits, and the newest decisions."""
    waiting = tuple(_shown(row, account) for row, account in await queue(db))
    line, decider = CorrectionLineRow, AccountRow
    query = (
        select(line, CorrectionRow, decider)
        .join(CorrectionRow, col(CorrectionRow.id) == col(line.correction_id))
        .join(decider, col(decider.id) == col(line.by_account))
        .where(col(line.act).in_(DECISIONS))
        .order_by(col(line.at).desc(), col(line.id))
    )
    rows = (await db.execute(query.limit(LATEST))).all()
    return CorrectionQueuePage(waiting, tuple([await _decided(db, *row) for row in rows]))


async def _compared(db: AsyncSession, row: CorrectionRow, kept_now: str) -> ComparisonShown | None:
    comparison = await last_comparison(db, row.id)
    if comparison is None:
        return None
    finding = compare(kept_now, row.wished, comparison.said)
    fresh = now() - comparison.at <= COMPARISON_HOLDS
    said = name_of(finding) if fresh else sentence("comparison_needed")
    return ComparisonShown(comparison.said, comparison.at, said, fresh and finding in CORRECTABLE)


async def _history(db: AsyncSession, row: CorrectionRow, *, hidden: set[CorrectionAct]) -> tuple[HistoryLine, ...]:
    line = CorrectionLineRow
    query = (
        select(line, AccountRow)
        .outerjoin(AccountRow, col(AccountRow.id) == col(line.by_account))
        .where(col(line.correction_id) == row.id, col(line.act).not_in(hidden))
        .order_by(col(line.at), col(line.id))
    )
    return tuple(_history_line(*found) for found in (await db.execute(query)).all())


def _history_line(line: CorrectionLineRow, by: AccountRow | None, *, about: str = "", address: str = "") -> HistoryLine:
    by_whom = _full_name(by) if by else name_of(Role.SYSTEM)
    change = f"{line.old or '—'} → {line.new or '—'}" if line.old or line.new else ""
    return HistoryLine(line.at, name_of(line.act), by_whom, change, line.reason, about, address)


async def _decided(db: AsyncSession, line: CorrectionLineRow, row: CorrectionRow, by: AccountRow) -> HistoryLine:
    person = await db.get_one(AccountRow, row.account_id)
    about = f"{_full_name(person)} · {name_of(row.datum)}"
    return _history_line(line, by, about=about, address=f"/owner/corrections/{row.id}")


def _shown(row: CorrectionRow, account: AccountRow | None = None) -> CorrectionShown:
    waits = row.status is CorrectionStatus.WAITING
    return CorrectionShown(
        row.id,
        name_of(row.datum),
        _full_name(account) if account else "",
        row.kept,
        row.wished,
        row.reason,
        row.file_name,
        row.opened_at,
        StatusTag(name_of(row.status), COLOURS[row.status]),
        deadline_of(row.decide_by, at=now()) if waits else None,
    )


def _full_name(account: AccountRow) -> str:
    return f"{account.surname} {account.name}"
