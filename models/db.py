"""Engine and sessions: one database engine everywhere, PostgreSQL by psycopg."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

Sessions = async_sessionmaker[AsyncSession]
Driver = psycopg.AsyncConnection[Any]


def engine_for(url: str, *, pool: int = 8) -> AsyncEngine:
    """Return an engine that checks a pooled connection before use, so a restarted server costs one retry."""
    return create_async_engine(url, pool_size=pool, max_overflow=2, pool_pre_ping=True, pool_recycle=1800)


def sessions_for(engine: AsyncEngine) -> Sessions:
    """Return the session factory; objects stay readable after commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def one_transaction(sessions: Sessions) -> AsyncIterator[Driver]:
    """Give the driver's own connection in one transaction, its statements sent in as few round trips as they allow.

    For the few statements that every step of every filing runs: there SQLAlchemy costs more than PostgreSQL itself
    (bench/RESULTS.md). Committed when the block ends, undone when it raises.
    """
    async with sessions.kw["bind"].connect() as pooled:
        driver: Driver = (await pooled.get_raw_connection()).driver_connection
        async with driver.pipeline(), driver.transaction():
            yield driver
