"""Dates are read as people write them."""

from datetime import date

import pytest

from models.domain.dates import parse_day
from models.domain.errors import RuleBroken


@pytest.mark.parametrize("typed", ["31.12.2027", " 31/12/2027 ", "31-12-2027", "31 12 2027"])
def test_a_date_is_read_with_any_marks(typed: str) -> None:
    assert parse_day(typed) == date(2027, 12, 31)


@pytest.mark.parametrize("typed", ["", "2027-12-31", "31.12.27", "30.02.2027", "12.31.2027", "sabah"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="day_format"):
        parse_day(typed)
