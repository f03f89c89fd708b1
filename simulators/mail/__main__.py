"""Starts the mail catcher: SMTP for the application, an inbox page for people, JSON for tests."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, PlainTextResponse

from simulators.drawers import Drawer, open_cabinet
from simulators.mail.letters import Catcher, Letter, Script
from simulators.page import command_line, new_app, page, serve

router = APIRouter()


async def _catcher(request: Request) -> Catcher:
    return cast("Catcher", request.app.state.catcher)


CatcherHere = Annotated[Catcher, Depends(_catcher)]


class Door:
    """The handler aiosmtpd calls by its method names."""

    def __init__(self, catcher: Catcher) -> None:
        """Hand every message to the catcher."""
        self._catcher = catcher

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the message, or answer as the script says."""
        if self._catcher.fails_now():
            return f"{self._catcher.script.code} Played failure"
        self._catcher.keep(
            cast("bytes", envelope.content), sender=str(envelope.mail_from), recipients=list(envelope.rcpt_tos)
        )
        if self._catcher.loses_answer_now():
            cast("asyncio.Transport", server.transport).abort()
        return "250 Taken"


@router.get("/api/messages")
async def messages(catcher: CatcherHere, to: str = "") -> dict[str, Any]:
    """Return the deliveries to an address (or all) and how many distinct messages they are."""
    letters = catcher.found(to)
    return {**_counted(letters), "messages": [letter.shown() for letter in letters]}


@router.get("/api/counts")
async def counts(catcher: CatcherHere) -> dict[str, int]:
    """Return the same two figures of all letters without reading any."""
    return _counted(catcher.found(""))


def _counted(letters: Sequence[Letter]) -> dict[str, int]:
    return {"deliveries": len(letters), "distinct": len({letter.message_id for letter in letters})}


@router.delete("/api/messages")
async def forget(catcher: CatcherHere) -> dict[str, str]:
    """Empty every mailbox."""
    catcher.letters.forget()
    return {"status": "empty"}


@router.post("/sim/script")
async def script(wanted: Script, catcher: CatcherHere) -> Script:
    """Let the next messages fail."""
    catcher.script = wanted
    return wanted


@router.get("/")
async def inbox(catcher: CatcherHere, to: str = "") -> HTMLResponse:
    """Show the last letters, or those to one address."""
    letters = list(reversed(catcher.letters.of(to.lower()))) if to else catcher.letters.newest(100)
    return page("mail_inbox.html", letters=letters, boxes=catcher.letters.owners()[:50], to=to, state=_state(catcher))


@router.get("/messages/{letter_id}")
async def letter(letter_id: str, catcher: CatcherHere) -> HTMLResponse:
    """Show one letter: its HTML part in a frame without any rights, its text beside it."""
    found = catcher.letters.get(letter_id)
    if found is None:
        raise HTTPException(404)
    return page("mail_letter.html", letter=found, html=found.part("html"), text=found.part("plain"))


@router.get("/state")
async def state(catcher: CatcherHere) -> PlainTextResponse:
    """Return what the inbox depends on, for its own refreshing."""
    return PlainTextResponse(_state(catcher))


def _state(catcher: Catcher) -> str:
    return str(catcher.letters.count())


def create_app(options: argparse.Namespace) -> FastAPI:
    """Build both doors on the state in `options.state`."""
    catcher = Catcher(Drawer(open_cabinet(options.state, "mail"), Letter))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        def session() -> SMTP:
            return SMTP(Door(catcher), enable_SMTPUTF8=True, ident="Divan mail catcher")

        door = await asyncio.get_running_loop().create_server(session, "127.0.0.1", options.smtp_port)
        yield
        door.close()

    app = new_app("mail", lifespan=lifespan)
    app.state.catcher = catcher
    app.include_router(router)
    return app


def main() -> None:
    """Read the command line and serve."""
    parser = command_line("mail", "mail catcher with an inbox page")
    parser.add_argument("--smtp-port", type=int, required=True)
    options = parser.parse_args()
    serve(create_app(options), options.port)


if __name__ == "__main__":
    main()
