"""An organisation's applications: in each order what it filed, whoever filed it, but for others' drafts (ID-12)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest

from activities.reference import seed_reference
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from models.tables.claims import ArchivedClaimRow, ClaimRow
from tests.builders import RASHAD
from tests.web.court import Court, an_account
from tests.web.filed import filed
from web.deps import WebDeps
from web.forms.claim_list import Order
from web.pages.claim_rows import page_sql
from web.pages.claim_search import COMMON_VOEN, Shape, Whose, common_sql

FIN, VOEN = "5ABC1D4", "1499001221"
COURTS = ["baku-nasimi", "shaki", ""]  # Bakı stands before Şəki; not chosen yet: last
AWAY = 2
STATUSES = (ClaimStatus.SENT, ClaimStatus.ACCEPTED, ClaimStatus.RETURNED, ClaimStatus.ACCEPTED, ClaimStatus.CONFIRMED)
LIFE = list(ClaimStatus)


@dataclass(frozen=True)
class Application:
    """What was filed, to which court, and whether a party of it has the organisation's VÖEN."""

    row: ClaimRow
    court: str
    names_it: bool


Filed = list[Application]


@pytest.fixture(scope="module")
async def applications(sessions: Sessions) -> Filed:
    """Let an organisation have filed twenty by two of its people, two of them put away; each with its court."""
    async with sessions.begin() as db:
        await seed_reference(db)
    made = [
        (filer, status, ("shaki", "baku-nasimi")[place % 2])
        for place, status in enumerate((*STATUSES, *STATUSES))
        for filer in (FIN, RASHAD)
    ]
    made += [(FIN, ClaimStatus.DRAFT, "shaki"), (FIN, ClaimStatus.DRAFT, "")]
    rows = []
    for place, (filer, status, court) in enumerate(made):
        party = {"fin": "", "voen": VOEN} if place % 3 else {}
        row = await filed(sessions, filer, status=status, court_id=court, organisation=VOEN, **party)
        rows.append(Application(row, court, bool(party)))
    await filed(sessions, RASHAD, court_id="shaki", organisation=VOEN)  # another's draft
    await filed(sessions, FIN, status=ClaimStatus.SENT, court_id="shaki", fin="", voen=VOEN)  # in his own name
    return rows


@pytest.fixture(scope="module")
async def head(sessions: Sessions, applications: Filed) -> AccountRow:
    """Let one stand for the organisation, who has put away the first two that were accepted."""
    account = await an_account(sessions, fin=FIN)
    away = [one.row for one in applications if one.row.status is ClaimStatus.ACCEPTED][:AWAY]
    stands = CapacityRow(
        account_id=account.id, position=1, voen=VOEN, organisation="“Qobustan” MMC", began_at=away[0].opened_at
    )
    async with sessions.begin() as db:
        db.add(stands)
        for row in away:
            at = row.updated_at
            db.add(ArchivedClaimRow(fin=FIN, claim_id=row.id, voen=row.voen, updated_at=at, archived_at=at))
    return account


@pytest.fixture
async def visitor(court: Court, head: AccountRow) -> Court:
    """Sign in who stands for the organisation."""
    await court.sign_in(head)
    return court


async def listed(visitor: Court, **asked: str) -> list[str]:
    page = await visitor.get(f"/claims?{urlencode(asked | {'as': '1'})}")
    return [node.text_content() for node in page.select("//tbody//th/a")]


def lying(applications: Filed, *, archived: bool) -> Filed:
    """Return what lies in the archive, or what does not."""
    away = [one for one in applications if one.row.status is ClaimStatus.ACCEPTED][:AWAY]
    return [one for one in applications if (one in away) is archived]


ORDERS: dict[str, Callable[[Application], Any]] = {
    "newest": lambda one: -one.row.updated_at.timestamp(),
    "oldest": lambda one: one.row.updated_at,
    "number": lambda one: one.row.number,
    "status": lambda one: (LIFE.index(one.row.status), one.row.id),
    "court": lambda one: (COURTS.index(one.court), one.row.id),
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("archive", ["", "yes"])
async def test_each_order_holds_all_that_was_filed_for_it_and_not_put_away(
    visitor: Court, applications: Filed, order: str, archive: str
) -> None:
    shown = sorted(lying(applications, archived=bool(archive)), key=ORDERS[order])
    expected = [(one.row.number, one.names_it) for one in shown]
    assert await listed(visitor, order=order, archive=archive) == [number for number, _ in expected]
    found = await listed(visitor, order=order, archive=archive, voen=VOEN)
    assert found == [number for number, names_it in expected if names_it]
    at_shaki = [one.row.number for one in shown if one.court == "shaki"]
    assert await listed(visitor, order=order, archive=archive, court="ŞƏKİ rayon") == at_shaki


@pytest.mark.parametrize("order", [Order.STATUS, Order.COURT])
async def test_the_first_ones_are_the_first_of_all_where_no_more_are_read(
    deps: WebDeps, head: AccountRow, applications: Filed, order: Order
) -> None:
    assert head.fin == FIN
    shape = Shape(Whose.ORGANISATION, order=order, counted=3)
    rows = await page_sql(shape).rows(deps.reader, {"fin": FIN, "voen": VOEN, "start": 0})
    first = sorted(lying(applications, archived=False), key=ORDERS[order])[:3]
    assert [row.number for row in rows][:3] == [one.row.number for one in first]


@pytest.mark.parametrize("whose", [Whose.ORGANISATION, Whose.OWN])
async def test_a_voen_of_many_filings_finds_as_that_of_few_does(
    deps: WebDeps, applications: Filed, head: AccountRow, whose: Whose
) -> None:
    asked = {"fin": head.fin, "voen": VOEN, "sought_voen": VOEN, "start": 0}
    few, many = [
        [row.number for row in await page_sql(Shape(whose, frozenset({by}))).rows(deps.reader, asked)]
        for by in ("voen", COMMON_VOEN)
    ]
    assert many == few
    named = [one.row.number for one in lying(applications, archived=False) if one.names_it]
    if whose is Whose.ORGANISATION:
        assert sorted(few) == sorted(named)
    else:  # the one that he filed in his own name against it
        assert len(few) == 1
        assert few[0] not in named
    assert (await common_sql().rows(deps.reader, asked))[0].number > len(named)
