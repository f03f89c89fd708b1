"""Starts the e-İmza simulator: signing program, reader and cards behind the browser extension in `extension/`."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from fastapi import FastAPI

from simulators.drawers import Drawer, open_cabinet
from simulators.e_imza.cards import CardKey, Cards
from simulators.e_imza.reader import Reader, router
from simulators.page import command_line, new_app, serve


def create_app(options: argparse.Namespace) -> FastAPI:
    """Build the application on the state in `options.state`."""
    http = httpx2.AsyncClient(timeout=5)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await http.aclose()

    app = new_app("e_imza", lifespan=lifespan)
    cabinet = open_cabinet(options.state, "e_imza")
    app.state.reader = Reader(Cards(Drawer(cabinet, CardKey), http, options.trust))
    app.include_router(router)
    return app


def main() -> None:
    """Read the command line and serve."""
    parser = command_line("e_imza", "e-İmza: signing program, reader and cards")
    parser.add_argument("--trust", required=True, help="base URL of the trust simulator (POST /issue)")
    options = parser.parse_args()
    serve(create_app(options), options.port)


if __name__ == "__main__":
    main()
