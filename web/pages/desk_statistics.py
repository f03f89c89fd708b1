"""The work of a registry over a period: received, decided, how fast, how late, sent back on what grounds, by whom."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.terms import court_day, end_of, start_of
from web.forms.clerk import PeriodForm
from web.forms.reading import Reading
from web.language import gettext
from web.pages.desk import court_name
from web.pages.return_places import ground_shown
from web.sessions import User, now
from web.visibility import AT_COURT

PERIOD = timedelta(days=29)
DAY = timedelta(days=1)
_RECEIVED = text("""
    SELECT count(*) FROM claim WHERE court_id = :court AND status = ANY (:at_court)
        AND sent_at >= :since AND sent_at < :until""")
# What counts is when a decision was taken; one that rests or was undone is none yet.
_LEFT = "d.court_id = :court AND d.left_at IS NOT NULL AND d.decided_at >= :since AND d.decided_at < :until"
_SUMS = """count(*) AS decided, count(*) FILTER (WHERE d.act = 'accept') AS accepted,
    count(*) FILTER (WHERE d.act = 'return') AS returned, count(*) FILTER (WHERE d.act = 'decline') AS declined,
    count(*) FILTER (WHERE d.act = 'deem_accepted') AS deemed,
    count(*) FILTER (WHERE claim.overdue OR d.decided_at >= claim.decide_by) AS overdue,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY d.decided_at - claim.sent_at) AS median"""
# Of all together and of each clerk, over filings read once; that of all comes first, then who decided most. Not every
# decision is an account's: where nobody decided in time there is none.
_WORK = f"""
    SELECT work.*, account.name || ' ' || account.surname AS clerk FROM (
        SELECT d.account_id, grouping(d.account_id) = 1 AS is_whole, {_SUMS}
        FROM court_decision d JOIN claim ON claim.id = d.claim_id WHERE {_LEFT}
        GROUP BY GROUPING SETS ((), (d.account_id))
    ) AS work LEFT JOIN account ON account.id =
        CASE WHEN pg_input_is_valid(work.account_id, 'uuid') THEN CAST(work.account_id AS uuid) END
    ORDER BY is_whole DESC, decided DESC, clerk"""  # noqa: S608 - our own words
_BY_GROUND = f"""
    SELECT d.act, code, count(*) AS number FROM court_decision d, unnest(d.grounds) AS code
    WHERE {_LEFT} GROUP BY d.act, code ORDER BY d.act DESC, number DESC, code"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Work:
    """Decisions that have left; `median` is the time from receiving to deciding, None when nothing was decided."""

    clerk: str
    decided: int
    accepted: int
    returned: int
    declined: int
    deemed: int
    overdue: int
    median: timedelta | None


@dataclass(frozen=True)
class GroundCount:
    """How often a return, or a refusal to accept, named a ground."""

    words: str
    article: str
    number: int


@dataclass(frozen=True)
class StatisticsPage:
    """The desk's work over a period, both days included."""

    court: str
    form: Reading[PeriodForm]
    since: date
    until: date
    received: int
    whole: Work
    clerks: tuple[Work, ...]
    grounds: tuple[GroundCount, ...]


async def statistics_page(db: AsyncSession, user: User, form: Reading[PeriodForm]) -> StatisticsPage:
    """Return the work of the person's court; the last thirty days unless the form names others."""
    given = form.value if form.ok else PeriodForm()
    until = given.until or court_day(now())
    since = given.since or until - PERIOD
    values = {"court": user.court_id, "since": start_of(since), "until": end_of(until)}
    arrived = values | {"at_court": sorted(AT_COURT)}
    received = (await db.execute(_RECEIVED, arrived)).scalar_one()
    whole, *clerks = (await db.execute(text(_WORK), values)).all()
    counted = (await db.execute(text(_BY_GROUND), values)).all()
    grounds = tuple(
        GroundCount(shown.words, shown.article, number)
        for shown, number in ((ground_shown(code), number) for _, code, number in counted)
        if shown.words
    )
    nobody = gettext("Nobody: deemed accepted")
    by_clerk = tuple(_work((row.clerk or "—") if row.account_id else nobody, row) for row in clerks)
    return StatisticsPage(await court_name(db, user), form, since, until, received, _work("", whole), by_clerk, grounds)


def _work(clerk: str, row: Any) -> Work:
    # A median of days and odd minutes says no more than its hours.
    length = timedelta(hours=1) if row.median and row.median >= DAY else timedelta(minutes=1)
    median = None if row.median is None else max(length, round(row.median / length) * length)
    return Work(clerk, row.decided, row.accepted, row.returned, row.declined, row.deemed, row.overdue, median)
