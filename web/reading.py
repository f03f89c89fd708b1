"""Statements of the pages that everybody opens, made once as text: building one costs more than its answer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Exists,
    Select,
    SQLColumnExpression,
    String,
    any_,
    exists,
    literal,
    literal_column,
)
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from models.db import Reader

_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Written:
    """A statement as the driver takes it."""

    sql: bytes

    async def rows(self, reader: Reader, asked: Mapping[str, object]) -> Sequence[Any]:
        """Run it with the values that are asked for; rows are named tuples of the driver's plain types."""
        return await reader.rows(self.sql, asked)


def written(statement: Select[*tuple[Any, ...]]) -> Written:
    """Return a statement as text; a `bindparam` without a value is asked for each time.

    What never changes is spelled out: PostgreSQL makes one plan for all values, and guesses wrong of one it cannot see.
    """
    dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    compiled = statement.compile(dialect=dialect)
    known = {name: _spelled(value) for name, value in compiled.params.items() if value is not None}
    return Written(_PLACE.sub(lambda place: known.get(place[1], place[0]), str(compiled)).encode())


def among(column: SQLColumnExpression[Any], words: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of these words: `in_` is spelled out only when it is run."""
    return column == any_(literal([str(word) for word in words], ARRAY(String)))


def looked_up(rows: Select[*tuple[Any, ...]]) -> Exists:
    """Return the condition that there is such a row, looked for beside each one that asks.

    The offset keeps it so: joined, PostgreSQL's one plan for all values may read everything that fits first.
    """
    return exists(rows.offset(literal_column("0")))


def _spelled(value: object) -> str:
    """Return a value as SQL; a member of an enumeration is its word."""
    return sql.Literal(str(value) if isinstance(value, str) else value).as_string().replace("%", "%%")
