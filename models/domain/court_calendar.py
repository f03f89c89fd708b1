"""The court calendar: which days are working days, as a value made of data that the court's staff can edit."""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY, SUNDAY = 5, 6
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Working and non-working days (Labour Code 105; legal-facts §2.7).

    `non_working` are holidays and days off given in exchange; `working` are weekend days on which work is done;
    `weekend` holds weekdays, Monday being 0. A day named as working is working whatever else is said of it.
    """

    non_working: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    def is_working(self, day: date) -> bool:
        """Say whether the court works on this day."""
        if day in self.working:
            return True
        return day not in self.non_working and day.weekday() not in self.weekend

    def working_day_from(self, day: date) -> date:
        """Return the day itself when it is a working day, else the next one that is (MPM 129.2)."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; the day itself is not counted (MPM 128.3)."""
        for _ in range(count):
            day = self.working_day_from(day + _DAY)
        return day
