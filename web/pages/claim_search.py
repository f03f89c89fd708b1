"""What a list of applications is asked for: whose, narrowed to what, in what order (CLM-16)."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    any_,
    bindparam,
    column,
    exists,
    false,
    func,
    literal_column,
    select,
    union,
)
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.tables.claims import ArchivedClaimRow, ClaimRow, ReceiptUseRow
from models.tables.drafts import DraftRow, PartyRow
from models.tables.reference import CourtRow
from web.forms.claim_list import Order
from web.reading import Written, looked_up, written

COUNTED_AHEAD = 250  # whoever has more sees the pager grow as he turns the pages
FOUND_FIRST = frozenset({"receipt", "fin", "document", "voen"})  # searched for among parties and receipts
FEW_FOUND = FOUND_FIRST | {"number"}
COMMON_VOEN = "common_voen"  # of more filings than are found first: looked for in each one as a list is read
COMMON = 1000
Rows = Select[*tuple[Any, ...]]
FIN: BindParameter[str] = bindparam("fin", type_=String)
VOEN: BindParameter[str] = bindparam("voen", type_=String)
# The statuses in the order of a claim's life.
LIFE: ColumnElement[Any] = literal_column(f"CAST(ARRAY{[str(status) for status in ClaimStatus]} AS text[])")
# What stands in the index: whoever filed thousands has them sorted without their rows being read.
COLUMNS: tuple[Any, ...] = (
    col(ClaimRow.id),
    col(ClaimRow.number),
    col(ClaimRow.court_id),
    col(ClaimRow.updated_at),
    col(ClaimRow.status),
)


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

    @property
    def is_walked(self) -> bool:
        """Tell whether the filings are read in their order until a page is full: an organisation has thousands."""
        return self.whose is not Whose.OWN and not self.by & FOUND_FIRST


@cache
def common_sql() -> Written:
    """Return the statement that tells how many filings name a VÖEN, counted up to one more than COMMON."""
    first = _with_party(_same_voen(), "voen").limit(literal_column(str(COMMON + 1))).subquery()
    return written(select(func.count().label("number")).select_from(first))


def narrowed(rows: Rows, shape: Shape) -> Rows:
    """Narrow a half of a list to what is searched for, and to what lies in the archive or does not."""
    put_away = _lies_in_archive() if shape.by & FEW_FOUND or _begins_with_newest(shape) else _is_of_archive()
    return sought(rows, shape).where(put_away if shape.archived else ~put_away)


def sought(rows: Rows, shape: Shape) -> Rows:
    """Narrow a half of a list to what is searched for, wherever it lies.

    Nobody learns by it what he may not read: who sees a claim in his list reads its document, which names every party
    with FİN and identity document.
    """
    conditions = {
        "status": col(ClaimRow.status) == bindparam("status", type_=String),
        "court": court_of_claim().in_(_courts()),
        "number": col(ClaimRow.number) == any_(bindparam("numbers", type_=ARRAY(String))),
        "receipt": _is_one_of(_with_receipt()),
        "fin": _is_one_of(_with_party(_same_fin(), "fin")),
        "document": _is_one_of(_with_party(_same_document(), "document")),
        "voen": _is_one_of(_with_party(_same_voen(), "voen")),
        COMMON_VOEN: _names_voen(),
    }
    return rows.where(*(conditions[name] for name in sorted(shape.by)))


def _begins_with_newest(shape: Shape) -> bool:
    """Tell whether all of a list is walked from its newest end, where hardly anything is put away yet."""
    all_of_it = shape.is_walked and not shape.archived and not shape.by
    return all_of_it and shape.order in {Order.NEWEST, Order.LAST_NUMBER}


def court_of_claim() -> ColumnElement[str]:
    """Return the court of a claim, before its first confirmation that of its draft."""
    chosen = select(col(DraftRow.court_id)).where(col(DraftRow.claim_id) == col(ClaimRow.id))
    # Named, for whoever joins the draft himself: else the draft would be taken for his, and stand nowhere.
    chosen_there = chosen.correlate(ClaimRow).scalar_subquery()
    return func.coalesce(func.nullif(col(ClaimRow.court_id), ""), chosen_there)


def _is_of_archive() -> ColumnElement[bool]:
    """Return the condition that a claim lies in the person's archive, which is read once for all of them.

    Left to join it, PostgreSQL's one plan for all values expects six archived: 20,000 against 10,000 took 20 s.
    """
    archive = select(col(ArchivedClaimRow.claim_id)).where(col(ArchivedClaimRow.fin) == FIN)
    return func.coalesce(col(ClaimRow.id).in_(archive), false())


def _lies_in_archive() -> ColumnElement[bool]:
    """Return the condition that a claim lies in the person's archive, looked up for each of the few that were found."""
    own = (col(ArchivedClaimRow.fin) == FIN) & (col(ArchivedClaimRow.claim_id) == col(ClaimRow.id))
    return looked_up(select(col(ArchivedClaimRow.fin)).where(own))


