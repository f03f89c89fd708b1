"""The first step's choices: courts that hear claims, the kinds each hears, the categories of both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, any_, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.applications import KINDS_HEARD, ApplicationKind, CourtKind
from models.domain.languages import Language
from models.domain.terms import court_day
from models.tables.drafts import DraftRow
from models.tables.reference import CategoryRow, CourtRow
from web.forms.reading import Reading
from web.language import current_language, gettext
from web.pages.wizard import Frame
from web.sessions import now
from web.staleness import differences
from web.words.lookup import name_of

ORDER = (CourtKind.GENERAL, CourtKind.ADMINISTRATIVE, CourtKind.COMMERCIAL)


@dataclass(frozen=True)
class Choice:
    """One option of a select or of radios; `heard_by` names the kinds of courts it fits."""

    value: str
    text: str
    heard_by: str = ""


@dataclass(frozen=True)
class Group:
    """Options under one heading."""

    title: str
    choices: tuple[Choice, ...]
    code: str = ""


@dataclass(frozen=True)
class CourtPage:
    """Court and kind of application."""

    frame: Frame
    form: Reading[Any]
    courts: tuple[Group, ...]
    kinds: tuple[Choice, ...]


@dataclass(frozen=True)
class CategoryPage:
    """Category and sub-category, of those the chosen court hears for the chosen kind."""

    frame: Frame
    form: Reading[Any]
    court: str
    kind: str
    categories: tuple[Group, ...]


def local_name(row: CourtRow | CategoryRow) -> str:
    """Return a court's or category's name in the language of the request."""
    return row.name_en if current_language() is Language.EN else row.name_az


def in_use(table: type[CourtRow | CategoryRow]) -> ColumnElement[bool]:
    """Return the condition for what is offered to new applications today, by the day in Baku."""
    begins = col(table.valid_from)
    return col(table.active) & (begins.is_(None) | (begins <= court_day(now())))


async def courts_of(db: AsyncSession, court_ids: Iterable[str]) -> dict[str, CourtRow]:
    """Return courts by id, all at once: a session keeps none of them in mind, and a list may name one in each line."""
    wanted = {court_id for court_id in court_ids if court_id}
    found = await db.scalars(select(CourtRow).where(col(CourtRow.id).in_(wanted))) if wanted else ()
    return {row.id: row for row in found}


async def court_page(db: AsyncSession, frame: Frame, form: Reading[Any]) -> CourtPage:
    """Return the page with every court that hears applications at first instance."""
    rows = await db.scalars(
        select(CourtRow).where(in_use(CourtRow), col(CourtRow.kind).in_(ORDER)).order_by(col(CourtRow.name_az))
    )
    courts = rows.all()
    groups = tuple(
        Group(name_of(kind), tuple(Choice(c.id, local_name(c)) for c in courts if c.kind is kind), kind)
        for kind in ORDER
    )
    kinds = tuple(
        Choice(kind, name_of(kind), " ".join(court for court in ORDER if kind in KINDS_HEARD[court]))
        for kind in ApplicationKind
    )
    return CourtPage(frame, form, groups, kinds)


async def court_of(db: AsyncSession, court_id: str) -> CourtRow | None:
    """Return a court that takes applications now, None for any other id."""
    court = (await db.scalars(select(CourtRow).where(col(CourtRow.id) == court_id, in_use(CourtRow)))).first()
    return court if court and court.kind in KINDS_HEARD else None


async def category_page(
    db: AsyncSession, frame: Frame, form: Reading[Any], *, court: CourtRow, kind: ApplicationKind
) -> CategoryPage:
    """Return the page with the categories this court hears for this kind, grouped by their parents."""
    rows = await _offered(db, court, kind)
    parents = [row for row in rows if row.parent_id is None]
    groups = tuple(
        Group(local_name(parent), tuple(Choice(row.id, local_name(row)) for row in _leaves(rows, parent)))
        for parent in parents
    )
    return CategoryPage(frame, form, local_name(court), name_of(kind), groups)


async def court_compared(
    db: AsyncSession, frame: Frame, draft: DraftRow, *, court: CourtRow, kind: ApplicationKind
) -> Frame:
    """Return the frame with court and kind as they were saved elsewhere beside those chosen here."""
    saved = await db.get(CourtRow, draft.court_id)
    stored = {"court": local_name(saved) if saved else "", "kind": name_of(draft.kind) if draft.kind else ""}
    typed = {"court": local_name(court), "kind": name_of(kind)}
    labels = {"court": gettext("Court"), "kind": gettext("Kind of application")}
    return replace(frame, differences=differences(labels, stored=stored, typed=typed))


async def category_compared(db: AsyncSession, frame: Frame, draft: DraftRow, *, category: str) -> Frame:
    """Return the frame with the category as it was saved elsewhere beside the one chosen here."""
    rows = [await db.get(CategoryRow, one) for one in (draft.category_id, category)]
    stored, typed = ({"category": local_name(row) if row else ""} for row in rows)
    labels = {"category": gettext("Category of the dispute")}
    return replace(frame, differences=differences(labels, stored=stored, typed=typed))


async def is_offered(db: AsyncSession, category_id: str, *, court: CourtRow, kind: ApplicationKind) -> bool:
    """Tell whether a category may be chosen for this court and kind."""
    rows = await _offered(db, court, kind)
    leaves = {leaf.id for parent in rows if parent.parent_id is None for leaf in _leaves(rows, parent)}
    return category_id in leaves


async def _offered(db: AsyncSession, court: CourtRow, kind: ApplicationKind) -> Sequence[CategoryRow]:
    query = select(CategoryRow).where(
        in_use(CategoryRow),
        literal(kind.value) == any_(col(CategoryRow.kinds)),
        literal(court.kind.value) == any_(col(CategoryRow.court_kinds)),
    )
    rows = (await db.scalars(query.order_by(col(CategoryRow.name_az)))).all()
    heard = [row for row in rows if row.id not in court.not_heard]
    # A category none of whose sub-categories is heard here is not offered in their stead.
    emptied = {row.parent_id for row in rows} - {row.parent_id for row in heard}
    return [row for row in heard if row.id not in emptied]


def _leaves(rows: Sequence[CategoryRow], parent: CategoryRow) -> list[CategoryRow]:
    """Return what may be chosen under a parent: its sub-categories, or itself when it has none here."""
    return [row for row in rows if row.parent_id == parent.id] or [parent]
