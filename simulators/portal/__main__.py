"""Starts the simulator of the government payment portal: signed API, card page, terminal, callbacks."""

import argparse
import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

from simulators.drawers import Drawer, open_cabinet
from simulators.page import command_line, new_app, serve
from simulators.portal import api, pages
from simulators.portal.courier import Callback, Courier
from simulators.portal.ledger import Condition, Ledger, Payment, Receipt, Script, Settlement


def create_app(options: argparse.Namespace) -> FastAPI:
    """Build the application on the state in `options.state`."""
    cabinet = open_cabinet(options.state, "portal")
    http = httpx2.AsyncClient(timeout=5)
    ledger = Ledger(
        payments=Drawer(cabinet, Payment),
        receipts=Drawer(cabinet, Receipt),
        scripts=Drawer(cabinet, Script),
        conditions=Drawer(cabinet, Condition),
        settlements=Drawer(cabinet, Settlement),
    )
    secret = options.secret.encode()
    courier = Courier(ledger=ledger, callbacks=Drawer(cabinet, Callback), http=http, secret=secret)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        working = asyncio.create_task(courier.run())
        yield
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        await http.aclose()

    app = new_app("portal", lifespan=lifespan)
    app.state.portal = api.Portal(ledger=ledger, courier=courier, secret=secret)
    app.include_router(api.router)
    app.include_router(pages.router)

    @app.exception_handler(HTTPException)
    async def refusal(_: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"error": error.detail}, error.status_code)

    return app


def main() -> None:
    """Read the command line and serve."""
    parser = command_line("portal", "government payment portal with card page and terminal")
    parser.add_argument("--secret", required=True, help="shared with the merchant; signs requests and callbacks")
    options = parser.parse_args()
    serve(create_app(options), options.port)


if __name__ == "__main__":
    main()
