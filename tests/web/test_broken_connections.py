"""PostgreSQL ends, is killed, or is asked in vain: the next page is answered all the same."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from http import HTTPStatus

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from models.db import Reader, Sessions, engine_for, sessions_for
from tests.postgres import postgres_server, url_of
from tests.web.court import Court, an_account

END_ALL = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
BUSY = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(60)'"
WITHIN = timedelta(seconds=30).total_seconds()


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Return an engine with one connection, so that the next caller gets the same."""
    engine = engine_for(database_url, pool=1)
    yield engine
    await engine.dispose()


@pytest.fixture(scope="module")
def mortal() -> Iterator[str]:
    """Return the URI of a PostgreSQL that a test may kill."""
    with postgres_server() as server:
        yield server


async def test_a_page_is_answered_after_postgresql_ended_every_connection(
    court: Court, sessions: Sessions, postgres: str
) -> None:
    await court.sign_in(await an_account(sessions))
    await court.get("/claims")  # reads, one statement at a time
    await court.get("/profile")  # reads in a transaction
    ended = _end_all(postgres, sessions.kw["bind"].url.database)
    assert ended
    assert (await court.get("/claims", status=HTTPStatus.OK)).h1 == "Ərizələrim"
    assert _end_all(postgres, sessions.kw["bind"].url.database)
    await court.get("/profile", status=HTTPStatus.OK)


async def test_reading_and_writing_go_on_after_postgresql_was_killed(mortal: str) -> None:
    engine = engine_for(url_of(mortal, "postgres"), pool=2)
    sessions, reader = sessions_for(engine), Reader(engine)
    victims = [row.pid for row in await reader.rows(b"SELECT pg_backend_pid() AS pid", {})]
    async with sessions() as one, sessions() as other:  # both connections were in use
        victims += [(await session.execute(text("SELECT pg_backend_pid()"))).scalar_one() for session in (one, other)]
    os.kill(victims[0], signal.SIGKILL)  # PostgreSQL ends all connections and recovers
    await asyncio.wait_for(asyncio.to_thread(_recovered, mortal, victims), WITHIN)
    [(pid,)] = await reader.rows(b"SELECT pg_backend_pid()", {})
    assert pid not in victims
    async with sessions.begin() as session:
        assert (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one() not in victims
    await engine.dispose()


async def test_reading_is_refused_as_unavailable_while_postgresql_is_away() -> None:
    engine = engine_for("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(OperationalError):
        await Reader(engine).rows(b"SELECT 1", {})


async def test_a_read_stands_outside_the_transactions_and_waits_for_none(engine: AsyncEngine) -> None:
    reader, sessions = Reader(engine), sessions_for(engine)
    async with sessions() as session:  # the engine's one connection
        await session.execute(text("CREATE TABLE undone (n int)"))
        assert [row.t for row in await reader.rows(b"SELECT to_regclass('undone') AS t", {})] == [None]


async def test_reads_share_a_few_connections_that_end_with_the_engine(database_url: str, postgres: str) -> None:
    engine = engine_for(database_url)
    reader = Reader(engine, most=2)
    asked = b"SELECT pg_backend_pid() AS pid, pg_sleep(0.001)"
    pids = {row.pid for rows in await asyncio.gather(*(reader.rows(asked, {}) for _ in range(20))) for row in rows}
    assert len(pids) == 2
    await engine.dispose()
    await asyncio.wait_for(asyncio.to_thread(_recovered, postgres, list(pids)), WITHIN)


async def test_a_failed_read_leaves_its_connection_usable(engine: AsyncEngine) -> None:
    reader = Reader(engine)
    with pytest.raises(psycopg.errors.UndefinedTable):
        await reader.rows(b"SELECT * FROM no_such_table", {})
    assert len(await reader.rows(b"SELECT %(n)s::int AS n", {"n": 5})) == 1


async def test_a_read_that_was_given_up_leaves_no_answer_for_the_next(engine: AsyncEngine) -> None:
    reader = Reader(engine)
    given_up = asyncio.create_task(reader.rows(b"SELECT pg_sleep(60)", {}))
    beside = engine_for(engine.url.render_as_string(hide_password=False), pool=1)
    watcher = Reader(beside)
    async with asyncio.timeout(WITHIN):
        while (await watcher.rows(BUSY.encode(), {}))[0].count == 0:
            pass
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        assert [row.n for row in await reader.rows(b"SELECT 7 AS n", {})] == [7]
    await beside.dispose()


def _end_all(server: str, database: str) -> list[tuple[bool]]:
    """End every connection to a database and wait until they are gone."""
    with psycopg.connect(server, autocommit=True) as admin:
        return admin.execute(END_ALL, [database]).fetchall()


def _recovered(server: str, victims: list[int]) -> None:
    """Come back when PostgreSQL answers again and its old connections are gone."""
    while True:
        try:
            with psycopg.connect(server, autocommit=True) as admin:
                left = admin.execute("SELECT 1 FROM pg_stat_activity WHERE pid = ANY(%s)", [victims]).fetchall()
        except psycopg.OperationalError:
            continue
        if not left:
            return
