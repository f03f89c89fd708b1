"""The owner's lists of courts and categories, one entry to be edited, and what was done to it before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import any_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.desk import names_of
from models.domain.applications import KINDS_HEARD, ApplicationKind, CourtKind
from models.domain.reference_edit import ReferenceTable, kind_above
from models.domain.terms import court_day
from models.tables.reference import CategoryRow, CourtRow, ReferenceLineRow
from web.deps import NotYoursError
from web.forms.reading import Kept, Reading, filled
from web.language import gettext
from web.pages.court import Choice, Group, local_name
from web.sessions import now
from web.staleness import Difference, differences
from web.words.lookup import name_of

LATEST = 20


@dataclass(frozen=True)
class EntryLine:
    """One entry of a list; `is_sub` when it is a sub-category of the one above."""

    address: str
    name: str
    other_name: str
    said: str
    is_open: bool
    begins: date | None  # where it is not in use yet
    is_sub: bool = False


@dataclass(frozen=True)
class EntriesPage:
    """A list, as far as it was narrowed."""

    form: Reading[Any]
    title: str
    about: str  # the heading of what is `said` of each entry
    lines: tuple[EntryLine, ...]
    add: Choice  # the address where one is added


@dataclass(frozen=True)
class ChangeShown:
    """One edit: by whom, when, and which values it changed."""

    at: datetime
    by: str
    act: str
    values: tuple[Difference, ...]
    reason: str = ""


@dataclass(frozen=True)
class EntryPage:
    """One entry to be edited, or added: then it has no id; `differences` when it was edited as the form was filled."""

    form: Reading[Any]
    entry_id: str
    title: str
    said: str
    version: int
    groups: tuple[Group, ...]  # categories a court may hear
    kinds: tuple[Choice, ...]  # of applications, for a category
    court_kinds: tuple[Choice, ...]
    differences: tuple[Difference, ...]
    changes: tuple[ChangeShown, ...]
    kind: str = ""  # of a court
    courts_above: tuple[Choice, ...] = ()
    parents: tuple[Choice, ...] = ()  # of which a new category may be a sub-category


async def courts_page(db: AsyncSession, form: Reading[Any]) -> EntriesPage:
    """Return every court, those of one kind together."""
    rows = await db.scalars(select(CourtRow).order_by(func.az_sort(col(CourtRow.name_az)), col(CourtRow.id)))
    lines = [_line(row, "/owner/courts", f"{row.code} · {name_of(row.kind)}") for row in rows]
    add = Choice("/owner/courts/new", gettext("Add a court"))
    return EntriesPage(form, gettext("Courts"), gettext("Code and kind of court"), _narrowed(lines, form), add)


async def categories_page(db: AsyncSession, form: Reading[Any]) -> EntriesPage:
    """Return every category, its sub-categories below it."""
    rows = (await db.scalars(select(CategoryRow).order_by(func.az_sort(col(CategoryRow.name_az))))).all()
    lines: list[EntryLine] = []
    for parent in (row for row in rows if row.parent_id is None):
        lines.append(_line(parent, "/owner/categories", _kinds_said(parent)))
        children = (row for row in rows if row.parent_id == parent.id)
        lines += [replace(_line(row, "/owner/categories", _kinds_said(row)), is_sub=True) for row in children]
    title, about = gettext("Categories of disputes"), gettext("Kinds of applications")
    add = Choice("/owner/categories/new", gettext("Add a category"))
    return EntriesPage(form, title, about, _narrowed(lines, form), add)


async def court_entry(db: AsyncSession, court_id: str, form: Reading[Any] | None = None) -> EntryPage:
    """Return a court to be edited; with `form`, as it was typed. NotYoursError when there is none of this id."""
    row = await db.get(CourtRow, court_id, populate_existing=True)
    if row is None:
        raise NotYoursError
    groups = await heard_groups(db, row.kind)
    stored = court_values(row, groups)
    said = f"{name_of(row.kind)} · {row.id}"
    page = EntryPage(form or filled(**stored), row.id, local_name(row), said, row.version, groups, (), (), (), ())
    page = replace(page, kind=row.kind, courts_above=await courts_above(db, row.kind))
    return await _completed(db, page, ReferenceTable.COURT, stored=stored, asked=form)


async def category_entry(db: AsyncSession, category_id: str, form: Reading[Any] | None = None) -> EntryPage:
    """Return a category to be edited; with `form`, as it was typed. NotYoursError when there is none of this id."""
    row = await db.get(CategoryRow, category_id, populate_existing=True)
    if row is None:
        raise NotYoursError
    parent = await db.get(CategoryRow, row.parent_id) if row.parent_id else None
    stored: dict[str, Kept] = {**_names(row), "kinds": list(row.kinds), "court_kinds": list(row.court_kinds)}
    kinds, court_kinds = scope_choices()
    said = f"{local_name(parent)} · {row.id}" if parent else row.id
    title = local_name(row)
    page = EntryPage(form or filled(**stored), row.id, title, said, row.version, (), kinds, court_kinds, (), ())
    return await _completed(db, page, ReferenceTable.CATEGORY, stored=stored, asked=form)


def court_values(row: CourtRow, groups: Sequence[Group]) -> dict[str, Kept]:
    """Return a court as its form shows it."""
    heard = [one.value for group in groups for one in group.choices if one.value not in row.not_heard]
    return {**_names(row), "code": row.code, "appeal_court": row.appeal_court_id or "", "heard": heard}


async def _completed(
    db: AsyncSession, page: EntryPage, table: ReferenceTable, *, stored: Mapping[str, Kept], asked: Reading[Any] | None
) -> EntryPage:
    changes = await changes_of(db, table, page.entry_id)
    if asked is None or asked.text("version") == str(page.version):
        return replace(page, changes=changes)
    compared = differences(_labels(), stored=_said(stored, page), typed=_said(asked.kept, page))
    return replace(page, changes=changes, differences=compared)


async def courts_above(db: AsyncSession, kind: CourtKind) -> tuple[Choice, ...]:
    """Return the courts to which decisions of a court of this kind may be appealed."""
    query = select(CourtRow).where(col(CourtRow.kind) == kind_above(kind)).order_by(func.az_sort(col(CourtRow.name_az)))
    return tuple(Choice(row.id, local_name(row)) for row in await db.scalars(query))


def scope_choices() -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Return the kinds of applications, and of courts that hear them."""
    return (
        tuple(Choice(kind, name_of(kind)) for kind in ApplicationKind),
        tuple(Choice(kind, name_of(kind)) for kind in KINDS_HEARD),
    )


