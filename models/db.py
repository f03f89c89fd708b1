"""Engine and sessions: one database engine everywhere, PostgreSQL by psycopg."""

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

Sessions = async_sessionmaker[AsyncSession]


def engine_for(url: str, *, pool: int = 8) -> AsyncEngine:
    """Return an engine that checks a pooled connection before use, so a restarted server costs one retry."""
    return create_async_engine(url, pool_size=pool, max_overflow=2, pool_pre_ping=True, pool_recycle=1800)


def sessions_for(engine: AsyncEngine) -> Sessions:
    """Return the session factory; objects stay readable after commit."""
    return async_sessionmaker(engine, expire_on_commit=False)
