"""Whatever a list may be asked for is a statement that PostgreSQL takes: a page's, and that of all in pieces."""

import pytest

from models.db import Reader, Sessions
from web.deps import WebDeps
from web.forms.claim_list import SOUGHT, Order
from web.pages.claim_rows import export_sql, page_sql
from web.pages.claim_search import COMMON_VOEN, Shape, Whose

FIELDS = ("status", *SOUGHT, COMMON_VOEN)
SEARCHES = [frozenset[str](), *(frozenset({field}) for field in FIELDS), frozenset(FIELDS)]
SHAPES = [(by, archived) for by in SEARCHES for archived in (False, True)]
ASKED: dict[str, object] = {
    "fin": "5ABC1D4",
    "voen": "1499001221",
    "start": 0,
    "after": "",
    "status": "sent",
    "court": "şəki rayon",
    "numbers": ["ƏR-2026-000001"],
    "receipt": "800000000001",
    "sought_fin": "7QM3C4D",
    "document": "AA1234567",
    "sought_voen": "1499001221",
}


@pytest.fixture
async def reader(deps: WebDeps, sessions: Sessions) -> Reader:
    """Return the pages' reader of a court that has its tables and nothing in them."""
    del sessions
    return deps.reader


@pytest.mark.parametrize("whose", [Whose.OWN, Whose.ORGANISATION])
@pytest.mark.parametrize("order", Order)
async def test_a_page_of_every_search_in_every_order_is_a_statement(reader: Reader, whose: Whose, order: Order) -> None:
    for by, archived in SHAPES:
        (row,) = await page_sql(Shape(whose, by, order, archived)).rows(reader, ASKED)
        assert (row.total, row.number) == (0, None), (by, archived)


@pytest.mark.parametrize("whose", Whose)
async def test_all_of_every_search_is_a_statement(reader: Reader, whose: Whose) -> None:
    for by, archived in SHAPES:
        assert await export_sql(Shape(whose, by, archived=archived)).rows(reader, ASKED) == [], (by, archived)
