"""The account of fees of one court, for its staff, or of all, for the owner (FEE-6): balances, movements, period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, DateTime, Integer, Select, String, bindparam, func, literal_column, select
from sqlmodel import col

from models.db import Reader
from models.domain.fee_ledger import NO_COURT, Account, FeeEvent
from models.domain.languages import Language
from models.domain.roles import Role
from models.domain.terms import court_day, end_of, start_of
from models.tables.claims import ClaimRow
from models.tables.fees import EVERYWHERE, FeeTransferRow
from models.tables.reference import CourtRow
from web.deps import NotYoursError
from web.forms.fee_account import FeeAccountForm
from web.forms.reading import Reading
from web.language import current_language, gettext
from web.pages.court import Choice
from web.reading import Written, written
from web.sessions import User, now
from web.words.lookup import name_of

PAGE_SIZE = 50
NOT_FILED = "-"  # the owner's choice of what stands at no court yet
DAY = timedelta(days=1)
Lines = Select[*tuple[Any, ...]]
# Each movement has two sides: it leaves one account and enters another. Days of the same two are added up first.
_BALANCES = Written(b"""
    SELECT side.account, sum(side.sign * before) AS before,
        coalesce(sum(amount) FILTER (WHERE side.sign > 0), 0) AS came,
        coalesce(sum(amount) FILTER (WHERE side.sign < 0), 0) AS went
    FROM (
        SELECT source, target, coalesce(sum(amount) FILTER (WHERE day < %(first)s), 0) AS before,
            coalesce(sum(amount) FILTER (WHERE day >= %(first)s), 0) AS amount
        FROM fee_day WHERE court_id = %(place)s AND day < %(beyond)s GROUP BY source, target
    ) days CROSS JOIN LATERAL (VALUES (source, -1), (target, 1)) AS side(account, sign) GROUP BY side.account""")
_COUNTED = Written(b"""
    SELECT coalesce(sum(lines), 0) AS number FROM fee_day
    WHERE court_id = %(place)s AND day >= %(first)s AND day < %(beyond)s AND event = coalesce(%(event)s, event)""")


@dataclass(frozen=True)
class Span:
    """What is looked at: a court (None: all), from a moment to before another, perhaps one kind of movement."""

    court_id: str | None
    since: datetime
    until: datetime
    event: FeeEvent | None = None

    @property
    def by(self) -> frozenset[str]:
        """Return by what it is narrowed."""
        asked = {"court": self.court_id is not None, "event": self.event is not None}
        return frozenset(name for name, is_asked in asked.items() if is_asked)


@dataclass(frozen=True)
class Balance:
    """One account over the period. AZN."""

    account: Account
    before: Decimal
    came: Decimal
    went: Decimal

    @property
    def after(self) -> Decimal:
        """Return what stands there at the end."""
        return self.before + self.came - self.went


@dataclass(frozen=True)
class Movement:
    """One line of the account; `application` is its number where a step of one moved the money."""

    at: datetime
    event: FeeEvent
    receipt_number: str
    application: str
    source: Account
    target: Account
    amount: Decimal


@dataclass(frozen=True)
class FeeAccountPage:
    """Balances and movements; `total` is zero, or the account is out of balance."""

    form: Reading[Any]
    court: str
    courts: tuple[Choice, ...]
    events: tuple[Choice, ...]
    first: date
    last_day: date
    balances: tuple[Balance, ...]
    total: Decimal
    movements: tuple[Movement, ...]
    now: int
    last: int
    pages: str
    export: str


def span_of(form: Reading[FeeAccountForm], user: User) -> Span:
    """Return what a person asks for: a clerk his own court, the owner any; this month where no day is named."""
    asked = form.value if form.ok else FeeAccountForm()
    today = court_day(now())
    since, until = asked.since or today.replace(day=1), asked.until or today
    court_id: str | None = user.court_id
    if user.role is Role.OWNER:
        court_id = NO_COURT if asked.court == NOT_FILED else asked.court or None
    elif not court_id:
        raise NotYoursError
    return Span(court_id, start_of(since), end_of(until), asked.event)


async def fee_account_page(read: Reader, user: User, form: Reading[FeeAccountForm], *, page: int = 1) -> FeeAccountPage:
    """Return the account as it is asked for."""
    span = span_of(form, user)
    count = (await _COUNTED.rows(read, _values(span)))[0].number
    balances = await _balances_of(read, span)
    asked = {key: typed for key, typed in form.kept.items() if key in {"court", "since", "until", "event"}}
    kept = urlencode(asked, doseq=True)
    return FeeAccountPage(
        form,
        await _court_name(read, span.court_id),
        await _courts(read) if user.role is Role.OWNER else (),
        tuple(Choice(event, name_of(event)) for event in FeeEvent),
        court_day(span.since),
        court_day(span.until - DAY),
        balances,
        sum((balance.after for balance in balances), Decimal(0)),
        _movements(await _page(span.by).rows(read, _values(span) | {"start": (page - 1) * PAGE_SIZE})),
        page,
        max(1, -(-count // PAGE_SIZE)),
        f"/fees?{kept}&page=",
        kept,
    )


def _values(span: Span) -> dict[str, object]:
    place = EVERYWHERE if span.court_id is None else span.court_id
    days = {"place": place, "first": court_day(span.since), "beyond": court_day(span.until)}
    return days | {"since": span.since, "until": span.until, "court": span.court_id, "event": span.event}


async def _balances_of(read: Reader, span: Span) -> tuple[Balance, ...]:
    """Return every account in the law's order, those that never moved at zero."""
    rows = await _BALANCES.rows(read, _values(span))
    found = {row.account: Balance(Account(row.account), row.before, row.came, row.went) for row in rows}
    zero = Decimal("0.00")
    return tuple(found.get(account, Balance(account, zero, zero, zero)) for account in Account)


