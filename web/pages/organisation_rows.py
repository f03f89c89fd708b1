"""An organisation's applications: it has thousands, read in their order until there are as many as are counted."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Label,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlmodel import col

from models.tables.claims import ArchivedClaimRow, ClaimRow
from models.tables.drafts import DraftRow
from web.forms.claim_list import Order
from web.pages.claim_search import COLUMNS, FIN, LIFE, VOEN, Rows, Shape, Whose, alphabet, narrowed, sought
from web.visibility import filed_for


def walked(shape: Shape) -> tuple[Rows, ...]:
    """Return the parts of an organisation's list, each with a `key` and in the order of an index.

    Sorted by status or court it is one list after another, of which PostgreSQL reads the first ones until there are
    enough: to sort 20,000 for a page of 25 took several times as long (bench/RESULTS.md).
    """
    match shape.order:
        case Order.NUMBER | Order.LAST_NUMBER:
            return (theirs(shape, col(ClaimRow.number).label("key")),)
        case Order.STATUS:
            return (_each_by_itself(shape, _life(), col(ClaimRow.status)),)
        case Order.COURT:
            return _each_by_itself(shape, _courts(shape), col(ClaimRow.court_id)), _not_yet_at_court(shape)
    return (_put_away(shape),) if shape.archived else (theirs(shape, col(ClaimRow.updated_at).label("key")),)


def theirs(shape: Shape, *key: Label[Any]) -> Rows:
    """Return what was filed for the organisation, narrowed to what is asked for."""
    return narrowed(_filed(shape, *key), shape)


def _filed(shape: Shape, *key: Label[Any]) -> Rows:
    held = filed_for(VOEN, FIN, ended=shape.whose is Whose.ENDED)
    return select(*COLUMNS, *key).select_from(ClaimRow).where(held)


def _put_away(shape: Shape) -> Rows:
    """Return the archive by the time of the last change, which stands in it: what is put away changes no more."""
    lies = (col(ArchivedClaimRow.claim_id) == col(ClaimRow.id)) & (col(ArchivedClaimRow.fin) == FIN)
    rows = sought(_filed(shape, col(ArchivedClaimRow.updated_at).label("key")), shape)
    return rows.join(ArchivedClaimRow, lies).where(col(ArchivedClaimRow.voen) == VOEN)


def _each_by_itself(shape: Shape, places: Subquery, known_by: SQLColumnExpression[Any]) -> Rows:
    """Return the first ones of each place, place after place, so that whoever needs few reads few places."""
    counted: ColumnElement[int] = literal_column(str(shape.counted))
    first = theirs(shape).where(known_by == places.c.name).order_by(col(ClaimRow.id)).limit(counted).lateral("first")
    return select(*first.c, places.c.place.label("key")).select_from(places.join(first, true()))


def _life() -> Subquery:
    """Return the statuses in the order of a claim's life."""
    life = func.unnest(LIFE).table_valued(column("name", String), with_ordinality="place").render_derived("life")
    return select(life.c.name, life.c.place).order_by(life.c.place).subquery("place")


def _courts(shape: Shape) -> Subquery:
    """Return the courts in the order of the alphabet."""
    names = alphabet(shape)
    return select(names.c.id.label("name"), names.c.place).order_by(names.c.place).subquery("place")


def _not_yet_at_court(shape: Shape) -> Select[*tuple[Any, ...]]:
    """Return the drafts, whose court stands in the draft alone."""
    names = alphabet(shape)
    drafts = theirs(shape, names.c.place.label("key")).where(col(ClaimRow.court_id) == literal_column("''"))
    drafts = drafts.join(DraftRow, col(DraftRow.claim_id) == col(ClaimRow.id))
    return drafts.outerjoin(names, names.c.id == col(DraftRow.court_id))
