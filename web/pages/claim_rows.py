"""The statements behind my applications: one page of them, all of them in pieces; each is made once as text."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Label,
    SQLColumnExpression,
    String,
    Subquery,
    bindparam,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlmodel import col

from models.tables.claims import ClaimRow, ClaimSignerRow
from models.tables.drafts import DraftRow
from models.tables.reference import CourtRow
from web.forms.claim_list import Order
from web.pages.claim_search import (
    COLUMNS,
    FIN,
    LIFE,
    Rows,
    Shape,
    Whose,
    alphabet,
    court_name,
    court_of_claim,
    in_order,
    narrowed,
)
from web.pages.organisation_rows import theirs, walked
from web.reading import Written, looked_up, written
from web.visibility import called_to_sign, filed_by

PAGE_SIZE = 25
AT_ONCE = 2000  # rows of an export
SHAPES = 256  # statements kept; people ask for few of all that can be asked


@lru_cache(maxsize=SHAPES)
def page_sql(shape: Shape) -> Written:
    """Return the statement of one page: how many there are in all, beside each of the 25."""
    found = _found(shape)
    count = select(func.count().label("total")).select_from(found).subquery()
    named = _named(_page(found, shape), shape)
    lines = select(count.c.total, named).select_from(count).outerjoin(named, true())
    return written(lines.order_by(*in_order(named.c, shape.order)))


@lru_cache(maxsize=SHAPES)
def export_sql(shape: Shape) -> Written:
    """Return the statement of the next piece of all, by number: a claim that changes meanwhile stays in its place."""
    beyond = col(ClaimRow.number) > bindparam("after", type_=String)
    halves = [half.where(beyond).subquery() for half in _halves(shape)]
    both = union_all(*(select(half) for half in halves)).subquery()
    named = _named(select(both).order_by(both.c.number).limit(AT_ONCE).subquery(), shape)
    return written(select(named).order_by(named.c.number))


def _named(shown: Subquery, shape: Shape) -> Subquery:
    """Give the few that are shown all that is told of them, and whether the person's signature is awaited."""
    court_id = func.coalesce(func.nullif(shown.c.court_id, ""), DraftRow.court_id)
    own = (col(ClaimSignerRow.claim_id) == shown.c.id) & (col(ClaimSignerRow.fin) == FIN)
    told = (col(ClaimRow.case_number), col(ClaimRow.sent_at), col(DraftRow.heading))
    unsigned = select(col(ClaimSignerRow.fin)).where(own, col(ClaimSignerRow.signed_at).is_(None))
    awaited = looked_up(unsigned).label("to_sign")  # for the 25: else all that the person ever signed is read
    return (
        select(shown, *told, court_name(shape).label("court"), awaited)
        .join_from(shown, ClaimRow, col(ClaimRow.id) == shown.c.id)
        .join(DraftRow, col(DraftRow.claim_id) == shown.c.id)
        .outerjoin(CourtRow, col(CourtRow.id) == court_id)
        .subquery()
    )


def _found(shape: Shape) -> CTE:
    """Return as many as are counted, found once: each half gives the first of its own."""
    halves = walked(shape) if shape.is_walked else _sorted_halves(shape)
    counted: ColumnElement[int] = literal_column(str(shape.counted))
    firsts = [half.order_by(*in_order(half.selected_columns, shape.order)).limit(counted).subquery() for half in halves]
    return union_all(*(select(first) for first in firsts)).cte("found")


def _page(found: CTE, shape: Shape) -> Subquery:
    """Return the page; the 25 alone get their names afterwards."""
    start = bindparam("start", type_=Integer)
    return select(found).order_by(*in_order(found.c, shape.order)).offset(start).limit(PAGE_SIZE).subquery()


def _sorted_halves(shape: Shape) -> tuple[Rows, ...]:
    """Return the halves with what they are sorted by, and the courts' alphabet where it is that."""
    halves = _halves(shape, _key(shape))
    if shape.order is not Order.COURT:
        return halves
    places = alphabet(shape)
    return tuple(half.outerjoin(places, places.c.id == court_of_claim()) for half in halves)


def _halves(shape: Shape, *key: Label[Any]) -> tuple[Rows, ...]:
    """Return what was filed and, for a person in his own name, what others called him to sign."""
    if shape.whose is not Whose.OWN:
        return (theirs(shape, *key),)
    mine = select(*COLUMNS, *key).select_from(ClaimRow).where(filed_by(FIN))
    others = (
        select(*COLUMNS, *key)
        .join_from(ClaimSignerRow, ClaimRow, col(ClaimSignerRow.claim_id) == col(ClaimRow.id))
        .where(called_to_sign(FIN))
    )
    return narrowed(mine, shape), narrowed(others, shape)


def _key(shape: Shape) -> Label[Any]:
    """Return what a list is sorted by."""
    # No plain column: by the index of all numbers PostgreSQL would look for one person's among those of everybody.
    number = col(ClaimRow.number).concat(literal_column("''"))
    keys: dict[Order, SQLColumnExpression[Any]] = {
        Order.NUMBER: number,
        Order.LAST_NUMBER: number,
        Order.COURT: alphabet(shape).c.place,
        Order.STATUS: func.array_position(LIFE, col(ClaimRow.status)),
    }
    return keys.get(shape.order, col(ClaimRow.updated_at)).label("key")
