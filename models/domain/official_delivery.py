"""Official delivery (rəsmi qaydada verilmə) of a court's ruling, and the term of the complaint that it starts.

A ruling is delivered to a registered person by being placed in his cabinet together with a notice by e-mail or SMS (MPM
135.5, 135.6, 135.8); a complaint may be filed within ten days from there (MPM 268), counted as every term (128-129).
"""

from collections.abc import Iterable
from datetime import datetime

from models.domain.court_calendar import Calendar
from models.domain.terms import RULING_COMPLAINT, Reckoning, court_day, reckon


def delivered_at(placed_at: datetime, told_at: Iterable[datetime]) -> datetime | None:
    """Return when a ruling was delivered; None while no e-mail or SMS has gone out: the cabinet alone is not enough.

    `told_at` are the moments at which one went out. Whichever of the two came later completed the delivery.
    """
    first = min(told_at, default=None)
    return max(placed_at, first) if first else None


def complaint_term(delivered: datetime, calendar: Calendar) -> Reckoning:
    """Return until when a complaint against a ruling may be filed that was delivered at this aware moment."""
    return reckon(court_day(delivered), RULING_COMPLAINT, calendar)
