"""The statements behind my applications: one page of them, all of them in pieces; each is made once as text."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BindParameter,
    ColumnElement,
    Integer,
    Label,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    any_,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    select,
    true,
    union,
    union_all,
)
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.tables.claims import ArchivedClaimRow, ClaimRow, ClaimSignerRow, ReceiptUseRow
from models.tables.drafts import DraftRow, PartyRow
from models.tables.reference import CourtRow
from web.forms.claim_list import Order
from web.reading import Written, written
from web.visibility import called_to_sign, filed_by, filed_for

PAGE_SIZE = 25
COUNTED_AHEAD = 250  # whoever has more sees the pager grow as he turns the pages
AT_ONCE = 2000  # rows of an export
FOUND_FIRST = frozenset({"receipt", "fin", "document", "voen"})  # searched for among parties and receipts
SHAPES = 256  # statements kept; people ask for few of all that can be asked
Rows = Select[*tuple[Any, ...]]
FIN: BindParameter[str] = bindparam("fin", type_=String)
VOEN: BindParameter[str] = bindparam("voen", type_=String)
_LIFE: ColumnElement[Any] = literal_column(f"CAST(ARRAY{[str(status) for status in ClaimStatus]} AS text[])")


class Whose(Enum):
    """Whose list is shown."""

    OWN = auto()  # the person's, and what others called him to sign
    ORGANISATION = auto()  # of which he acts in the name
    ENDED = auto()  # for which he stands no longer


@dataclass(frozen=True)
class Shape:
    """What a list is asked for, but for the values: these are named in `by`."""

    whose: Whose
    by: frozenset[str] = frozenset()
    order: Order = Order.NEWEST
    archived: bool = False
    english: bool = False
    counted: int = COUNTED_AHEAD  # spelled out: of an unknown limit PostgreSQL expects a tenth of all there is


@lru_cache(maxsize=SHAPES)
def page_sql(shape: Shape) -> Written:
    """Return the statement of one page: how many there are in all, beside each of the 25."""
    found = _found(shape)
    count = select(func.count().label("total")).select_from(found).subquery()
    named = _named(_page(found, shape), shape)
    lines = select(count.c.total, named).select_from(count).outerjoin(named, true())
    return written(lines.order_by(*_in_order(named.c, shape.order)))


@lru_cache(maxsize=SHAPES)
def export_sql(shape: Shape) -> Written:
    """Return the statement of the next piece of all, by number: a claim that changes meanwhile stays in its place."""
    beyond = col(ClaimRow.number) > bindparam("after", type_=String)
    halves = [half.where(beyond).subquery() for half in _halves(_COLUMNS, shape)]
    both = union_all(*(select(half) for half in halves)).subquery()
    named = _named(select(both).order_by(both.c.number).limit(AT_ONCE).subquery(), shape)
    return written(select(named).order_by(named.c.number))


# All of it stands in the index: whoever filed thousands has them sorted without their rows being read.
_COLUMNS: tuple[Any, ...] = (
    col(ClaimRow.id),
    col(ClaimRow.number),
    col(ClaimRow.court_id),
    col(ClaimRow.updated_at),
    col(ClaimRow.status),
)


def _named(shown: Subquery, shape: Shape) -> Subquery:
    """Give the few that are shown all that is told of them, and whether the person's signature is awaited."""
    court_id = func.coalesce(func.nullif(shown.c.court_id, ""), DraftRow.court_id)
    own = (col(ClaimSignerRow.claim_id) == shown.c.id) & (col(ClaimSignerRow.fin) == FIN)
    told = (col(ClaimRow.case_number), col(ClaimRow.sent_at), col(DraftRow.heading))
    awaited = exists().where(own, col(ClaimSignerRow.signed_at).is_(None)).label("to_sign")
    return (
        select(shown, *told, _court_name(shape).label("court"), awaited)
        .join_from(shown, ClaimRow, col(ClaimRow.id) == shown.c.id)
        .join(DraftRow, col(DraftRow.claim_id) == shown.c.id)
        .outerjoin(CourtRow, col(CourtRow.id) == court_id)
        .subquery()
    )


def _found(shape: Shape) -> CTE:
    """Return as many as are counted, found once: each half gives the first of its own."""
    columns = (*_COLUMNS, _key(shape))
    counted: ColumnElement[int] = literal_column(str(shape.counted))
    halves = [
        _sortable(half, shape).order_by(*_in_order(half.selected_columns, shape.order)).limit(counted).subquery()
        for half in _halves(columns, shape)
    ]
    return union_all(*(select(half) for half in halves)).cte("found")


def _page(found: CTE, shape: Shape) -> Subquery:
    """Return the page; the 25 alone get their names afterwards."""
    start = bindparam("start", type_=Integer)
    return select(found).order_by(*_in_order(found.c, shape.order)).offset(start).limit(PAGE_SIZE).subquery()


def _sortable(rows: Rows, shape: Shape) -> Rows:
    """Add the courts' alphabet where a list is sorted by it."""
    alphabet = _alphabet(shape)
    return rows.outerjoin(alphabet, alphabet.c.id == _court_id()) if shape.order is Order.COURT else rows


