"""The court calendar: which days are working days, as a value made of data that the court's staff can edit."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.domain.errors import RuleBroken

SATURDAY, SUNDAY = 5, 6
MOST_DAYS_OFF = 31  # entered at once: no holiday is longer, and a mistyped year is
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

    def with_day(self, day: date, *, working: bool) -> "Calendar":
        """Return the calendar in which this day is worked, or is not."""
        non_working, others = self.non_working - {day}, self.working - {day}
        if working:
            return replace(self, non_working=non_working, working=others | {day})
        return replace(self, non_working=non_working | {day}, working=others)

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


def check_entry(day: date, *, working: bool, today: date) -> None:
    """Check what the owner enters for a day.

    Raises RuleBroken `calendar_day_past` for a day that is over, since terms were reckoned by it, and
    `calendar_day_as_weekday` when a day is entered as worked that is worked by its weekday.
    """
    if day < today:
        raise RuleBroken("calendar_day_past")
    if working and Calendar().is_working(day):
        raise RuleBroken("calendar_day_as_weekday")


def days_off(first: date, last: date, *, today: date) -> tuple[date, ...]:
    """Return the days of a holiday that the owner enters at once, e.g. those of Novruz; both ends are among them.

    Raises RuleBroken `days_off_backwards`, `days_off_past` for a first day that is over, and `days_off_too_many`.
    """
    if last < first:
        raise RuleBroken("days_off_backwards")
    if first < today:
        raise RuleBroken("days_off_past")
    if (last - first).days >= MOST_DAYS_OFF:
        raise RuleBroken("days_off_too_many", {"most": str(MOST_DAYS_OFF)})
    return tuple(first + number * _DAY for number in range((last - first).days + 1))
