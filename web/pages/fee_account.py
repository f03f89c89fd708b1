"""The account of fees of one court, for its staff, or of all, for the owner (FEE-6): balances, movements, period."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.fee_ledger import NO_COURT, Account, FeeEvent
from models.domain.roles import Role
from models.domain.terms import court_day, end_of, start_of
from models.tables.claims import ClaimRow
from models.tables.fees import FeeTransferRow
from models.tables.reference import CourtRow
from web.deps import NotYoursError
from web.forms.fee_account import FeeAccountForm
from web.forms.reading import Reading
from web.language import gettext
from web.pages.court import Choice, local_name
from web.sessions import User, now
from web.words.lookup import name_of

PAGE_SIZE = 50
NOT_FILED = "-"  # the owner's choice of what stands at no court yet
DAY = timedelta(days=1)
# Each line has two sides: it leaves one account and enters another. Lines of the same two are added up first.
_BALANCES = """
    SELECT side.account, sum(side.sign * before), coalesce(sum(amount) FILTER (WHERE side.sign > 0), 0),
        coalesce(sum(amount) FILTER (WHERE side.sign < 0), 0)
    FROM (
        SELECT source, target, coalesce(sum(amount) FILTER (WHERE at < :since), 0) AS before,
            coalesce(sum(amount) FILTER (WHERE at >= :since), 0) AS amount
        FROM fee_transfer WHERE at < :until {court} GROUP BY source, target
    ) lines CROSS JOIN LATERAL (VALUES (source, -1), (target, 1)) AS side(account, sign) GROUP BY side.account"""
_OF_COURT = text(_BALANCES.format(court="AND court_id = :court"))
_OF_ALL = text(_BALANCES.format(court=""))


@dataclass(frozen=True)
class Span:
    """What is looked at: a court (None: all), from a moment to before another, perhaps one kind of movement."""

    court_id: str | None
    since: datetime
    until: datetime
    event: FeeEvent | None = None


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


async def fee_account_page(
    db: AsyncSession, user: User, form: Reading[FeeAccountForm], *, page: int = 1
) -> FeeAccountPage:
    """Return the account as it is asked for."""
    span = span_of(form, user)
    count = (await db.execute(select(func.count()).select_from(_chosen(span).subquery()))).scalar_one()
    balances = await _balances_of(db, span)
    asked = {key: typed for key, typed in form.kept.items() if key in {"court", "since", "until", "event"}}
    kept = urlencode(asked, doseq=True)
    return FeeAccountPage(
        form,
        await _court_name(db, span.court_id),
        await _courts(db) if user.role is Role.OWNER else (),
        tuple(Choice(event, name_of(event)) for event in FeeEvent),
        court_day(span.since),
        court_day(span.until - DAY),
        balances,
        sum((balance.after for balance in balances), Decimal(0)),
        await movements_of(db, span, start=(page - 1) * PAGE_SIZE, most=PAGE_SIZE),
        page,
        max(1, -(-count // PAGE_SIZE)),
        f"/fees?{kept}&page=",
        kept,
    )


async def _balances_of(db: AsyncSession, span: Span) -> tuple[Balance, ...]:
    """Return every account in the law's order, those that never moved at zero."""
    values = {"since": span.since, "until": span.until, "court": span.court_id}
    rows = await db.execute(_OF_ALL if span.court_id is None else _OF_COURT, values)
    found = {account: Balance(Account(account), before, came, went) for account, before, came, went in rows}
    zero = Decimal("0.00")
    return tuple(found.get(account, Balance(account, zero, zero, zero)) for account in Account)


async def movements_of(
    db: AsyncSession, span: Span, *, start: int = 0, most: int | None = None
) -> tuple[Movement, ...]:
    """Return the lines of the period, newest first."""
    newest = _chosen(span).order_by(col(FeeTransferRow.at).desc(), col(FeeTransferRow.id).desc())
    rows = await db.execute(newest.offset(start).limit(most))
    return tuple(
        Movement(line.at, line.event, line.receipt_number, number or "", line.source, line.target, line.amount)
        for line, number in rows
    )


def _chosen(span: Span) -> Select[FeeTransferRow, str | None]:
    line = FeeTransferRow
    query = (
        select(line, col(ClaimRow.number))
        .join_from(line, ClaimRow, col(ClaimRow.id) == col(line.claim_id), isouter=True)
        .where(col(line.at) >= span.since, col(line.at) < span.until)
    )
    if span.court_id is not None:
        query = query.where(col(line.court_id) == span.court_id)
    return query if span.event is None else query.where(col(line.event) == span.event)


async def _court_name(db: AsyncSession, court_id: str | None) -> str:
    if court_id is None:
        return gettext("All courts")
    court = await db.get(CourtRow, court_id)
    return local_name(court) if court else gettext("Not yet used at any court")


async def _courts(db: AsyncSession) -> tuple[Choice, ...]:
    rows = await db.scalars(select(CourtRow).where(col(CourtRow.active)).order_by(func.az_sort(col(CourtRow.name_az))))
    fixed = (Choice("", gettext("All courts")), Choice(NOT_FILED, gettext("Not yet used at any court")))
    return (*fixed, *(Choice(court.id, local_name(court)) for court in rows))
