"""Procedural terms (prosessual müddətlər): when they end, and how that was reckoned (MPM 128-133; İPM 22.2)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.domain.court_calendar import Calendar

BAKU = ZoneInfo("Asia/Baku")
_MONTHS = 12


class TermUnit(StrEnum):
    """What a term is counted in; "gün" is a calendar day unless the text says "iş günü"."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Term:
    """A term of the law: so many units, by which article."""

    count: int
    unit: TermUnit
    article: str

    def __post_init__(self) -> None:
        """Refuse a term of nothing: that is a mistake of ours, not of a person."""
        if self.count < 1:
            raise ValueError(f"a term counts at least one unit, not {self.count}")


@dataclass(frozen=True)
class Reckoning:
    """How one term was reckoned, so that a page can show its arithmetic.

    `start` is the day of the event, which does not count; `nominal_end` is where counting led; `last_day` is that day
    or, when it is not a working day, the next working day.
    """

    term: Term
    start: date
    nominal_end: date
    last_day: date

    @property
    def was_moved(self) -> bool:
        """Say whether the last day fell on a non-working day (MPM 129.2)."""
        return self.last_day != self.nominal_end

    @property
    def ends_at(self) -> datetime:
        """Return the aware UTC moment at which the term is over."""
        return end_of(self.last_day)


DECISION = Term(5, TermUnit.DAYS, "MPM 151.3")  # return or refuse, else deemed accepted
OBJECTION = Term(20, TermUnit.DAYS, "MPM 154.1")
APPEAL = Term(1, TermUnit.MONTHS, "MPM 360")
RULING_COMPLAINT = Term(10, TermUnit.DAYS, "MPM 268")
CASSATION = Term(2, TermUnit.MONTHS, "MPM 405")
SMALL_CLAIM_REFUSAL = Term(5, TermUnit.WORKING_DAYS, "MPM 284-4.2")
COURT_ORDER_REFUSAL = Term(3, TermUnit.DAYS, "MPM 279.3")


def reckon(start: date, term: Term, calendar: Calendar) -> Reckoning:
    """Count a term from the day after `start` to its last day (MPM 128.3, 129.1, 129.2)."""
    nominal = _nominal_end(start, term, calendar)
    return Reckoning(term, start, nominal, calendar.working_day_from(nominal))


def start_of(day: date) -> datetime:
    """Return 0:00 of a day in Baku as an aware UTC moment."""
    return end_of(day - timedelta(days=1))


def end_of(day: date) -> datetime:
    """Return 24:00 of a day in Baku as an aware UTC moment (MPM 129.3): what arrives before it is in time."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=BAKU).astimezone(UTC)


def court_day(at: datetime) -> date:
    """Return the date in Baku of an aware moment: the day from which a term that it starts is counted."""
    return at.astimezone(BAKU).date()


def is_in_time(at: datetime, last_day: date) -> bool:
    """Say whether an act received at this aware moment kept a term ending on `last_day` (MPM 129.3)."""
    return at < end_of(last_day)


def decision_due(received_at: datetime, calendar: Calendar, days: int = DECISION.count) -> datetime:
    """Return when the court's time to return or refuse an application is over (MPM 151.3), as an aware UTC moment."""
    return reckon(court_day(received_at), Term(days, DECISION.unit, DECISION.article), calendar).ends_at


def _nominal_end(start: date, term: Term, calendar: Calendar) -> date:
    match term.unit:
        case TermUnit.DAYS:
            return start + timedelta(days=term.count)
        case TermUnit.WORKING_DAYS:
            return calendar.add_working_days(start, term.count)
        case TermUnit.MONTHS:
            return _months_later(start, term.count)
        case TermUnit.YEARS:
            return _months_later(start, term.count * _MONTHS)


def _months_later(start: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day when it has no such day (MPM 129.1)."""
    years, month = divmod(start.month - 1 + months, _MONTHS)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
