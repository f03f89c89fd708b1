"""When a ruling is delivered officially, and until when it may be complained of."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models.domain.official_delivery import complaint_term, delivered_at
from models.reference.loading import shipped_calendar

CALENDAR = shipped_calendar()
PLACED = datetime(2026, 5, 18, 9, tzinfo=UTC)


def test_what_lies_in_the_cabinet_alone_is_not_delivered() -> None:
    assert delivered_at(PLACED, []) is None


def test_the_first_letter_that_goes_out_completes_the_delivery() -> None:
    mail, sms = PLACED + timedelta(days=2), PLACED + timedelta(hours=1)
    assert delivered_at(PLACED, [mail, sms]) == sms
    assert delivered_at(PLACED, [PLACED - timedelta(seconds=1)]) == PLACED


@pytest.mark.parametrize(
    ("delivered", "tenth_day", "last_day"),
    [
        (PLACED, "2026-05-28", "2026-06-01"),  # the vector of legal-facts §2.1: holidays in between
        (datetime(2026, 10, 5, 9, tzinfo=UTC), "2026-10-15", "2026-10-15"),
        (datetime(2026, 10, 5, 20, 30, tzinfo=UTC), "2026-10-16", "2026-10-16"),  # past midnight in Baku
        (datetime(2026, 3, 10, 9, tzinfo=UTC), "2026-03-20", "2026-03-31"),  # Novruz, moved for a weekend beside it
    ],
)
def test_a_complaint_has_ten_days_and_the_next_working_day(delivered: datetime, tenth_day: str, last_day: str) -> None:
    reckoned = complaint_term(delivered, CALENDAR)
    assert reckoned.nominal_end == date.fromisoformat(tenth_day)
    assert reckoned.last_day == date.fromisoformat(last_day)
    assert reckoned.was_moved is (tenth_day != last_day)
