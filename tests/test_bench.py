"""The benchmarks' seeds and programs run with a handful of everything, so that no new column breaks them unseen.

What they measure with a stack of their own is tried whole by `python -m bench --smoke`.
"""

import os
from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlmodel import col
from temporalio.client import Client

from bench import list_page, sign_in
from bench.lifecycle import Bench
from bench.settings import settings_of
from models.db import Sessions
from models.tables.drafts import DraftRow
from server import web_deps
from tests.workflows.conftest import a_general_court
from web.app import create_app
from web.deps import WebDeps


@pytest.fixture(scope="module")
async def deps(database_url: str) -> AsyncIterator[WebDeps]:
    async with httpx2.AsyncClient() as http:
        nobody = await Client.connect("127.0.0.1:1", lazy=True)
        deps = web_deps(settings_of(database_url), nobody, http)
        yield deps
        for sessions in (deps.sessions, deps.sessions_aside):
            await sessions.kw["bind"].dispose()


@pytest.fixture(scope="module")
def app(deps: WebDeps) -> FastAPI:
    return create_app(deps)


async def test_the_list_page_is_measured(
    app: FastAPI, deps: WebDeps, *, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, few in (("FILINGS", 800), ("PAGES", 2), ("ROUNDS", 1)):
        monkeypatch.setattr(list_page, name, few)
    await list_page.measure(app, deps.sessions, postgres=os.getpid())
    assert len(capsys.readouterr().out.splitlines()) == 2 + len(list_page.SHOWN)


async def test_signing_in_is_measured(app: FastAPI, deps: WebDeps, capsys: pytest.CaptureFixture[str]) -> None:
    await sign_in.measure(app, deps, postgres=os.getpid(), people=2, sessions=100)
    assert "sign-in by password" in capsys.readouterr().out


async def test_lives_are_prepared(sessions: Sessions) -> None:
    court_id = await a_general_court(sessions)
    nobody = await Client.connect("127.0.0.1:1", lazy=True)
    claim_ids = await Bench(nobody, sessions, court_id, {}).prepare(2)
    async with sessions() as db:
        written = select(func.count()).where(col(DraftRow.claim_id).in_(claim_ids))
        assert await db.scalar(written) == len(set(claim_ids)) == 2
