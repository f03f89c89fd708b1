"""A litigant's list of 25 among 100,000 filings: CPU a page, beside a page without a query in the same run.

The application runs in this process, without a network; PostgreSQL's share is counted by its process.
"""

import time
import uuid
from datetime import UTC, datetime

import httpx2
from fastapi import FastAPI
from sqlalchemy import text

from bench.cpu import cpu_seconds
from models.db import Sessions
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from web.sessions import open_session
from web.visit import cookie_name

FILINGS, MINE, PAGES = 100_000, 400, 150
FILER = "9LS7T8Z"  # nobody of the other benchmarks
_DRAFTS = text("""
    INSERT INTO draft (claim_id, filer_fin, version, touched_at, court_id, kind, category_id, heading, body,
                       interim_measures, is_dwelling, receipt_number, exemption_code)
    SELECT 'list-' || n, CASE WHEN n % :each = 0 THEN :filer ELSE 'X' || lpad(to_hex(n), 6, '0') END, 1,
           now() - n * interval '1 minute', 'baku-nasimi', 'claim', 'contract_debt.loan', 'Borcun tələb edilməsi ' || n,
           'Mətn', '', false, '', ''
    FROM generate_series(1, :filings) n""")
_CLAIMS = text("""
    INSERT INTO claim (id, number, filer_fin, status, revision, version, content_sha256, court_id, receipt_number,
                       opened_at, updated_at, overdue, reason_code, reason, reason_by, case_number)
    SELECT claim_id, 'B' || claim_id, filer_fin,
           (ARRAY['draft', 'sent', 'accepted', 'returned'])[1 + abs(hashtext(claim_id)) % 4], 1, 1, '', court_id, '',
           touched_at, touched_at, false, '', '', '', ''
    FROM draft WHERE claim_id LIKE 'list-%'""")


async def measure(app: FastAPI, sessions: Sessions, *, postgres: int) -> None:
    """Seed the filings, then print CPU ms and latency of the list and of a page without a query."""
    cookie = await _prepare(sessions)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://divan.example") as browser:
        browser.cookies.set(cookie_name(secure=False), cookie)
        await _rounds(browser, "/claims", rows=True, pages=20)
        print("| page | CPU ms a page (web + PostgreSQL) | p50 ms |\n| --- | --- | --- |")
        for name, path in (("help page, no query of its own", "/help"), ("25 of 100,000 filings", "/claims")):
            before = cpu_seconds(postgres)
            own, wall = await _rounds(browser, path, rows=path == "/claims", pages=PAGES)
            theirs = 1000 * (cpu_seconds(postgres) - before) / PAGES
            print(f"| {name} | {own + theirs:.2f} ({own:.2f} + {theirs:.2f}) | {wall:.2f} |", flush=True)


async def _prepare(sessions: Sessions) -> str:
    account = AccountRow(
        id=uuid.uuid4(),
        role=Role.LITIGANT,
        fin=FILER,
        surname="Nağıyeva",
        name="Lalə",
        language=Language.AZ,
        created_at=datetime.now(UTC),
    )
    async with sessions.begin() as session:
        await session.execute(_DRAFTS, {"filings": FILINGS, "each": FILINGS // MINE, "filer": FILER})
        await session.execute(_CLAIMS)
        session.add(account)
        await session.flush()
        cookie = await open_session(session, account.id)
    async with sessions() as session:
        await session.execute(text("ANALYZE"))
        await session.commit()
    return cookie


async def _rounds(browser: httpx2.AsyncClient, path: str, *, rows: bool, pages: int) -> tuple[float, float]:
    """Fetch a page many times; returns CPU ms of this process a page and the median wall time in ms."""
    walls: list[float] = []
    before = time.process_time()
    for _ in range(pages):
        began = time.perf_counter()
        answer = await browser.get(path)
        walls.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == httpx2.codes.OK, answer.status_code
        assert not rows or answer.text.count("/claims/list-") >= 25
    own = 1000 * (time.process_time() - before) / pages
    return own, sorted(walls)[len(walls) // 2]
