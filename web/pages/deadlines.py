"""A term as a page shows it: its last day, the days left, never colour alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.domain.terms import court_day
from web.language import gettext, ngettext

_BLINK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Deadline:
    """A last day and how far it is."""

    last_day: date
    text: str
    late: bool
    soon: bool


def deadline_of(ends_at: datetime | None, *, at: datetime) -> Deadline | None:
    """Return how a term that is over at `ends_at` (24:00 of its last day) stands; None when no term runs."""
    if ends_at is None:
        return None
    last_day = court_day(ends_at - _BLINK)
    left = (last_day - court_day(at)).days
    return Deadline(last_day, _text(left), late=left < 0, soon=left in (0, 1))


def _text(left: int) -> str:
    if left < 0:
        return ngettext("%(num)s day late", "%(num)s days late", -left) % {"num": -left}
    if left == 0:
        return gettext("today is the last day")
    return ngettext("%(num)s day left", "%(num)s days left", left) % {"num": left}
