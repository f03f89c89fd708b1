"""What every payment portal has behind its own interface: payments, receipts, card page, terminal, a courier."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

from simulators.drawers import Drawer, open_cabinet
from simulators.page import new_app
from simulators.portal import pages
from simulators.portal.api import Portal
from simulators.portal.courier import Callback, Courier, Sealed, Worded
from simulators.portal.ledger import Condition, Ledger, Payment, Receipt, Script, Settlement


@dataclass(frozen=True)
class Manners:
    """In what one portal differs from another; `numbered` is how its receipts begin."""

    process: str
    name: str
    english: str
    numbered: str
    worded: Worded
    sealed: Sealed


def portal_app(state: Path, manners: Manners, interface: APIRouter, *, secret: bytes) -> FastAPI:
    """Build a portal on the state in a folder, with its own interface for merchants."""
    cabinet = open_cabinet(state, manners.process)
    http = httpx2.AsyncClient(timeout=5)
    ledger = Ledger(
        payments=Drawer(cabinet, Payment),
        receipts=Drawer(cabinet, Receipt),
        scripts=Drawer(cabinet, Script),
        conditions=Drawer(cabinet, Condition),
        settlements=Drawer(cabinet, Settlement),
        numbered=manners.numbered,
    )
    callbacks = Drawer(cabinet, Callback)
    courier = Courier(ledger=ledger, callbacks=callbacks, http=http, worded=manners.worded, sealed=manners.sealed)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        working = asyncio.create_task(courier.run())
        yield
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        await http.aclose()

    app = new_app(manners.process, lifespan=lifespan)
    app.state.portal = Portal(ledger, courier, secret, manners.name, manners.english)
    app.include_router(interface)
    app.include_router(pages.router)

    @app.exception_handler(HTTPException)
    async def refusal(_: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"error": error.detail}, error.status_code)

    return app
