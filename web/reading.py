"""Statements of the pages that everybody opens, made once as text: building one costs more than its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from models.db import Reader


@dataclass(frozen=True)
class Written:
    """A statement as the driver takes it, with the values that never change."""

    sql: bytes
    fixed: Mapping[str, str]

    async def rows(self, reader: Reader, asked: Mapping[str, object]) -> Sequence[Any]:
        """Run it with the values that are asked for; rows are named tuples of the driver's plain types."""
        return await reader.rows(self.sql, {**self.fixed, **asked})


def written(statement: Select[*tuple[Any, ...]]) -> Written:
    """Return a statement as text; a `bindparam` without a value is asked for each time."""
    compiled = statement.compile(dialect=PGDialect_psycopg())  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    fixed = {name: str(value) for name, value in compiled.params.items() if value is not None}
    return Written(str(compiled).encode(), fixed)
