"""The application of the web tests: real PostgreSQL, real templates, real sessions."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import JSON, ColumnElement, null, type_coerce

from activities.adapters.asan_login import AsanLogin
from activities.adapters.mobile_id import MobileIdRest
from models.db import Sessions
from models.settings import Settings
from simulators.trust.authority import Authority
from tests.outside import Simulator, simulator
from tests.web.court import Court
from tests.web.login_page import SECRET
from tests.web.phones import card_office
from web.app import create_app
from web.deps import WebDeps

SETTINGS: dict[str, Any] = {
    "secret_key": "5e" * 32,
    "payload_keys": "k1:" + "1c" * 32,
    "asan_imza_url": "http://127.0.0.1:1",
    "asan_login_issuer": "http://127.0.0.1:1",
    "asan_login_client_secret": "login",
    "tsa_url": "http://127.0.0.1:1",
    "trust_anchors": Path("anchors.pem"),
    "portal_url": "http://127.0.0.1:1",
    "portal_secret": "portal",
    "population_register_url": "http://127.0.0.1:1",
    "tax_register_url": "http://127.0.0.1:1",
    "register_token": "register",
    "sms_url": "http://127.0.0.1:1",
    "sms_token": "sms",
    "decision_rests": timedelta(0),  # tests/web/room/test_desk.py lets decisions rest
}


class Unreachable:
    """An outside system that a test does not stand up: touching it fails the test."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the test reached the outside world: {name}")


def nothing_unread() -> ColumnElement[dict[str, int]]:
    return type_coerce(null(), JSON)


@pytest.fixture(scope="module")
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, **SETTINGS)


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Return a trust authority whose certificates the settings `trusting` believe."""
    return Authority.create("http://127.0.0.1:1/ocsp")


@pytest.fixture(scope="module")
def trusting(database_url: str, authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of a court that believes the test authority; a module names them its `settings`."""
    anchors: Path = tmp_path_factory.mktemp("trust") / "anchors.pem"
    anchors.write_bytes(authority.trust_pem())
    return Settings(database_url=database_url, **{**SETTINGS, "trust_anchors": anchors})


@pytest.fixture(scope="module")
def asan(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """Run ASAN İmza, whose cards the test authority issues."""
    with (
        card_office(authority) as office,
        simulator("asan_imza", tmp_path_factory.mktemp("asan"), "--trust", office) as running,
    ):
        yield running


@pytest.fixture(scope="module")
async def signer(asan: Simulator) -> AsyncIterator[MobileIdRest]:
    """Return the court's way to ASAN İmza."""
    async with httpx2.AsyncClient() as http:
        yield MobileIdRest(http, f"{asan.url}/mid-api", "DIVAN", "00000000-0000-4000-8000-000000000001")


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """Run ASAN Login."""
    with simulator("asan_login", tmp_path_factory.mktemp("login"), "--client-secret", SECRET) as running:
        yield running


@pytest.fixture(scope="module")
async def login(provider: Simulator) -> AsyncIterator[AsanLogin]:
    """Return the court's way to ASAN Login."""
    async with httpx2.AsyncClient() as http:
        yield AsanLogin(http, provider.url, "divan", SECRET)


@pytest.fixture(scope="module")
def deps(settings: Settings, sessions: Sessions) -> WebDeps:
    """Return deps without an outside world; `replace(deps, signer=…)` gives a module its own."""
    outside = cast("Any", Unreachable())
    return WebDeps(
        settings=settings,
        sessions=sessions,
        temporal=None,
        signer=outside,
        asan_login=outside,
        ocsp=outside,
        portal=outside,
        population=outside,
        tax=outside,
        documents=outside,
        unread=nothing_unread,
    )


@pytest.fixture(scope="module")
def app(deps: WebDeps) -> FastAPI:
    return create_app(deps)


@pytest.fixture
async def court(app: FastAPI, sessions: Sessions) -> AsyncIterator[Court]:
    """Return a fresh visitor of the court."""
    visitor = Court(app, sessions)
    yield visitor
    await visitor.client.aclose()


@pytest.fixture
def rebuilt(deps: WebDeps) -> Callable[..., FastAPI]:
    """Return a maker of applications whose deps differ in the named parts."""
    return lambda **parts: create_app(replace(deps, **parts))
