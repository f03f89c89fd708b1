"""My applications ("Ərizələrim", CLM-10) and the archive (CLM-15): what I filed, and what waits for my signature."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from models.db import Reader
from models.domain.capacities import Capacity
from models.domain.claim_status import SIGNABLE, ClaimStatus
from models.domain.languages import Language
from web.acting import NAME
from web.forms.claim_list import SOUGHT, YES, ClaimListForm, Order
from web.forms.reading import Reading
from web.language import current_language, gettext
from web.pages.claim_rows import AT_ONCE, PAGE_SIZE, export_sql, page_sql
from web.pages.claim_search import COMMON, COMMON_VOEN, COUNTED_AHEAD, Shape, Whose, common_sql
from web.pages.status_tags import StatusTag, status_tag
from web.sessions import User, now
from web.words.lookup import name_of

KEPT = ("status", "order", "archive", *SOUGHT)


class Line(NamedTuple):
    """One application of the list and the one thing to do with it; the template takes it apart in this order."""

    address: str
    number: str
    heading: str
    court: str
    updated_at: datetime
    status: StatusTag
    case_number: str
    action: str


@dataclass(frozen=True)
class Choice:
    """One choice of a status or an order."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class ClaimListPage:
    """One page of the list; `pages` ends where the page number goes, `whole` and `other` lead to both lists unnarrowed.

    `found` says how many were found, None where nothing was searched for or they are too many to be counted.
    """

    form: Reading[ClaimListForm]
    title: str
    archived: bool
    lines: tuple[Line, ...]
    statuses: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    narrowed: bool
    searched: bool
    found: int | None
    nothing: str
    now: int
    last: int
    pages: str
    export: str
    whole: str
    other: str


async def claim_list_page(read: Reader, user: User, form: Reading[ClaimListForm], *, page: int) -> ClaimListPage:
    """Return one page of a person's applications; none of them when the search cannot be read."""
    asked = form.value if form.ok else ClaimListForm.model_validate({"archive": form.text("archive")})
    rows = await _rows(read, user, asked, page=page) if form.ok else ()
    total = rows[0].total if rows else 0
    searched = any(form.text(name) for name in SOUGHT)
    kept: dict[str, object] = {name: form.text(name) for name in KEPT if form.text(name)}
    acting: dict[str, object] = {NAME: user.acting.position} if user.capacities else {}
    here, other = ({"archive": YES}, acting) if asked.archive else ({}, acting | {"archive": YES})
    return ClaimListPage(
        form,
        gettext("Archived applications") if asked.archive else gettext("My applications"),
        asked.archive,
        _lines(rows),
        _statuses(asked.status),
        tuple(Choice(one, name_of(one), one is asked.order) for one in Order),
        searched or asked.status is not None,
        searched,
        total if form.ok and searched and total < COUNTED_AHEAD else None,
        _nothing(asked, searched=searched) if form.ok else gettext("Nothing was searched for: correct what is marked."),
        page,
        -(-total // PAGE_SIZE),
        _address(kept | acting | {"page": ""}),
        _address(kept | acting | {"export": "csv"}),
        _address(here | acting),
        _address(other),
    )


async def every_line(read: Reader, user: User, asked: ClaimListForm) -> AsyncIterator[Sequence[Any]]:
    """Give all rows that a search finds, by number, in pieces of which each is asked for when it is needed.

    Between two pieces no connection is held: whoever reads slowly keeps nobody waiting.
    """
    statement, values, after = export_sql(await _shape(read, user, asked)), _values(user, asked), ""
    while rows := await statement.rows(read, values | {"after": after}):
        yield rows
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].number


async def _rows(read: Reader, user: User, asked: ClaimListForm, *, page: int) -> Sequence[Any]:
    start = (page - 1) * PAGE_SIZE
    counted = COUNTED_AHEAD
    while counted < start + COUNTED_AHEAD:
        counted *= 2  # few limits, for each is a statement of its own
    shape = replace(await _shape(read, user, asked), counted=counted)
    return await page_sql(shape).rows(read, _values(user, asked) | {"start": start})


async def _shape(read: Reader, user: User, asked: ClaimListForm) -> Shape:
    by = frozenset(name for name in ("status", *SOUGHT) if getattr(asked, name))
    if asked.voen and (await common_sql().rows(read, {"sought_voen": asked.voen}))[0].number > COMMON:
        by = by - {"voen"} | {COMMON_VOEN}
    return Shape(_whose(user.acting), by, asked.order, asked.archive, current_language() is Language.EN)


def _values(user: User, asked: ClaimListForm) -> dict[str, object]:
    """Return the values of a statement; those it does not name are left aside."""
    return {
        "fin": user.fin or "",
        "voen": user.acting.voen,
        "status": asked.status,
        "court": asked.court,
        "numbers": list(asked.number.meant(until=now().year)) if asked.number else [],
        "receipt": asked.receipt,
        "sought_fin": asked.fin,
        "document": asked.document,
        "sought_voen": asked.voen,
    }


def _nothing(asked: ClaimListForm, *, searched: bool) -> str:
    """Say why a list is empty."""
    if searched:
        return gettext("No application was found by this search.")
    if asked.status is not None:
        return gettext("No application has this status.")
    return gettext("You have archived nothing.") if asked.archive else gettext("You have filed nothing yet.")


def _lines(rows: Sequence[Any]) -> tuple[Line, ...]:
    tags, actions = _words(current_language())
    return tuple(
        Line(
            f"/claims/{row.id}",
            row.number,
            row.heading or gettext("No heading yet"),
            row.court or "—",
            row.updated_at,
            tags[row.status],
            row.case_number,
            actions["sign" if row.to_sign and row.status in SIGNABLE else row.status],
        )
        for row in rows
        if row.id  # a page past the last has a count and no application
    )


def _whose(acting: Capacity) -> Whose:
    if acting.is_own:
        return Whose.OWN
    return Whose.ENDED if acting.ended else Whose.ORGANISATION


@cache
def _words(_language: Language) -> tuple[Mapping[str, StatusTag], Mapping[str, str]]:
    """Return the tag of each status and the word for what to do with it, asked for once in each language."""
    actions = dict.fromkeys(ClaimStatus, gettext("View")) | {ClaimStatus.DRAFT: gettext("Go on")}
    return {one: status_tag(one) for one in ClaimStatus}, actions | {"sign": gettext("Sign")}


def _statuses(chosen: ClaimStatus | None) -> tuple[Choice, ...]:
    every = Choice("", gettext("All"), chosen is None)
    offered = (one for one in ClaimStatus if one is not ClaimStatus.DELETED)
    return (every, *(Choice(one, name_of(one), one is chosen) for one in offered))


def _address(asked: Mapping[str, object]) -> str:
    return f"/claims?{urlencode(asked)}" if asked else "/claims"