def _halves(columns: tuple[Any, ...], shape: Shape) -> tuple[Rows, ...]:
    """Return what was filed and, for a person in his own name, what others called him to sign."""
    if shape.whose is not Whose.OWN:
        theirs = filed_for(VOEN, FIN, ended=shape.whose is Whose.ENDED)
        return (_narrowed(select(*columns).select_from(ClaimRow).where(theirs), shape),)
    mine = select(*columns).select_from(ClaimRow).where(filed_by(FIN))
    others = (
        select(*columns)
        .join_from(ClaimSignerRow, ClaimRow, col(ClaimSignerRow.claim_id) == col(ClaimRow.id))
        .where(called_to_sign(FIN))
    )
    return _narrowed(mine, shape), _narrowed(others, shape)


def _narrowed(rows: Rows, shape: Shape) -> Rows:
    """Narrow a half to what is searched for.

    Nobody learns by it what he may not read: who sees a claim in his list reads its document, which names every party
    with FİN and identity document.
    """
    kept = select(col(ArchivedClaimRow.fin)).where(
        col(ArchivedClaimRow.fin) == FIN, col(ArchivedClaimRow.claim_id) == col(ClaimRow.id)
    )
    # The offset keeps it a look into the index for each row: joined to what a search had found, by the one plan for all
    # values, which expects six archived ones, 20,000 found against 10,000 archived took twenty seconds.
    looked_up = shape.archived or bool(shape.by & FOUND_FIRST)
    put_away = exists(kept.offset(literal_column("0")) if looked_up else kept)
    conditions = {
        "status": col(ClaimRow.status) == bindparam("status", type_=String),
        "court": _court_id().in_(_courts()),
        "number": col(ClaimRow.number) == any_(bindparam("numbers", type_=ARRAY(String))),
        "receipt": col(ClaimRow.id).in_(_with_receipt()),
        "fin": col(ClaimRow.id).in_(_with_party(col(PartyRow.fin) == bindparam("sought_fin", type_=String), "fin")),
        "document": col(ClaimRow.id).in_(_with_party(_same_document(), "document")),
        "voen": col(ClaimRow.id).in_(_with_party(col(PartyRow.voen) == bindparam("sought_voen", type_=String), "voen")),
    }
    chosen = [conditions[name] for name in sorted(shape.by)]
    return rows.where(put_away if shape.archived else ~put_away, *chosen)


def _courts() -> Select[str]:
    """Every word that was typed stands in the name of the court, in either language, whatever its diacritics."""
    typed = func.string_to_table(bindparam("court", type_=String), " ")
    words = typed.table_valued(column("word", String)).render_derived()
    name = func.az_fold(func.concat_ws(" ", col(CourtRow.name_az), col(CourtRow.name_en)))
    missing = exists().select_from(words).where(func.strpos(name, func.az_fold(words.c.word)) == 0)
    return select(col(CourtRow.id)).where(~missing)


def _with_receipt() -> Any:
    """Return the claims that hold, held, or are to be paid by a receipt."""
    number = bindparam("receipt", type_=String)
    return union(
        select(col(ReceiptUseRow.claim_id)).where(col(ReceiptUseRow.receipt_number) == number),
        *(
            select(col(DraftRow.claim_id)).where(named == number, named != "")
            for named in (col(DraftRow.receipt_number), col(DraftRow.added_receipt))
        ),
    )


def _same_document() -> ColumnElement[bool]:
    return func.az_key(col(PartyRow.document)) == func.az_key(bindparam("document", type_=String))


def _with_party(same: ColumnElement[bool], known_by: str) -> Select[str]:
    # The second half is what the partial index says: a plan made for any value may use it too.
    return select(col(PartyRow.claim_id)).where(same, col(getattr(PartyRow, known_by)) != "")


def _court_id() -> ColumnElement[str]:
    """Return the court of a claim, before its first confirmation that of its draft."""
    chosen = select(col(DraftRow.court_id)).where(col(DraftRow.claim_id) == col(ClaimRow.id)).scalar_subquery()
    return func.coalesce(func.nullif(col(ClaimRow.court_id), ""), chosen)


def _court_name(shape: Shape) -> SQLColumnExpression[str]:
    return col(CourtRow.name_en) if shape.english else col(CourtRow.name_az)


@lru_cache(maxsize=SHAPES)
def _alphabet(shape: Shape) -> Subquery:
    """Return each court's place in the alphabet; the same object each time, for a statement names it twice."""
    return select(col(CourtRow.id), func.az_sort(_court_name(shape)).label("place")).subquery()


def _key(shape: Shape) -> Label[Any]:
    """Return what a list is sorted by."""
    # No plain column: by the index of all numbers PostgreSQL would look for one person's among those of everybody.
    number = col(ClaimRow.number).concat(literal_column("''"))
    keys: dict[Order, SQLColumnExpression[Any]] = {
        Order.NUMBER: number,
        Order.LAST_NUMBER: number,
        Order.COURT: _alphabet(shape).c.place,
        Order.STATUS: func.array_position(_LIFE, col(ClaimRow.status)),
    }
    return keys.get(shape.order, col(ClaimRow.updated_at)).label("key")


def _in_order(columns: Any, order: Order) -> tuple[ColumnElement[Any], ...]:
    """Return the order with what decides between equals, so that the index has both directions."""
    key, last = columns["key"], columns["id"]
    if order in {Order.NEWEST, Order.LAST_NUMBER}:
        return key.desc(), last
    return (key, last.desc()) if order is Order.OLDEST else (key, last)