async def movements_of(read: Reader, span: Span) -> tuple[Movement, ...]:
    """Return the lines of the period, newest first."""
    return _movements(await _all(span.by).rows(read, _values(span)))


def _movements(rows: Sequence[Any]) -> tuple[Movement, ...]:
    events, accounts = {str(one): one for one in FeeEvent}, {str(one): one for one in Account}
    return tuple(
        Movement(
            line.at,
            events[line.event],
            line.receipt_number,
            line.application or "",
            accounts[line.source],
            accounts[line.target],
            line.amount,
        )
        for line in rows
    )


@cache
def _all(by: frozenset[str]) -> Written:
    return written(_newest(by))


@cache
def _page(by: frozenset[str]) -> Written:
    start = bindparam("start", type_=Integer)
    return written(_newest(by).offset(start).limit(literal_column(str(PAGE_SIZE))))


def _newest(by: frozenset[str]) -> Lines:
    line = FeeTransferRow
    moved = (col(line.at), col(line.event), col(line.receipt_number), col(line.source), col(line.target))
    return (
        select(*moved, col(line.amount), col(ClaimRow.number).label("application"))
        .join_from(line, ClaimRow, col(ClaimRow.id) == col(line.claim_id), isouter=True)
        .where(*_chosen(by))
        .order_by(col(line.at).desc(), col(line.id).desc())
    )


def _chosen(by: frozenset[str]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on FeeTransferRow of a span narrowed by these."""
    line = FeeTransferRow
    since, until = (bindparam(name, type_=DateTime(timezone=True)) for name in ("since", "until"))
    narrowed = {
        "court": col(line.court_id) == bindparam("court", type_=String),
        "event": col(line.event) == bindparam("event", type_=String),
    }
    return col(line.at) >= since, col(line.at) < until, *(narrowed[name] for name in sorted(by))


async def _court_name(read: Reader, court_id: str | None) -> str:
    if court_id is None:
        return gettext("All courts")
    rows = await _court(current_language()).rows(read, {"court": court_id})
    return str(rows[0].name) if rows else gettext("Not yet used at any court")


async def _courts(read: Reader) -> tuple[Choice, ...]:
    rows = await _every_court(current_language()).rows(read, {})
    fixed = (Choice("", gettext("All courts")), Choice(NOT_FILED, gettext("Not yet used at any court")))
    return (*fixed, *(Choice(court.id, court.name) for court in rows))


@cache
def _court(language: Language) -> Written:
    return written(select(_name(language)).where(col(CourtRow.id) == bindparam("court", type_=String)))


@cache
def _every_court(language: Language) -> Written:
    courts = select(col(CourtRow.id), _name(language)).where(col(CourtRow.active))
    return written(courts.order_by(func.az_sort(col(CourtRow.name_az))))


def _name(language: Language) -> ColumnElement[str]:
    return (col(CourtRow.name_en) if language is Language.EN else col(CourtRow.name_az)).label("name")
