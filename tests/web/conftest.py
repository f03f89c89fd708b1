"""The application of the web tests: real PostgreSQL, real templates, real sessions."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from sqlalchemy import JSON, ColumnElement, null, type_coerce

from models.db import Sessions
from models.settings import Settings
from tests.web.court import Court
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
