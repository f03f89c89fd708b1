"""Slows down guessing of passwords: each failure of an account doubles the wait before its next try is looked at."""

import hashlib
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from models.db import Sessions
from models.tables.registrations import SlowDownRow
from web.rate_limits import TooManyTriesError
from web.sessions import now

FREE: Final = 4  # failures before the first wait
LONGEST: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(days=1)


async def take_try(sessions: Sessions, account: str) -> None:
    """Count a try before it is looked at; TooManyTriesError while the account's wait lasts, right password or not.

    Counted first, so that a hundred tries at once are not a hundred looks. `account` is what was typed, known or not.
    """
    at, who = now(), _who(account)
    row = SlowDownRow
    failures = col(row.failures) + 1
    # nothing for the first, then 1, 3, 7, 15 … seconds
    wait = func.make_interval(0, 0, 0, 0, 0, 0, func.power(2, func.least(func.greatest(failures - FREE, 0), 20)) - 1)
    next_at = func.least(at + wait, at + LONGEST)
    upsert = insert(row).values(who=who, failures=1, next_at=at)
    upsert = upsert.on_conflict_do_update(
        index_elements=["who"],
        set_={"failures": failures, "next_at": next_at},
        where=col(row.next_at) <= at,
    )
    async with sessions.begin() as session:
        await session.execute(delete(row).where(col(row.next_at) < at - FORGOTTEN_AFTER))
        taken = (await session.execute(upsert.returning(col(row.failures)))).first()
        due = (await session.execute(select(col(row.next_at)).where(col(row.who) == who))).scalar_one()
    if taken is None:
        raise TooManyTriesError(max(due - at, timedelta(seconds=1)))


async def forget_failures(sessions: Sessions, account: str) -> None:
    """Begin anew after the right password."""
    async with sessions.begin() as session:
        await session.execute(delete(SlowDownRow).where(col(SlowDownRow.who) == _who(account)))


def _who(account: str) -> str:
    return hashlib.sha256(account.strip().lower().encode()).hexdigest()
