"""Engine and sessions: one database engine everywhere, PostgreSQL by psycopg."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from sqlalchemy import Engine, create_engine
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

Sessions = async_sessionmaker[AsyncSession]
Driver = psycopg.Connection[Any]


def engine_for(url: str, *, pool: int = 8) -> AsyncEngine:
    """Return an engine that checks a pooled connection before use, so a restarted server costs one retry."""
    return create_async_engine(url, pool_size=pool, max_overflow=2, pool_pre_ping=True, pool_recycle=1800)


def sessions_for(engine: AsyncEngine) -> Sessions:
    """Return the session factory; objects stay readable after commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


def recording_engine_for(url: str, *, pool: int = 16) -> Engine:
    """Return the engine for recording steps: blocking, for activities that run in threads.

    No check before use: a connection that a restarted server broke fails its first step, which is then tried again.
    """
    # The same few statements come again and again: each connection plans them once.
    return create_engine(
        url,
        pool_size=pool,
        max_overflow=0,
        pool_recycle=1800,
        isolation_level="AUTOCOMMIT",
        connect_args={"prepare_threshold": 0},
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
