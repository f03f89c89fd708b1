"""INSERT … SELECT statements that fill a table's columns: those that are not named get what the table's class gives."""

from enum import StrEnum
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import ARRAY, Column, Table, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlmodel import SQLModel

_DIALECT = PGDialect()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy


class UnfilledError(LookupError):
    """A column may not be empty, has no default, and the seeds do not name it."""


def filling(row: type[SQLModel], source: str, /, **given: str) -> TextClause:
    """Return the statement that fills a table from a FROM clause; `given` are SQL expressions by column.

    A new column with a default needs no word here; UnfilledError names one without.
    """
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel sets it at class creation
    written = dict(given)
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name in given or column.nullable or column.identity is not None:
            continue
        values[column.name] = _default(row, column)
        written[column.name] = f"CAST(:{column.name} AS {column.type.compile(_DIALECT)})"
    names, expressions = ", ".join(written), ", ".join(written.values())
    statement = text(f"INSERT INTO {table.name} ({names}) SELECT {expressions} {source}")
    return statement.bindparams(*(bindparam(name, value) for name, value in values.items()))


def _default(row: type[SQLModel], column: Column[Any]) -> Any:
    field = row.model_fields[column.name]
    value = field.default_factory() if field.default_factory else field.default  # type: ignore[call-arg]  # takes no values
    if value is PydanticUndefined:
        raise UnfilledError(f"{row.__name__}.{column.name}")
    if isinstance(value, StrEnum):
        return str(value)
    if value == []:
        return "{}" if isinstance(column.type, ARRAY) else "[]"
    return value
