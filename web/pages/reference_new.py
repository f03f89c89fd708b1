"""The owner's pages for a court and a category that are not there yet."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.applications import CourtKind
from models.tables.reference import CategoryRow
from web.forms.reading import Reading, filled
from web.language import gettext
from web.pages.court import Choice, local_name
from web.pages.reference import EntryPage, courts_above, heard_groups, scope_choices
from web.words.lookup import name_of


def court_kinds() -> tuple[Choice, ...]:
    """Return every kind of court."""
    return tuple(Choice(kind, name_of(kind)) for kind in CourtKind)


async def new_court_page(db: AsyncSession, kind: CourtKind | None, form: Reading[Any] | None = None) -> EntryPage:
    """Return the page for a court of this kind, or to choose the kind first; all its categories are ticked at first."""
    title = gettext("Add a court")
    if kind is None:
        return _page(form or filled(), title, court_kinds=court_kinds())
    groups = await heard_groups(db, kind)
    every = [one.value for group in groups for one in group.choices]
    shown = form or filled(heard=every, kind=str(kind))
    above = await courts_above(db, kind)
    return _page(shown, title, said=name_of(kind), groups=groups, kind=str(kind), courts_above=above)


async def new_category_page(db: AsyncSession, form: Reading[Any] | None = None) -> EntryPage:
    """Return the page for a category or a sub-category."""
    top = col(CategoryRow.parent_id).is_(None) & col(CategoryRow.active)
    rows = await db.scalars(select(CategoryRow).where(top).order_by(func.az_sort(col(CategoryRow.name_az))))
    kinds, courts = scope_choices()
    parents = tuple(Choice(row.id, local_name(row)) for row in rows)
    return _page(form or filled(), gettext("Add a category"), kinds=kinds, court_kinds=courts, parents=parents)


def _page(form: Reading[Any], title: str, *, said: str = "", **parts: Any) -> EntryPage:
    empty: Mapping[str, tuple[Any, ...]] = dict.fromkeys(
        ("groups", "kinds", "court_kinds", "differences", "changes"), ()
    )
    return EntryPage(form=form, entry_id="", title=title, said=said, version=0, **{**empty, **parts})
