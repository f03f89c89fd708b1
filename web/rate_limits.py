"""Counts attempts in PostgreSQL, so that limits hold across processes: one upsert a check."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import Request
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from models.db import Sessions
from models.tables.sessions import RateCountRow
from web.deps import deps_of
from web.sessions import now

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many attempts within one window, counted for each account and for each network address."""

    per_account: int
    per_address: int
    window: timedelta


LIMITS: dict[str, Limit] = {
    "sign_in": Limit(per_account=5, per_address=20, window=timedelta(minutes=5)),
    "look_up": Limit(per_account=20, per_address=60, window=timedelta(minutes=10)),  # FİN and VÖEN harvesting
    "upload": Limit(per_account=60, per_address=120, window=timedelta(minutes=10)),
    "request_pin": Limit(per_account=5, per_address=30, window=timedelta(minutes=10)),
    "email_link": Limit(per_account=5, per_address=20, window=timedelta(hours=1)),  # no mailbox is flooded through us
    "phone_code": Limit(per_account=5, per_address=20, window=timedelta(hours=1)),  # each SMS costs
    "receipt": Limit(per_account=15, per_address=45, window=timedelta(minutes=10)),  # guessing receipt numbers
    "sign_in_password": Limit(per_account=30, per_address=30, window=timedelta(minutes=5)),
    "register": Limit(per_account=5, per_address=20, window=timedelta(minutes=10)),  # guessing documents of a FİN
    "user_name": Limit(per_account=20, per_address=40, window=timedelta(minutes=10)),  # asking which names are taken
    "mail_link": Limit(per_account=3, per_address=15, window=timedelta(minutes=10)),  # filling other people's mailboxes
    "staff_link": Limit(per_account=5, per_address=60, window=timedelta(minutes=10)),  # one owner takes many in
    "use_link": Limit(per_account=10, per_address=30, window=timedelta(minutes=10)),
    "export": Limit(per_account=30, per_address=120, window=timedelta(minutes=10)),  # each may be as long as one likes
}


class TooManyTriesError(Exception):
    """The limit of an action was passed; `wait` says how long until the next window."""

    def __init__(self, wait: timedelta) -> None:
        """Keep how long to wait."""
        super().__init__(str(wait))
        self.wait = wait


async def count_try(request: Request, action: str, *, account: str | None, limit: Limit | None = None) -> None:
    """Count one attempt; TooManyTriesError past the limit. `account` is any name of what is tried, e.g. a phone."""
    limit, sessions = limit or LIMITS[action], deps_of(request).sessions_aside
    await _count(sessions, f"address:{client_address(request)}", action, at_most=limit.per_address, window=limit.window)
    if account:
        await _count(sessions, f"account:{account}", action, at_most=limit.per_account, window=limit.window)


def client_address(request: Request) -> str:
    """Return the visitor's network address, as uvicorn found it (--proxy-headers behind a proxy)."""
    return request.client.host if request.client else "unknown"


async def _count(sessions: Sessions, who: str, action: str, *, at_most: int, window: timedelta) -> None:
    at = now()
    start = datetime.fromtimestamp(at.timestamp() // window.total_seconds() * window.total_seconds(), UTC)
    row = {
        "who": hashlib.sha256(who.encode()).hexdigest(),
        "action": action,
        "window_start": start,
        "times": 1,
    }
    upsert = insert(RateCountRow).values(row)
    upsert = upsert.on_conflict_do_update(
        index_elements=["who", "action", "window_start"], set_={"times": col(RateCountRow.times) + 1}
    )
    async with sessions.begin() as session:
        times = (await session.execute(upsert.returning(col(RateCountRow.times)))).scalar_one()
        if times == 1:  # the first of a window sweeps old windows away
            await session.execute(delete(RateCountRow).where(col(RateCountRow.window_start) < at - KEPT))
    if times > at_most:
        raise TooManyTriesError(start + window - at)
