"""What signing in costs: one Argon2 check, one session read, and sign-ins by password at a steady rate."""

import asyncio
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from fastapi import FastAPI
from sqlalchemy import text

from activities.passwords import HASHER
from bench.cpu import cpu_seconds, percentile
from bench.served import served
from models.db import Sessions
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.rights import RoleGrantRow
from web.deps import WebDeps
from web.passwords import password_matches
from web.sessions import find, finding, open_session

PEOPLE, RATE = 400, 20
PASSWORD = "twelve-or-more-letters"  # noqa: S105 - of accounts that live as long as the benchmark
SESSIONS = 100_000
_SESSIONS = text("""
    INSERT INTO web_session (id, handle, account_id, created_at, seen_at, flashes, device, address, agent,
                             capacity)
    SELECT encode(sha256(CAST(n AS text)::bytea), 'hex'), gen_random_uuid(), :account_id, now(), now(), '{}',
           '', '', '', 0
    FROM generate_series(1, :sessions) n""")


async def measure(
    app: FastAPI, deps: WebDeps, *, postgres: int, people: int = PEOPLE, sessions: int = SESSIONS
) -> None:
    """Print the three figures."""
    cookie, stored = await _prepare(deps.sessions, people=people, sessions=sessions)
    statement = finding(deps.unread())

    async def check() -> None:
        assert await password_matches(stored, PASSWORD)

    async def read() -> None:
        assert await find(deps.reader, statement, cookie, limits=app.state.limits)

    print("| what | CPU ms (web + PostgreSQL) | p50 ms | p95 ms |\n| --- | --- | --- | --- |")
    await _row("one Argon2 check", check, times=max(people // 7, 1), postgres=postgres)
    await _row(f"one session read among {sessions:,}", read, times=sessions // 100, postgres=postgres)
    own, theirs = time.process_time(), cpu_seconds(postgres)
    async with served(app) as address:
        median, slow = await _arrivals(address, people)
    spent = (time.process_time() - own) / people, (cpu_seconds(postgres) - theirs) / people
    _print(f"sign-in by password, {RATE} a second", spent, median=median, slow=slow)


async def _row(name: str, once: Callable[[], Awaitable[None]], *, times: int, postgres: int) -> None:
    for _ in range(20):
        await once()
    own, theirs, walls = time.process_time(), cpu_seconds(postgres), []
    for _ in range(times):
        began = time.perf_counter()
        await once()
        walls.append(1000 * (time.perf_counter() - began))
    spent = (time.process_time() - own) / times, (cpu_seconds(postgres) - theirs) / times
    _print(name, spent, median=percentile(walls, 0.5), slow=percentile(walls, 0.95))


def _print(name: str, seconds: tuple[float, float], *, median: float, slow: float) -> None:
    own, theirs = (1000 * spent for spent in seconds)
    print(f"| {name} | {own + theirs:.2f} ({own:.2f} + {theirs:.2f}) | {median:.2f} | {slow:.2f} |", flush=True)


async def _arrivals(address: str, count: int) -> tuple[float, float]:
    command = (sys.executable, "-m", "bench.arrivals", address, str(count), str(RATE), PASSWORD)
    people = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await people.communicate()
    assert people.returncode == 0
    median, slow = (float(word) for word in said.split())
    return median, slow


async def _prepare(database: Sessions, *, people: int, sessions: int) -> tuple[str, str]:
    stored = HASHER.hash(PASSWORD)
    accounts = [_account(number, stored) for number in range(people)]
    async with database.begin() as session:
        session.add_all(accounts)
        await session.flush()
        session.add_all(_grant(account.id) for account in accounts)
        await session.execute(_SESSIONS, {"account_id": accounts[0].id, "sessions": sessions})
        cookie = await open_session(session, accounts[1].id)
    return cookie, stored


def _grant(account_id: uuid.UUID) -> RoleGrantRow:
    return RoleGrantRow(
        id=uuid.uuid4(),
        account_id=account_id,
        role=Role.CLERK,
        court_id="baku-nasimi",
        reason="a benchmark",
        since=datetime.now(UTC),
    )


def _account(number: int, stored: str) -> AccountRow:
    return AccountRow(
        id=uuid.uuid4(),
        role=None,
        username=f"bench{number}",
        password_hash=stored,
        surname="Orucova",
        name="Səbinə",
        language=Language.AZ,
        created_at=datetime.now(UTC),
    )
