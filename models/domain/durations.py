"""How long something lasts, as people say it: one number and one unit."""

from datetime import timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What a time is counted in."""

    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"


_LENGTHS = {
    Unit.DAY: timedelta(days=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.MINUTE: timedelta(minutes=1),
}


def counted(time: timedelta) -> tuple[int, Unit]:
    """Return a time in the largest unit that leaves no rest; one day is said as 24 hours, a rest of seconds is dropped.

    "24 hours" run from the minute on; "one day" could be read as lasting to the end of the next.
    """
    whole = (unit for unit, length in _LENGTHS.items() if time % length == timedelta())
    unit = next(whole, Unit.MINUTE)
    unit = Unit.HOUR if time == _LENGTHS[Unit.DAY] else unit
    return time // _LENGTHS[unit], unit
