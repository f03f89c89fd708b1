"""Edits of the reference data: each one transaction with its line in the history, never over a newer edit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.applications import ApplicationKind, CourtKind
from models.domain.errors import RuleBroken
from models.domain.reference_edit import ReferenceTable, Scope, act_of, check_code, check_scope
from models.tables.reference import CategoryRow, CourtRow, ReferenceLineRow

Row = CourtRow | CategoryRow
R = TypeVar("R", CourtRow, CategoryRow)
_TABLES: dict[type[Row], ReferenceTable] = {
    CourtRow: ReferenceTable.COURT,
    CategoryRow: ReferenceTable.CATEGORY,
}
_KEPT = frozenset({"id", "version", "confidence"})


@dataclass(frozen=True)
class Edit:
    """Who edits when, over which version; `id` is the form's, so that the same form sent twice is one edit."""

    id: UUID
    by: UUID
    at: datetime
    version: int


@dataclass(frozen=True)
class CourtWish:
    """How a court is to stand; what is named neither as heard nor as not heard stays as it was."""

    name_az: str
    name_en: str
    code: str
    active: bool
    heard: frozenset[str]  # ids of categories
    not_heard: frozenset[str]


@dataclass(frozen=True)
class CategoryWish:
    """How a category is to stand."""

    name_az: str
    name_en: str
    active: bool
    scope: Scope


async def edit_court(session: AsyncSession, edit: Edit, court_id: str, wish: CourtWish) -> None:
    """Change a court; the caller owns the transaction.

    Raises RuleBroken `reference_unknown`, `reference_stale` when it was edited meanwhile, `court_code_form`,
    `court_code_taken`.
    """
    row = await _locked(session, edit, CourtRow, court_id)
    if row is None:
        return
    taken = exists().where(col(CourtRow.code) == check_code(wish.code), col(CourtRow.id) != court_id)
    if await session.scalar(select(taken)):
        raise RuleBroken("court_code_taken")
    before = _plain(row)
    row.name_az, row.name_en, row.code, row.active = wish.name_az, wish.name_en, wish.code, wish.active
    row.not_heard = sorted(set(row.not_heard) - wish.heard | wish.not_heard)
    await _write(session, edit, row, before=before)


async def edit_category(session: AsyncSession, edit: Edit, category_id: str, wish: CategoryWish) -> None:
    """Change a category; the caller owns the transaction.

    Raises RuleBroken `reference_unknown`, `reference_stale`, or what `check_scope` says against where it is offered.
    """
    row = await _locked(session, edit, CategoryRow, category_id)
    if row is None:
        return
    parent = await session.get(CategoryRow, row.parent_id) if row.parent_id else None
    children = await session.scalars(select(CategoryRow).where(col(CategoryRow.parent_id) == category_id))
    check_scope(
        wish.scope,
        parent=scope_of(parent) if parent else None,
        children=[scope_of(child) for child in children],
    )
    before = _plain(row)
    row.name_az, row.name_en, row.active = wish.name_az, wish.name_en, wish.active
    row.kinds, row.court_kinds = sorted(wish.scope.kinds), sorted(wish.scope.court_kinds)
    await _write(session, edit, row, before=before)


def scope_of(row: CategoryRow) -> Scope:
    """Return where a category is offered."""
    return Scope(frozenset(map(ApplicationKind, row.kinds)), frozenset(map(CourtKind, row.court_kinds)))


async def _locked(session: AsyncSession, edit: Edit, table: type[R], entry_id: str) -> R | None:
    """Return the entry for this edit, None when the edit stands already."""
    row = await session.get(table, entry_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise RuleBroken("reference_unknown")
    if await session.get(ReferenceLineRow, edit.id) is not None:
        return None
    if row.version != edit.version:
        raise RuleBroken("reference_stale")
    return row


async def _write(session: AsyncSession, edit: Edit, row: Row, *, before: dict[str, Any]) -> None:
    after = _plain(row)
    if after == before:
        return
    row.version += 1
    changed = {name for name in after if before[name] != after[name]}
    line = {
        "id": edit.id,
        "at": edit.at,
        "by_account": edit.by,
        "table_name": _TABLES[type(row)],
        "entry_id": row.id,
        "act": act_of(was_open=before["active"], is_open=after["active"]),
        "before": {name: before[name] for name in sorted(changed)},
        "after": {name: after[name] for name in sorted(changed)},
    }
    await session.execute(insert(ReferenceLineRow).values(line))


def _plain(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump(mode="json").items() if name not in _KEPT}
