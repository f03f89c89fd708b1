"""Jinja filters that show money, days, moments, numbers and names in the language of the request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

import jinja2
from babel.dates import get_month_names
from babel.numbers import format_decimal, get_currency_symbol, get_decimal_symbol, get_group_symbol
from jinja2.runtime import Context

from models.domain.durations import Unit, counted
from web.language import cldr, ngettext
from web.words.lookup import name_of, sentence

BAKU = ZoneInfo("Asia/Baku")
MIB = 1024 * 1024
P = ParamSpec("P")


@dataclass(frozen=True)
class _Signs:
    """What CLDR says of a language, for figures that stand on pages by the hundred: Babel reads its patterns anew."""

    separators: Mapping[int, str]
    currency: str
    months: Mapping[int, str]
    short_months: Mapping[int, str]


@cache
def _signs(locale: str) -> _Signs:
    separators = {",": get_group_symbol(locale), ".": get_decimal_symbol(locale)}
    months, short = (get_month_names(width, locale=locale) for width in ("wide", "abbreviated"))
    return _Signs(str.maketrans(separators), get_currency_symbol("AZN", locale), months, short)


def money(amount: Decimal) -> str:
    """Show AZN with two decimals: 12.400,00 ₼."""
    signs = _signs(cldr())
    return f"{f'{amount:,.2f}'.translate(signs.separators)}\u00a0{signs.currency}"


def day(value: date) -> str:
    """Show a day in words: 21 noyabr 2026. A moment is shown as its day in Baku."""
    shown = _in_baku(value)
    return f"{shown.day} {_signs(cldr()).months[shown.month]} {shown.year}"


def short_day(value: date) -> str:
    """Show a day in figures, for tables: 21.11.2026."""
    shown = _in_baku(value)
    return f"{shown.day:02}.{shown.month:02}.{shown.year}"


def day_number(value: date) -> str:
    """Show the day of the month, for a date box."""
    return str(_in_baku(value).day)


def month_name(value: date) -> str:
    """Show the month in short, for a date box: noy."""
    return _signs(cldr()).short_months[_in_baku(value).month]


def moment(value: datetime) -> str:
    """Show a day and time in Baku: 21 noyabr 2026, 14:20."""
    shown = value.astimezone(BAKU)
    return f"{shown.day} {_signs(cldr()).months[shown.month]} {shown.year}, {shown.hour:02}:{shown.minute:02}"


def clock(value: datetime) -> str:
    """Show a time of day in Baku, to the second."""
    return value.astimezone(BAKU).strftime("%H:%M:%S")


def number(value: Decimal | int) -> str:
    """Show a number with the language's separators."""
    if isinstance(value, int):
        return f"{value:,}".translate(_signs(cldr()).separators)
    return str(format_decimal(value, locale=cldr()))


def size(octets: int) -> str:
    """Show a file size in MB or KB."""
    if octets < MIB // 10:
        return f"{-(-octets // 1024)} KB"
    return f"{format_decimal(octets / MIB, '0.0', locale=cldr())} MB"


def lasting(time: timedelta) -> str:
    """Show how long something lasts: 24 saat, 7 gün."""
    count, unit = counted(time)
    match unit:
        case Unit.DAY:
            said = ngettext("%(num)s day", "%(num)s days", count)
        case Unit.HOUR:
            said = ngettext("%(num)s hour", "%(num)s hours", count)
        case Unit.MINUTE:
            said = ngettext("%(num)s minute", "%(num)s minutes", count)
    return said % {"num": count}


def initials(name: str) -> str:
    """Return the first letters of a name, i as İ; an organisation's quotation marks are none."""
    letters = (next(filter(str.isalnum, word), "") for word in name.split()[:2])
    return "".join(letters).replace("i", "İ").upper()


def spaced(code: str) -> str:
    """Put spaces between the characters, so that a screen reader says them one by one."""
    return " ".join(code)


def words(value: StrEnum) -> str:
    """Name a status, a role, a kind by the court's words (web/words)."""
    return name_of(value)


def _in_baku(value: date) -> date:
    return value.astimezone(BAKU).date() if isinstance(value, datetime) else value


def _unfolded(show: Callable[P, str]) -> Callable[Concatenate[Context, P], str]:
    """Make a filter that Jinja cannot compute while compiling: it would keep the first visitor's language for ever."""

    @jinja2.pass_context
    def shown(_context: Context, /, *args: P.args, **kwargs: P.kwargs) -> str:
        return show(*args, **kwargs)

    return shown


_SHOWN: tuple[Callable[..., str], ...] = (
    money, day, day_number, month_name, short_day, moment, clock, number, size, lasting, initials, spaced,
    words, sentence,
)  # fmt: skip
FILTERS: dict[str, Callable[..., Any]] = {show.__name__: _unfolded(show) for show in _SHOWN}
