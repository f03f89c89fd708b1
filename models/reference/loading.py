"""Reference data as shipped: courts, categories and the calendar, read from the CSV files beside this module."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.domain.applications import ApplicationKind, CourtKind
from models.domain.court_calendar import Calendar

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class CalendarDay:
    """A day that differs from its weekday: a holiday, a day off moved, or a working day given in exchange."""

    day: date
    working: bool
    name_az: str
    name_en: str
    confidence: str  # V verified, S one source, M from memory


@dataclass(frozen=True)
class Court:
    """A court; `code` are the three digits its case numbers carry (invented ones are in 900-999)."""

    id: str
    code: str
    kind: CourtKind
    name_az: str
    name_en: str
    appeal_court_id: str | None
    confidence: str  # V, S, M; "invented" where no code of the court is known


@dataclass(frozen=True)
class Category:
    """A category or, with a `parent_id`, a sub-category of disputes, offered for these kinds at these courts."""

    id: str
    parent_id: str | None
    kinds: frozenset[ApplicationKind]
    court_kinds: frozenset[CourtKind]
    name_az: str
    name_en: str
    confidence: str


def calendar_days() -> tuple[CalendarDay, ...]:
    """Read the shipped calendar."""
    return tuple(
        CalendarDay(
            day=date.fromisoformat(row["date"]),
            working=row["working"] == "1",
            name_az=row["name_az"],
            name_en=row["name_en"],
            confidence=row["confidence"],
        )
        for row in rows_of("calendar.csv")
    )


def calendar_of(days: Iterable[tuple[date, bool]]) -> Calendar:
    """Make the calendar the terms are reckoned with, from (day, is it worked) pairs."""
    listed = tuple(days)
    return Calendar(
        non_working=frozenset(day for day, working in listed if not working),
        working=frozenset(day for day, working in listed if working),
    )


def shipped_calendar() -> Calendar:
    """Return the calendar as shipped, before the court's staff edit it."""
    return calendar_of((day.day, day.working) for day in calendar_days())


def courts() -> tuple[Court, ...]:
    """Read the shipped courts."""
    return tuple(
        Court(
            id=row["id"],
            code=row["code"],
            kind=CourtKind(row["kind"]),
            name_az=row["name_az"],
            name_en=row["name_en"],
            appeal_court_id=row["appeal_court_id"] or None,
            confidence=row["confidence"],
        )
        for row in rows_of("courts.csv")
    )


def categories() -> tuple[Category, ...]:
    """Read the shipped categories, parents before their sub-categories."""
    return tuple(
        Category(
            id=row["id"],
            parent_id=row["parent_id"] or None,
            kinds=frozenset(ApplicationKind(kind) for kind in row["kinds"].split()),
            court_kinds=frozenset(CourtKind(kind) for kind in row["court_kinds"].split()),
            name_az=row["name_az"],
            name_en=row["name_en"],
            confidence=row["confidence"],
        )
        for row in rows_of("categories.csv")
    )


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file; lines beginning with # explain it to its readers."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
