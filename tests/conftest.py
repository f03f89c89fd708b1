"""What every test may stand on: PostgreSQL and Temporal for the run, a fresh, migrated database for each module."""

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import Engine
from temporalio.testing import WorkflowEnvironment

from models.db import Sessions, engine_for, recording_engine_for, sessions_for
from tests.postgres import database, make_template, postgres_server
from tests.temporal import time_skipping_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start one PostgreSQL for the whole run, migrate its template, and return its libpq URI."""
    with postgres_server() as server:
        make_template(server)
        yield server


@pytest.fixture(scope="session")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    """Start one Temporal for the whole run: each that stands idle still takes a thirtieth of a processor."""
    async with time_skipping_server() as environment:
        yield environment


@pytest.fixture(scope="module")
def database_url(postgres: str) -> Iterator[str]:
    """Make a migrated database for the module and drop it afterwards; returns an SQLAlchemy URL."""
    with database(postgres) as url:
        yield url


@pytest.fixture(scope="module")
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    """Return a session factory on a database with every table of the read model."""
    engine = engine_for(database_url, pool=4)
    yield sessions_for(engine)
    await engine.dispose()


@pytest.fixture(scope="module")
def recording(database_url: str) -> Iterator[Engine]:
    """Return the blocking engine that steps are recorded with, on the module's database."""
    engine = recording_engine_for(database_url)
    yield engine
    engine.dispose()
