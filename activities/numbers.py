"""Running numbers of applications and cases, given inside the step's transaction: none is lost, none given twice."""

from datetime import datetime
from typing import Any

from models.db import Driver
from models.domain.applications import CourtKind
from models.domain.case_number import electronic_case_number
from models.domain.terms import court_day

_NEXT_APPLICATION = """
    INSERT INTO application_number_counter AS counter (year, last) VALUES (%(year)s, 1)
    ON CONFLICT (year) DO UPDATE SET last = counter.last + 1 RETURNING last"""
_COURT = "SELECT kind, code FROM court WHERE id = %(court_id)s"
_NEXT_CASE = """
    INSERT INTO case_number_counter AS counter (court_id, prefix, year, last)
    VALUES (%(court_id)s, %(prefix)s, %(year)s, 1)
    ON CONFLICT (court_id, prefix, year) DO UPDATE SET last = counter.last + 1 RETURNING last"""


def next_application_number(database: Driver, *, at: datetime) -> str:
    """Return the next number of an application, ƏR-YYYY-NNNNNN, by the year in Baku."""
    year = court_day(at).year
    last = one_row(database, _NEXT_APPLICATION, year=year)
    return f"ƏR-{year}-{last[0]:06d}"


def next_case_number(database: Driver, *, court_id: str, at: datetime) -> str:
    """Return the next case number of a court by the grammar of legal-facts §3.5: e-2(006)-3432/2026."""
    kind, code = one_row(database, _COURT, court_id=court_id)
    court_kind, year = CourtKind(kind), court_day(at).year
    first = electronic_case_number(court_kind, code, sequence=1, year=year)
    last = one_row(database, _NEXT_CASE, court_id=court_id, prefix=first.kind, year=year)
    return str(electronic_case_number(court_kind, code, sequence=last[0], year=year))


def one_row(database: Driver, query: str, **values: object) -> tuple[Any, ...]:
    """Return the one row of a query; LookupError when there is none."""
    found: tuple[Any, ...] | None = database.execute(query, values).fetchone()
    if found is None:
        raise LookupError(values)
    return found
