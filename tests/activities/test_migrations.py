"""The migrations make exactly the tables the code describes, and can be taken back."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlmodel import SQLModel

import models.tables
from docker.site import ROOT
from models.tables.functions import AZ_FUNCTIONS

BODIES = text("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'az\\_%' ORDER BY proname")


@pytest.fixture
def migrations(database_url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["database_url"] = database_url
    return config


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


def difference(connection: Connection) -> list[object]:
    """What a new migration would have to do, over every table of the read model."""
    for module in pkgutil.iter_modules(models.tables.__path__):
        importlib.import_module(f"models.tables.{module.name}")
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


def test_upgrade_makes_exactly_the_described_tables_and_downgrade_takes_them_back(
    migrations: Config, engine: Engine
) -> None:
    command.upgrade(migrations, "head")
    with engine.connect() as connection:
        assert difference(connection) == []
    command.downgrade(migrations, "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        assert connection.execute(BODIES).all() == []


def test_a_table_the_code_does_not_describe_is_noticed(migrations: Config, engine: Engine) -> None:
    command.upgrade(migrations, "head")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE stray (word text)"))
        assert difference(connection) != []
        connection.execute(text("DROP TABLE stray"))


def test_migrated_letters_sort_as_the_described_functions_do(migrations: Config, engine: Engine) -> None:
    command.upgrade(migrations, "head")
    with engine.begin() as connection:
        migrated = connection.execute(BODIES).all()
        for statement in AZ_FUNCTIONS:
            connection.exec_driver_sql(statement)
        assert len(migrated) == 3
        assert connection.execute(BODIES).all() == migrated
