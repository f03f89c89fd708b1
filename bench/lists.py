"""`python -m bench.lists`: every list and search page over 1,000,000 filings, asked for 50 times a second each.

Starts a PostgreSQL of its own, seeds it (bench/seed.py), serves the application as server.py does, in one process, and
asks from another (bench/steady.py). Prints p50 and p95, the CPU ms of web and PostgreSQL, and the machine's load.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx2
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col
from temporalio.client import Client
from uvicorn.loops.auto import auto_loop_factory

from bench.asked import Asked, asked_pages
from bench.cpu import cpu_seconds
from bench.seed import FILINGS, RECEIPTS, seed
from bench.seed_rows import account_id
from bench.served import served
from bench.settings import settings_of
from docker.court import PREPARATIONS, stores
from docker.parts import Part
from docker.ports import Ports
from docker.site import Site
from docker.stack import Stack
from models.db import Sessions
from models.tables.claims import ArchivedClaimRow
from server import web_deps
from web.app import create_app
from web.sessions import open_session
from web.visit import cookie_name

RATE, SECONDS = 50.0, 6.0


@dataclass(frozen=True)
class Pace:
    """How often each page is asked for a second, and for how long; of which pages the names begin so."""

    rate: float = RATE
    seconds: float = SECONDS
    only: tuple[str, ...] = ("",)


def parts(site: Site) -> Sequence[Part]:
    """Return the stack: PostgreSQL with its tables."""
    return (*(part for part in stores(site) if part.name == "postgres"), PREPARATIONS[0])


async def measure(app: FastAPI, sessions: Sessions, *, postgres: int, pace: Pace) -> None:
    """Print a row for each page of a seeded court."""
    pages = [page for page in await asked_pages(sessions) if page.name.startswith(pace.only)]
    cookies = {who: await _cookie(sessions, who) for who in {page.who for page in pages}}
    print("| page | p50 ms | p95 ms | CPU ms (web + PostgreSQL) | load |\n| --- | --- | --- | --- | --- |")
    async with served(app) as address:
        command = (sys.executable, "-m", "bench.steady", address, str(pace.rate), str(pace.seconds))
        browsers = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        for page in pages:
            print(await _row(browsers, page, cookies[page.who], postgres=postgres, pace=pace), flush=True)
        assert browsers.stdin is not None
        browsers.stdin.close()
        assert await browsers.wait() == 0


async def _row(browsers: asyncio.subprocess.Process, page: Asked, cookie: str, *, postgres: int, pace: Pace) -> str:
    assert browsers.stdin is not None
    assert browsers.stdout is not None
    own, theirs = time.process_time(), cpu_seconds(postgres)
    browsers.stdin.write(f"{cookie} {page.path}\n".encode())
    said = (await browsers.stdout.readline()).split()
    assert said, f"{page.name} was not shown"
    asked = int(pace.rate * pace.seconds) + 8
    ours, pg = 1000 * (time.process_time() - own) / asked, 1000 * (cpu_seconds(postgres) - theirs) / asked
    median, slow = (float(word) for word in said)
    load = os.getloadavg()[0]
    return f"| {page.name} | {median:.1f} | {slow:.1f} | {ours + pg:.1f} ({ours:.1f} + {pg:.1f}) | {load:.1f} |"


async def _cookie(sessions: Sessions, who: str) -> str:
    async with sessions.begin() as session:
        return f"{cookie_name(secure=False)}={await open_session(session, account_id(who))}"


async def run(stack: Stack, *, filings: int, receipts: int, pace: Pace) -> None:
    """Seed the stack's database and print what its pages take."""
    async with httpx2.AsyncClient() as http:
        nobody = await Client.connect("127.0.0.1:1", lazy=True)  # no list asks Temporal
        deps = web_deps(settings_of(stack.env["DIVAN_DATABASE_URL"]), nobody, http)
        if await _is_empty(deps.sessions):
            began = time.perf_counter()
            await seed(deps.sessions, filings=filings, receipts=receipts)
            took = time.perf_counter() - began
            print(f"{filings:,} filings and {receipts:,} receipts seeded in {took:.0f} s\n", flush=True)
        await measure(create_app(deps), deps.sessions, postgres=stack.process("postgres").pid, pace=pace)


async def _is_empty(sessions: Sessions) -> bool:
    async with sessions() as session:
        return (await session.scalar(select(col(ArchivedClaimRow.fin)).limit(1))) is None


def main() -> int:
    """Run it in a folder that is gone afterwards, or in one that is named: there the seeds are found again."""
    options = argparse.ArgumentParser(prog="python -m bench.lists")
    options.add_argument("--filings", type=int, default=FILINGS)
    options.add_argument("--receipts", type=int, default=RECEIPTS)
    options.add_argument("--rate", type=float, default=RATE)
    options.add_argument("--seconds", type=float, default=SECONDS)
    options.add_argument("--only", nargs="+", default=[""], help="what the names of the measured pages begin with")
    options.add_argument("--folder", type=Path, help="where the seeded court is kept for the next time")
    chosen = options.parse_args()
    pace = Pace(chosen.rate, chosen.seconds, tuple(chosen.only))
    with tempfile.TemporaryDirectory(prefix="divan-bench-") as passing:
        folder: Path = chosen.folder or Path(passing)
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        folder.chmod(0o755)
        # the loop is server.py's
        loop = asyncio.Runner(loop_factory=auto_loop_factory())
        with Stack(folder / "var", Ports.free(), parts=parts) as stack, loop as runner:
            runner.run(run(stack, filings=chosen.filings, receipts=chosen.receipts, pace=pace))
    return 0


if __name__ == "__main__":
    sys.exit(main())
