"""Starts the ASAN İmza simulator: Mobile-ID REST for the application, a phone's screen for people."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx2
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from simulators.asan_imza import mid_api, screens
from simulators.asan_imza.cards import Card, Cards
from simulators.asan_imza.phones import Lifetimes, MidSession, Phones, Script
from simulators.drawers import Drawer, open_cabinet
from simulators.page import command_line, new_app, serve


def create_app(options: argparse.Namespace) -> FastAPI:
    """Build the application on the state in `options.state`."""
    http = httpx2.AsyncClient(timeout=5)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await http.aclose()

    app = new_app("asan_imza", lifespan=lifespan)
    cabinet = open_cabinet(options.state, "asan_imza")
    cards = Cards(Drawer(cabinet, Card), http, options.trust)
    phones = Phones(
        sessions=Drawer(cabinet, MidSession),
        scripts=Drawer(cabinet, Script),
        cards=cards,
        lifetimes=Lifetimes(timedelta(seconds=options.session_seconds), timedelta(seconds=options.kept_seconds)),
    )
    app.state.provider = mid_api.Provider(phones=phones, cards=cards, relying_party=(options.rp_name, options.rp_uuid))
    app.include_router(mid_api.router)
    app.include_router(screens.router)

    @app.exception_handler(mid_api.MidError)
    async def mid_error(_: Request, error: mid_api.MidError) -> JSONResponse:
        return mid_api.error_answer(error.status, error.error)

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        return mid_api.error_answer(400, f"{error.errors()[0]['loc'][-1]} is malformed")

    return app


def main() -> None:
    """Read the command line and serve."""
    parser = command_line("asan_imza", "ASAN İmza (Mobile-ID REST) with the phone's page")
    parser.add_argument("--trust", required=True, help="base URL of the trust simulator (POST /issue)")
    parser.add_argument("--rp-name", default="DIVAN")
    parser.add_argument("--rp-uuid", default="00000000-0000-4000-8000-000000000001")
    parser.add_argument("--session-seconds", type=float, default=120, help="how long a phone waits for its owner")
    parser.add_argument("--kept-seconds", type=float, default=300, help="how long an answer can be fetched")
    options = parser.parse_args()
    serve(create_app(options), options.port)


if __name__ == "__main__":
    main()
