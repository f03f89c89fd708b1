"""A litigant's list of 25 among 100,000 filings: CPU a page, beside a page without a query in the same run.

This process serves the application over HTTP as server.py does; the browser is a process of its own and not counted;
PostgreSQL's share is counted by its process. A fixed loop is timed before each: the machine's speed at that moment, by
which the figures of two runs may be compared.
"""

import asyncio
import sys
import time
import uuid
from datetime import UTC, datetime

from fastapi import FastAPI
from sqlalchemy import text

from bench.cpu import cpu_seconds
from bench.served import served
from models.db import Sessions
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from web.sessions import open_session
from web.visit import cookie_name

FILINGS, MINE, PAGES, ROUNDS = 100_000, 400, 150, 3
LOOP = 1_000_000
SHOWN = (  # name, path, what must stand there and how often
    ("help page, no query of its own", "/help", "</html>", 1),
    ("25 of 100,000 filings", "/claims", 'href="/claims/list-', 50),
)
FILER = "9LS7T8Z"  # nobody of the other benchmarks
_DRAFTS = text("""
    INSERT INTO draft (claim_id, filer_fin, voen, version, touched_at, court_id, kind, category_id, heading, body,
                       interim_measures, is_dwelling, receipt_number, exemption_code,
                       portal, added_receipt, demands)
    SELECT 'list-' || n, CASE WHEN n % :each = 0 THEN :filer ELSE 'X' || lpad(to_hex(n), 6, '0') END, '', 1,
           now() - n * interval '1 minute', 'baku-nasimi', 'claim', 'contract_debt.loan', 'Borcun tələb edilməsi ' || n,
           'Mətn', '', false, '', '', 'government', '', '[]'
    FROM generate_series(1, :filings) n""")
_CLAIMS = text("""
    INSERT INTO claim (id, number, filer_fin, voen, status, revision, version, content_sha256, court_id, receipt_number,
                       opened_at, updated_at, sent_at, decide_by, overdue, reason_code, reason, reason_by, case_number)
    SELECT claim_id, 'B' || claim_id, filer_fin, '', status, 1, 1, '', court_id, '', touched_at, touched_at,
           sent_at, sent_at + interval '7 days', false, '', '', '', ''
    FROM draft
    CROSS JOIN LATERAL (SELECT (ARRAY['draft', 'sent', 'accepted', 'returned'])[1 + abs(hashtext(claim_id)) % 4]) AS
        stands(status)
    CROSS JOIN LATERAL (SELECT CASE WHEN status <> 'draft' THEN touched_at END) AS came(sent_at)
    WHERE claim_id LIKE 'list-%'""")


async def measure(app: FastAPI, sessions: Sessions, *, postgres: int) -> None:
    """Seed the filings, then print CPU ms and latency of the list and of a page without a query, in turn."""
    cookie = f"{cookie_name(secure=False)}={await _prepare(sessions)}"
    async with served(app) as address:
        for _, path, *holds in SHOWN:
            await _asked(address + path, cookie, *holds, pages=20)
        print("| page | CPU ms a page (web + PostgreSQL) | p50 ms | fixed loop ms |\n| --- | --- | --- | --- |")
        for name, path, *holds in SHOWN * ROUNDS:
            loop, before, own = _fixed_loop(), cpu_seconds(postgres), time.process_time()
            wall = await _asked(address + path, cookie, *holds, pages=PAGES)
            ours = 1000 * (time.process_time() - own) / PAGES
            theirs = 1000 * (cpu_seconds(postgres) - before) / PAGES
            print(f"| {name} | {ours + theirs:.2f} ({ours:.2f} + {theirs:.2f}) | {wall:.2f} | {loop:.0f} |", flush=True)


async def _asked(address: str, cookie: str, *holds: object, pages: int) -> float:
    """Fetch a page many times; returns the median wall time in ms."""
    command = (sys.executable, "-m", "bench.browser", address, cookie, str(pages), *map(str, holds))
    browser = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await browser.communicate()
    assert browser.returncode == 0
    return float(said)


def _fixed_loop() -> float:
    """Return the CPU ms that a million additions take at the moment."""
    before, total = time.process_time(), 0
    for number in range(LOOP):
        total += number & 7
    return 1000 * (time.process_time() - before)


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
    # What PostgreSQL would do by itself soon after the seeding must not be billed to the pages.
    async with sessions.kw["bind"].connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for chore in ("VACUUM ANALYZE", "CHECKPOINT"):
            await alone.execute(text(chore))
    return cookie