async def heard_groups(db: AsyncSession, kind: CourtKind) -> tuple[Group, ...]:
    """Return the categories for courts of this kind, sub-categories under theirs."""
    offered = literal(kind.value) == any_(col(CategoryRow.court_kinds))
    query = select(CategoryRow).where(col(CategoryRow.active), offered)
    rows = (await db.scalars(query.order_by(func.az_sort(col(CategoryRow.name_az))))).all()
    groups = []
    for parent in (row for row in rows if row.parent_id is None):
        leaves = [row for row in rows if row.parent_id == parent.id] or [parent]
        groups.append(Group(local_name(parent), tuple(Choice(row.id, local_name(row)) for row in leaves)))
    return tuple(groups)


async def changes_of(db: AsyncSession, table: ReferenceTable, entry_id: str) -> tuple[ChangeShown, ...]:
    """Return what was done to an entry, the newest first."""
    line = ReferenceLineRow
    query = select(line).where(col(line.table_name) == table, col(line.entry_id) == entry_id)
    rows = (await db.scalars(query.order_by(col(line.at).desc()).limit(LATEST))).all()
    names = await names_of(db, {row.by_account for row in rows})
    named = [*await db.scalars(select(CategoryRow)), *await db.scalars(select(CourtRow))] if rows else ()
    known = {row.id: local_name(row) for row in named}
    return tuple(
        ChangeShown(
            row.at,
            names.get(row.by_account, ""),
            name_of(row.act),
            differences(_labels(), stored=_flat(row.before, known), typed=_flat(row.after, known)),
            row.reason,
        )
        for row in rows
    )


def _line(row: CourtRow | CategoryRow, base: str, said: str) -> EntryLine:
    shown = local_name(row)
    other = row.name_en if shown == row.name_az else row.name_az
    begins = row.valid_from if row.valid_from and row.valid_from > court_day(now()) else None
    return EntryLine(f"{base}/{row.id}", shown, other, said, row.active, begins)


def _kinds_said(row: CategoryRow) -> str:
    return ", ".join(name_of(ApplicationKind(kind)) for kind in row.kinds)


def _narrowed(lines: Sequence[EntryLine], form: Reading[Any]) -> tuple[EntryLine, ...]:
    typed = form.text("q").strip().casefold()
    return tuple(one for one in lines if typed in f"{one.name} {one.other_name} {one.said}".casefold())


def _names(row: CourtRow | CategoryRow) -> dict[str, Kept]:
    state = "open" if row.active else "closed"
    begins = row.valid_from.strftime("%d.%m.%Y") if row.valid_from else ""
    names: dict[str, Kept] = {"name_az": row.name_az, "name_en": row.name_en, "state": state, "valid_from": begins}
    return {**names, "version": str(row.version)}


def _labels() -> dict[str, str]:
    return {
        "name_az": gettext("Name in Azerbaijani"),
        "name_en": gettext("Name in English"),
        "code": gettext("Code in case numbers"),
        "working": gettext("Kind of day"),
        "kind": gettext("Kind of court"),
        "appeal_court": gettext("Court above it"),
        "parent_id": gettext("Category"),
        "valid_from": gettext("In use from"),
        "state": gettext("State"),
        "heard": gettext("Categories it hears"),
        "not_heard": gettext("Categories it does not hear"),
        "kinds": gettext("Kinds of applications"),
        "court_kinds": gettext("Kinds of courts"),
    }


def _said(values: Mapping[str, Kept], page: EntryPage) -> dict[str, str]:
    """Put typed or stored values into words, several one below the other."""
    known = {one.value: one.text for group in page.groups for one in group.choices}
    known |= {one.value: one.text for one in (*page.kinds, *page.court_kinds, *page.courts_above)}
    known |= {"open": gettext("in use"), "closed": gettext("closed")}
    listed = {name: [value] if isinstance(value, str) else sorted(value) for name, value in values.items()}
    return {name: "\n".join(known.get(one, one) for one in several) for name, several in listed.items()}


def _flat(values: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, str]:
    """Put the values of a line of the history into words."""
    words = {True: gettext("in use"), False: gettext("closed")}
    kinds = {str(kind): name_of(kind) for kind in (*ApplicationKind, *CourtKind)}
    flat = {name: _several(value, {**kinds, **known}) for name, value in values.items()}
    begins = date.fromisoformat(values["valid_from"]).strftime("%d.%m.%Y") if values.get("valid_from") else ""
    flat |= {"valid_from": begins, "appeal_court": flat.get("appeal_court_id", "")}
    if "working" in values:
        flat["working"] = gettext("working day") if values["working"] else gettext("non-working day")
    return flat | ({"state": words[values["active"]]} if "active" in values else {})


def _several(value: Any, known: Mapping[str, str]) -> str:
    several = value if isinstance(value, list) else ["" if value is None else str(value)]
    return "\n".join(known.get(one, one) for one in several)
