"""No list and no search reads a whole large table: the plans are those PostgreSQL really ran for the pages."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
import pytest
from psycopg.errors import Diagnostic
from sqlalchemy import text

from bench.asked import asked_pages
from bench.seed import seed
from bench.seed_rows import account_id
from models.db import Sessions, engine_for, sessions_for
from models.tables.claims import ClaimRow
from tests.web.court import COOKIE, Court
from web.app import create_app
from web.deps import WebDeps
from web.pages.notifications import unread_count
from web.sessions import open_session

FILINGS, RECEIPTS = 8000, 4000
LARGE = 500  # rows; reference data is smaller
EXPLAIN = {"log_min_duration": "0", "log_format": "json", "log_level": "notice"}
Plan = dict[str, Any]


@dataclass
class Plans:
    """The plans of everything that was run since they were last taken."""

    seen: list[Plan] = field(default_factory=list)

    def note(self, said: Diagnostic) -> None:
        """Keep a plan; auto_explain writes it after the time it took."""
        _, mark, plan = (said.message_primary or "").partition("plan:\n")
        if mark:
            self.seen.append(json.loads(plan))

    def taken(self) -> list[Plan]:
        plans, self.seen = self.seen, []
        return plans


def read_whole(plan: Plan) -> Iterator[str]:
    """Return the tables that a plan reads from the first row to the last."""
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from read_whole(part)


@pytest.fixture(scope="module")
def plans() -> Iterator[Plans]:
    """Hear what PostgreSQL says on every connection of the driver, whoever opens it."""
    heard, connect = Plans(), psycopg.AsyncConnection.connect

    async def connect_and_listen(*given: Any, **named: Any) -> psycopg.AsyncConnection[Any]:
        connection: psycopg.AsyncConnection[Any] = await connect(*given, **named)
        connection.add_notice_handler(heard.note)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.AsyncConnection, "connect", connect_and_listen)
        yield heard


@pytest.fixture(scope="module")
async def explained(database_url: str, plans: Plans) -> AsyncIterator[Sessions]:
    """Return sessions on a seeded court whose every statement tells its plan."""
    engine = engine_for(database_url, pool=2)
    await seed(sessions_for(engine), filings=FILINGS, receipts=RECEIPTS, chores=("ANALYZE",))
    async with engine.begin() as connection:
        name = (await connection.execute(text("SELECT current_database()"))).scalar_one()
        await connection.execute(text(f"ALTER DATABASE {name} SET session_preload_libraries = 'auto_explain'"))
        for setting, value in EXPLAIN.items():
            await connection.execute(text(f"ALTER DATABASE {name} SET auto_explain.{setting} = '{value}'"))
    await engine.dispose()
    assert plans.taken() == []
    yield sessions_for(engine)
    await engine.dispose()


async def large_tables(sessions: Sessions) -> set[str]:
    async with sessions() as db:
        tables = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= :large")
        return set(await db.scalars(tables, {"large": LARGE}))


async def test_no_list_and_no_search_reads_a_whole_large_table(
    deps: WebDeps, explained: Sessions, plans: Plans
) -> None:
    court = Court(create_app(replace(deps, sessions=explained, unread=unread_count)), explained)
    large = await large_tables(explained)
    assert {"claim", "draft", "party", "claim_signer", "notice", "receipt", "fee_transfer", "account"} <= large
    found: dict[str, list[tuple[str, str]]] = {}
    for asked in await asked_pages(explained):
        async with explained.begin() as db:
            court.client.cookies.set(COOKIE, await open_session(db, account_id(asked.who)), domain="court.test")
        plans.taken()
        await court.get(asked.path)
        ran = plans.taken()
        assert ran, asked.name
        whole = [(table, plan["Query Text"]) for plan in ran for table in read_whole(plan["Plan"]) if table in large]
        if whole:
            found[f"{asked.name} ({asked.path})"] = whole
    await court.client.aclose()
    assert found == {}


async def test_a_query_without_an_index_is_noticed(explained: Sessions, plans: Plans) -> None:
    plans.taken()
    async with explained() as db:
        await db.execute(text("SELECT number FROM claim WHERE reason = 'of no index'"))
    assert [table for plan in plans.taken() for table in read_whole(plan["Plan"])] == [ClaimRow.__tablename__]
