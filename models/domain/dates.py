"""Dates as people type them."""

import re
from datetime import date

from models.domain.errors import RuleBroken

_TYPED = re.compile(r"(?P<day>[0-9]{1,2})[./\-\s]+(?P<month>[0-9]{1,2})[./\-\s]+(?P<year>[0-9]{4})")


def parse_day(text: str) -> date:
    """Return the date written as 31.12.2027 or with other marks; RuleBroken `day_format` when it is none."""
    typed = _TYPED.fullmatch(text.strip())
    if typed is None:
        raise RuleBroken("day_format")
    try:
        return date(int(typed["year"]), int(typed["month"]), int(typed["day"]))
    except ValueError as no_such_day:
        raise RuleBroken("day_format") from no_such_day
