"""A time is said in one number and one unit."""

from datetime import timedelta

import pytest

from models.domain.durations import Unit, counted


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(days=7), (7, Unit.DAY)),
        (timedelta(days=1), (24, Unit.HOUR)),
        (timedelta(hours=36), (36, Unit.HOUR)),
        (timedelta(hours=1), (1, Unit.HOUR)),
        (timedelta(minutes=90), (90, Unit.MINUTE)),
        (timedelta(seconds=90), (1, Unit.MINUTE)),
    ],
)
def test_the_largest_unit_without_a_rest_is_chosen(time: timedelta, said: tuple[int, Unit]) -> None:
    assert counted(time) == said
