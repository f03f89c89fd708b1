"""Terms and their last days, against the deadline vectors of legal-facts §2.1 and the shipped calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.court_calendar import Calendar, check_entry
from models.domain.errors import RuleBroken
from models.domain.terms import (
    DECISION,
    Term,
    TermUnit,
    court_day,
    decision_due,
    end_of,
    is_in_time,
    reckon,
)
from models.reference.loading import shipped_calendar

CALENDAR = shipped_calendar()
DAYS, WORKING, MONTHS, YEARS = TermUnit.DAYS, TermUnit.WORKING_DAYS, TermUnit.MONTHS, TermUnit.YEARS


@pytest.mark.parametrize(
    ("start", "count", "unit", "nominal", "last_day"),
    [
        ("2026-01-31", 1, MONTHS, "2026-02-28", "2026-03-02"),
        ("2026-02-12", 1, MONTHS, "2026-03-12", "2026-03-12"),
        ("2026-02-20", 1, MONTHS, "2026-03-20", "2026-03-31"),
        ("2026-03-05", 20, DAYS, "2026-03-25", "2026-03-31"),
        ("2026-05-18", 10, DAYS, "2026-05-28", "2026-06-01"),
        ("2025-12-31", 2, MONTHS, "2026-02-28", "2026-03-02"),
        ("2026-03-12", 10, WORKING, "2026-04-06", "2026-04-06"),
        ("2024-02-29", 1, YEARS, "2025-02-28", "2025-02-28"),
        ("2025-11-30", 3, MONTHS, "2026-02-28", "2026-03-02"),
        ("2025-03-07", 3, DAYS, "2025-03-10", "2025-03-10"),  # a Monday worked in exchange
    ],
)
def test_last_day_follows_the_vectors(start: str, count: int, unit: TermUnit, *, nominal: str, last_day: str) -> None:
    reckoning = reckon(date.fromisoformat(start), Term(count, unit, "MPM 129"), CALENDAR)
    assert reckoning.nominal_end == date.fromisoformat(nominal)
    assert reckoning.last_day == date.fromisoformat(last_day)
    assert reckoning.was_moved is (nominal != last_day)


def test_a_day_ends_at_midnight_in_baku() -> None:
    assert end_of(date(2026, 3, 12)) == datetime(2026, 3, 12, 20, 0, tzinfo=UTC)
    assert end_of(date(2026, 3, 12)).tzinfo is UTC


def test_a_minute_before_midnight_is_in_time_and_midnight_is_not() -> None:
    day = date(2026, 3, 12)
    assert is_in_time(datetime(2026, 3, 12, 19, 59, 59, tzinfo=UTC), day)
    assert not is_in_time(datetime(2026, 3, 12, 20, 0, tzinfo=UTC), day)


def test_what_arrives_late_in_the_evening_belongs_to_the_next_day_in_baku() -> None:
    assert court_day(datetime(2026, 3, 12, 19, 59, tzinfo=UTC)) == date(2026, 3, 12)
    assert court_day(datetime(2026, 3, 12, 20, 0, tzinfo=UTC)) == date(2026, 3, 13)


def test_the_court_has_five_days_to_decide_and_holidays_prolong_them() -> None:
    assert decision_due(datetime(2026, 2, 4, 9, 0, tzinfo=UTC), CALENDAR) == end_of(date(2026, 2, 9))
    assert decision_due(datetime(2026, 3, 16, 9, 0, tzinfo=UTC), CALENDAR) == end_of(date(2026, 3, 31))
    assert decision_due(datetime(2026, 2, 4, 9, 0, tzinfo=UTC), CALENDAR, 8) == end_of(date(2026, 2, 12))
    assert DECISION.article == "MPM 151.3"


def test_a_working_saturday_counts_and_can_end_a_term() -> None:
    saturday = date(2026, 2, 14)
    calendar = Calendar(working=frozenset({saturday}))
    assert reckon(date(2026, 2, 13), Term(1, WORKING, "x"), calendar).last_day == saturday
    assert reckon(date(2026, 2, 13), Term(1, WORKING, "x"), Calendar()).last_day == date(2026, 2, 16)
    assert reckon(date(2026, 2, 4), Term(10, DAYS, "x"), calendar).last_day == saturday


def test_a_term_of_nothing_is_no_term() -> None:
    with pytest.raises(ValueError, match="at least one unit"):
        Term(0, DAYS, "MPM 129")


@settings(max_examples=100)
@given(
    st.dates(date(2025, 1, 1), date(2027, 6, 1)),
    st.integers(1, 60),
    st.sampled_from(TermUnit),
)
def test_no_term_ends_on_a_non_working_day_or_before_its_count(start: date, count: int, unit: TermUnit) -> None:
    reckoning = reckon(start, Term(count, unit, "MPM 129"), CALENDAR)
    assert CALENDAR.is_working(reckoning.last_day)
    assert reckoning.last_day >= reckoning.nominal_end > start
    passed_over = (reckoning.last_day - reckoning.nominal_end).days
    assert not any(CALENDAR.is_working(reckoning.nominal_end + timedelta(days=n)) for n in range(passed_over))


@settings(max_examples=60)
@given(st.dates(date(2025, 1, 1), date(2027, 6, 1)), st.integers(1, 60))
def test_working_days_between_start_and_end_are_as_many_as_the_term(start: date, count: int) -> None:
    end = reckon(start, Term(count, WORKING, "MPM 129"), CALENDAR).last_day
    assert sum(CALENDAR.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1)) == count


def test_one_day_the_other_way_round_leaves_all_other_days_as_they_were() -> None:
    saturday = date(2026, 11, 28)
    worked = CALENDAR.with_day(saturday, working=True)
    assert worked.is_working(saturday)
    assert worked.with_day(saturday, working=False).is_working(saturday) is False
    assert worked.non_working == CALENDAR.non_working


def test_no_day_that_is_over_and_no_worked_weekday_is_entered() -> None:
    today, saturday = date(2026, 11, 21), date(2026, 11, 28)
    check_entry(today, working=True, today=today)  # a Saturday
    check_entry(saturday, working=False, today=today)  # a holiday may fall on it
    with pytest.raises(RuleBroken, match="calendar_day_past"):
        check_entry(date(2026, 11, 20), working=False, today=today)
    with pytest.raises(RuleBroken, match="calendar_day_as_weekday"):
        check_entry(date(2026, 11, 23), working=True, today=today)
