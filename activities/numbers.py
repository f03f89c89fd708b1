"""Running numbers of applications and cases, given inside the step's transaction: none is lost, none given twice."""

import json
from datetime import datetime
from typing import Any

from models.db import Driver
from models.domain.applications import CASE_PREFIXES, CourtKind
from models.domain.case_number import electronic_case_number
from models.domain.terms import court_day

_NEXT_APPLICATION = """
    INSERT INTO application_number_counter AS counter (year, last) VALUES (%(year)s, 1)
    ON CONFLICT (year) DO UPDATE SET last = counter.last + 1 RETURNING last"""
_PREFIXES = json.dumps(CASE_PREFIXES)
_NEXT_CASE = """
    WITH here AS (SELECT id, kind, code FROM court WHERE id = %(court_id)s), counted AS (
        INSERT INTO case_number_counter AS counter (court_id, prefix, year, last)
        SELECT id, CAST(%(prefixes)s AS json) ->> kind, %(year)s, 1 FROM here
        ON CONFLICT (court_id, prefix, year) DO UPDATE SET last = counter.last + 1 RETURNING last
    )
    SELECT kind, code, last FROM here, counted"""


def next_application_number(database: Driver, *, at: datetime) -> str:
    """Return the next number of an application, ƏR-YYYY-NNNNNN, by the year in Baku."""
    year = court_day(at).year
    last = one_row(database, _NEXT_APPLICATION, year=year)
    return f"ƏR-{year}-{last[0]:06d}"


def next_case_number(database: Driver, *, court_id: str, at: datetime) -> str:
    """Return the next case number of a court by the grammar of legal-facts §3.5: e-2(006)-3432/2026."""
    year = court_day(at).year
    kind, code, last = one_row(database, _NEXT_CASE, court_id=court_id, prefixes=_PREFIXES, year=year)
    return str(electronic_case_number(CourtKind(kind), code, sequence=last, year=year))


def one_row(database: Driver, query: str, **values: object) -> tuple[Any, ...]:
    """Return the one row of a query; LookupError when there is none."""
    found: tuple[Any, ...] | None = database.execute(query, values).fetchone()
    if found is None:
        raise LookupError(values)
    return found
