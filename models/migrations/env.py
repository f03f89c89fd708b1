"""Alembic's entry: runs the migrations over one connection, against the metadata of every table of the read model."""

import importlib
import os
import pkgutil

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

import models.tables

ONE_AT_A_TIME = 0x44495641_4E  # advisory lock: two migration jobs must not meet


def database_url() -> str:
    """Return the address a caller set, else that of the environment; the other settings are of no concern here."""
    return context.config.attributes.get("database_url") or os.environ["DIVAN_DATABASE_URL"]


def run() -> None:
    """Run the asked migrations in one transaction, or print their SQL when offline."""
    for module in pkgutil.iter_modules(models.tables.__path__):
        importlib.import_module(f"models.tables.{module.name}")
    if context.is_offline_mode():
        context.configure(url=database_url(), target_metadata=SQLModel.metadata, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    engine = create_engine(database_url(), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        context.configure(connection=connection, target_metadata=SQLModel.metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()


run()
