"""Additions to and edits of courts and categories: each with its line in the history, never over a newer edit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.applications import ApplicationKind, CourtKind
from models.domain.errors import RuleBroken
from models.domain.reference_edit import (
    ReferenceAct,
    ReferenceTable,
    Scope,
    act_of,
    check_code,
    check_scope,
    check_valid_from,
    kind_above,
)
from models.domain.terms import court_day
from models.tables.reference import CategoryRow, CourtRow, ReferenceLineRow

Row = CourtRow | CategoryRow
R = TypeVar("R", CourtRow, CategoryRow)
_TABLES: dict[type[Row], ReferenceTable] = {
    CourtRow: ReferenceTable.COURT,
    CategoryRow: ReferenceTable.CATEGORY,
}
BY_OWNER = "owner"  # in the place where shipped entries say how sure of them we are
_KEPT = frozenset({"id", "version", "confidence"})


@dataclass(frozen=True)
class Edit:
    """Who edits when, over which version, 0 being none; `id` is the form's: the same form sent twice is one edit."""

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
    valid_from: date | None = None
    appeal_court_id: str = ""


@dataclass(frozen=True)
class CategoryWish:
    """How a category is to stand."""

    name_az: str
    name_en: str
    active: bool
    scope: Scope
    valid_from: date | None = None


async def add_court(session: AsyncSession, edit: Edit, kind: CourtKind, wish: CourtWish) -> None:
    """Add a court of this kind, named by the edit's id; the caller owns the transaction.

    Raises RuleBroken `court_code_form`, `court_code_taken`, `appeal_court_unknown`, `valid_from_past`.
    """
    row = CourtRow(
        id=f"court-{edit.id.hex}",
        code=check_code(wish.code),
        kind=kind,
        name_az=wish.name_az,
        name_en=wish.name_en,
        appeal_court_id=await _court_above(session, kind, wish.appeal_court_id),
        confidence=BY_OWNER,
        not_heard=sorted(wish.not_heard),
        valid_from=wish.valid_from,
    )
    await _add(session, edit, row, taken="court_code_taken")


async def add_category(session: AsyncSession, edit: Edit, parent_id: str, wish: CategoryWish) -> None:
    """Add a category, or with a parent a sub-category; the caller owns the transaction.

    Raises RuleBroken `category_parent_unknown`, `valid_from_past`, or what `check_scope` says.
    """
    parent = await session.get(CategoryRow, parent_id) if parent_id else None
    if parent_id and (parent is None or parent.parent_id is not None):
        raise RuleBroken("category_parent_unknown")
    check_scope(wish.scope, parent=scope_of(parent) if parent else None, children=())
    row = CategoryRow(
        id=f"category-{edit.id.hex}",
        parent_id=parent_id or None,
        kinds=sorted(wish.scope.kinds),
        court_kinds=sorted(wish.scope.court_kinds),
        name_az=wish.name_az,
        name_en=wish.name_en,
        confidence=BY_OWNER,
        valid_from=wish.valid_from,
    )
    await _add(session, edit, row, taken="reference_stale")


async def edit_court(session: AsyncSession, edit: Edit, court_id: str, wish: CourtWish) -> None:
    """Change a court; the caller owns the transaction.

    Raises RuleBroken `reference_unknown`, `reference_stale` when it was edited meanwhile, or what `add_court` raises.
    """
    row = await _locked(session, edit, CourtRow, court_id)
    if row is None:
        return
    taken = exists().where(col(CourtRow.code) == check_code(wish.code), col(CourtRow.id) != court_id)
    if await session.scalar(select(taken)):
        raise RuleBroken("court_code_taken")
    check_valid_from(wish.valid_from, before=row.valid_from, today=court_day(edit.at))
    before = _plain(row)
    row.name_az, row.name_en, row.code, row.active = wish.name_az, wish.name_en, wish.code, wish.active
    row.valid_from, row.appeal_court_id = wish.valid_from, await _court_above(session, row.kind, wish.appeal_court_id)
    row.not_heard = sorted(set(row.not_heard) - wish.heard | wish.not_heard)
    await _write(session, edit, row, before=before)


async def edit_category(session: AsyncSession, edit: Edit, category_id: str, wish: CategoryWish) -> None:
    """Change a category; the caller owns the transaction.

    Raises RuleBroken `reference_unknown`, `reference_stale`, `valid_from_past`, or what `check_scope` says against
    where it is offered.
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
    check_valid_from(wish.valid_from, before=row.valid_from, today=court_day(edit.at))
    before = _plain(row)
    row.name_az, row.name_en, row.active = wish.name_az, wish.name_en, wish.active
    row.valid_from = wish.valid_from
    row.kinds, row.court_kinds = sorted(wish.scope.kinds), sorted(wish.scope.court_kinds)
    await _write(session, edit, row, before=before)


def scope_of(row: CategoryRow) -> Scope:
    """Return where a category is offered."""
    return Scope(frozenset(map(ApplicationKind, row.kinds)), frozenset(map(CourtKind, row.court_kinds)))


async def _court_above(session: AsyncSession, kind: CourtKind, court_id: str) -> str | None:
    if not court_id:
        return None
    court = await session.get(CourtRow, court_id)
    if court is None or court.kind is not kind_above(kind):
        raise RuleBroken("appeal_court_unknown")
    return court_id


async def _add(session: AsyncSession, edit: Edit, row: Row, *, taken: str) -> None:
    """Write a new entry once; `taken` is what to say when something else that is there stands in its way."""
    table = type(row)
    if await session.get(table, row.id) is not None:
        return
    check_valid_from(row.valid_from, before=None, today=court_day(edit.at))
    added = await session.execute(
        insert(table).values(row.model_dump()).on_conflict_do_nothing().returning(col(table.id))
    )
    if added.first() is not None:
        await write_line(session, edit, _TABLES[table], row.id, act=ReferenceAct.ADD, after=_plain(row))
    elif await session.get(table, row.id) is None:
        raise RuleBroken(taken)


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
    changed = sorted(name for name in after if before[name] != after[name])
    act = act_of(was_open=before["active"], is_open=after["active"])
    old, new = ({name: values[name] for name in changed} for values in (before, after))
    await write_line(session, edit, _TABLES[type(row)], row.id, act=act, before=old, after=new)


async def write_line(
    session: AsyncSession,
    edit: Edit,
    table: ReferenceTable,
    entry_id: str,
    *,
    act: ReferenceAct,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one line of the history."""
    line = {"id": edit.id, "at": edit.at, "by_account": edit.by, "table_name": table, "entry_id": entry_id, "act": act}
    await session.execute(
        insert(ReferenceLineRow).values({**line, "before": before or {}, "after": after, "reason": reason})
    )


def _plain(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump(mode="json").items() if name not in _KEPT}
