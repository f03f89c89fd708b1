"""Engine and sessions: one database engine everywhere, PostgreSQL by psycopg."""

import asyncio
import select
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from psycopg import conninfo
from psycopg.pq import TransactionStatus
from psycopg.rows import namedtuple_row
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.util import await_only

Sessions = async_sessionmaker[AsyncSession]
Driver = psycopg.Connection[Any]
# A server that went away without a word is noticed within a minute: the kernel then marks the idle socket as broken.
KEEPALIVES = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


def engine_for(url: str, *, pool: int = 8) -> AsyncEngine:
    """Return an engine that looks at a pooled connection before use, so a restarted server costs nobody a page."""
    engine = create_async_engine(url, pool_size=pool, max_overflow=2, pool_recycle=1800, connect_args=KEEPALIVES)
    event.listen(engine.sync_engine, "checkout", _refuse_broken)
    return engine


def sessions_for(engine: AsyncEngine) -> Sessions:
    """Return the session factory; objects stay readable after commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


def recording_engine_for(url: str, *, pool: int = 16) -> Engine:
    """Return the engine for recording steps: blocking, for activities that run in threads.

    No check before use: a connection that a restarted server broke fails its first step, which is then tried again.
    """
    # The same few statements come again and again, all by a claim's key: each connection plans them once, not anew for
    # each of the first five uses as PostgreSQL would (a third of what a step costs it).
    once = {"prepare_threshold": 0, "options": "-c plan_cache_mode=force_generic_plan"}
    return create_engine(
        url,
        pool_size=pool,
        max_overflow=0,
        pool_recycle=1800,
        isolation_level="AUTOCOMMIT",
        connect_args=once,
    )


@contextmanager
def driver_of(engine: Engine) -> Iterator[Driver]:
    """Give the driver's own connection; each statement is a transaction of its own.

    For the few statements that every step of every filing runs: there SQLAlchemy and asyncio cost more than PostgreSQL
    itself (bench/RESULTS.md).
    """
    pooled = engine.raw_connection()
    try:
        yield cast("Driver", pooled.driver_connection)
    finally:
        pooled.close()


@contextmanager
def one_transaction(engine: Engine) -> Iterator[Driver]:
    """Give the driver's own connection in one transaction: committed when the block ends, undone when it raises."""
    with driver_of(engine) as driver, driver.transaction():
        yield driver


class Reader:
    """Answers single statements that only read: one round trip each, without a transaction around it.

    For what every page asks: BEGIN, COMMIT, the ORM and the pool's greenlets cost several times the answer
    (bench/RESULTS.md). So it keeps connections of its own, at most `most`; they end with the engine.
    """

    def __init__(self, engine: AsyncEngine, *, most: int = 8) -> None:
        """Read where `engine` writes."""
        self._address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._idle: list[psycopg.AsyncConnection[Any]] = []
        self._room = asyncio.Semaphore(most)
        idle = self._idle  # outlives the reader: the engine ends what it left open
        event.listen(engine.sync_engine, "engine_disposed", lambda _engine: _finish(idle))

    async def rows(self, sql: bytes, values: Mapping[str, object]) -> Sequence[Any]:
        """Return the rows as named tuples; OperationalError when PostgreSQL is away."""
        try:
            async with self._room:
                return await self._rows(sql, values)
        except psycopg.OperationalError as error:
            raise OperationalError(sql.decode(), None, error) from error

    async def _rows(self, sql: bytes, values: Mapping[str, object]) -> Sequence[Any]:
        driver = await self._connection()
        try:
            cursor = await driver.execute(sql, values)
            return await cursor.fetchall()
        finally:
            if driver.pgconn.transaction_status == TransactionStatus.IDLE:
                self._idle.append(driver)
            else:  # broken, or given up in the middle of an answer
                await driver.close()

    async def _connection(self) -> psycopg.AsyncConnection[Any]:
        while self._idle:
            driver = self._idle.pop()
            if not _has_ended(driver):
                return driver
            await driver.close()
        return await psycopg.AsyncConnection.connect(
            conninfo.make_conninfo(self._address, **KEEPALIVES), autocommit=True, row_factory=namedtuple_row
        )


def _finish(idle: list[psycopg.AsyncConnection[Any]]) -> None:
    while idle:
        await_only(idle.pop().close())  # an AsyncEngine is disposed of in a greenlet of SQLAlchemy's


def _refuse_broken(pooled: Any, _record: object, _proxy: object) -> None:
    """Let the pool replace a connection that ended while it lay idle."""
    if _has_ended(pooled.driver_connection):
        raise DisconnectionError


def _has_ended(driver: psycopg.AsyncConnection[Any]) -> bool:
    """Tell whether a connection ended while it lay idle; asking PostgreSQL itself costs a round trip.

    PostgreSQL says nothing to an idle client except that it ends: what can be read is the end, or a notice of it.
    """
    if driver.closed:
        return True
    waiting = select.poll()
    waiting.register(driver.fileno(), select.POLLIN)
    return bool(waiting.poll(0))