def _is_one_of(found: Select[str] | CompoundSelect[str]) -> ColumnElement[bool]:
    """Return the condition that a claim is among those found first: as an array they cannot be looked for the last."""
    return col(ClaimRow.id) == any_(func.array(found.scalar_subquery()))


def _names_voen() -> ColumnElement[bool]:
    """Return the condition that the VÖEN sought is a party's, looked for in each claim as the list is walked."""
    parties = select(col(PartyRow.id)).where(_same_voen(), col(PartyRow.claim_id) == col(ClaimRow.id))
    return looked_up(parties)


def _courts() -> Select[str]:
    """Every word that was typed stands in the name of the court, in either language, whatever its diacritics."""
    typed = func.string_to_table(bindparam("court", type_=String), " ")
    words = typed.table_valued(column("word", String)).render_derived()
    name = func.az_fold(func.concat_ws(" ", col(CourtRow.name_az), col(CourtRow.name_en)))
    missing = exists().select_from(words).where(func.strpos(name, func.az_fold(words.c.word)) == 0)
    return select(col(CourtRow.id)).where(~missing)


def _with_receipt() -> CompoundSelect[str]:
    """Return the claims that hold, held, or are to be paid by a receipt."""
    number = bindparam("receipt", type_=String)
    return union(
        select(col(ReceiptUseRow.claim_id)).where(col(ReceiptUseRow.receipt_number) == number),
        *(
            select(col(DraftRow.claim_id)).where(named == number, named != "")
            for named in (col(DraftRow.receipt_number), col(DraftRow.added_receipt))
        ),
    )


def _same_fin() -> ColumnElement[bool]:
    return col(PartyRow.fin) == bindparam("sought_fin", type_=String)


def _same_voen() -> ColumnElement[bool]:
    return col(PartyRow.voen) == bindparam("sought_voen", type_=String)


def _same_document() -> ColumnElement[bool]:
    return func.az_key(col(PartyRow.document)) == func.az_key(bindparam("document", type_=String))


def _with_party(same: ColumnElement[bool], known_by: str) -> Select[str]:
    # The second half is what the partial index says: a plan made for any value may use it too.
    return select(col(PartyRow.claim_id)).where(same, col(getattr(PartyRow, known_by)) != "")


def in_order(columns: Any, order: Order) -> tuple[ColumnElement[Any], ...]:
    """Return the order with what decides between equals, so that the index has both directions."""
    key, last = columns["key"], columns["id"]
    if order in {Order.NEWEST, Order.LAST_NUMBER}:
        return key.desc(), last
    return (key, last.desc()) if order is Order.OLDEST else (key, last)


def court_name(shape: Shape) -> SQLColumnExpression[str]:
    """Return the court's name in the reader's language."""
    return col(CourtRow.name_en) if shape.english else col(CourtRow.name_az)


@lru_cache(maxsize=256)
def alphabet(shape: Shape) -> Subquery:
    """Return each court's place in the alphabet; the same object each time, for a statement names it twice."""
    return select(col(CourtRow.id), func.az_sort(court_name(shape)).label("place")).subquery()
