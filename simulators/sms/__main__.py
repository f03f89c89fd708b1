"""Starts the SMS gateway simulator: HTTP for the application, a page of messages by phone for people."""

import argparse
import re
import uuid
from datetime import datetime
from typing import Annotated, Final, cast

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from pydantic import BaseModel

from simulators.drawers import Drawer, open_cabinet
from simulators.page import command_line, new_app, now, page, serve

_PHONE: Final = re.compile(r"\+994[0-9]{9}")
_LONGEST: Final = 670  # ten parts of a UCS-2 SMS

router = APIRouter()


class Order(BaseModel):
    """What the application asks to be sent."""

    to: str
    text: str
    key: str


class Sms(BaseModel):
    """A message a phone got: once, however often its key was sent."""

    id: str
    to: str
    text: str
    key: str
    sent_at: datetime
    asked: int = 1


class Script(BaseModel):
    """The next `fail` calls answer `status`; with `after_taking` the message is kept and only the answer is lost."""

    fail: int = 0
    status: int = 503
    after_taking: bool = False


class Gateway:
    """The messages and how the next calls go."""

    def __init__(self, messages: Drawer[Sms], token: str) -> None:
        """`token` is what the application must bear."""
        self.messages = messages
        self.token = token
        self.script = Script()

    def fails_now(self) -> bool:
        """Count one failing call down."""
        failing = self.script.fail > 0
        self.script.fail -= failing
        return failing

    def take(self, order: Order) -> tuple[Sms, bool]:
        """Return the message of a key and whether it is new."""
        known = self.messages.get(order.key)
        if known is not None:
            again = known.model_copy(update={"asked": known.asked + 1})
            self.messages.put(order.key, again, owner=known.to)
            return again, False
        sms = Sms(id=str(uuid.uuid4()), to=order.to, text=order.text, key=order.key, sent_at=now())
        self.messages.put(order.key, sms, owner=order.to)
        return sms, True


async def _gateway(request: Request) -> Gateway:
    return cast("Gateway", request.app.state.gateway)


GatewayHere = Annotated[Gateway, Depends(_gateway)]


@router.post("/api/messages")
async def send(order: Order, gateway: GatewayHere, authorization: Annotated[str, Header()] = "") -> JSONResponse:
    """Take a message: 201 when new, 200 with the same id when the key was taken before."""
    if authorization != f"Bearer {gateway.token}":
        return JSONResponse({"error": "TOKEN"}, 401)
    if not _PHONE.fullmatch(order.to):
        return JSONResponse({"error": "PHONE_FORMAT"}, 400)
    if not 0 < len(order.text) <= _LONGEST:
        return JSONResponse({"error": "TEXT_LENGTH"}, 400)
    failing = gateway.fails_now()
    if failing and not gateway.script.after_taking:
        raise HTTPException(gateway.script.status)
    sms, new = gateway.take(order)
    if failing:
        raise HTTPException(gateway.script.status)
    return JSONResponse({"id": sms.id, "repeated": not new}, 201 if new else 200)


@router.get("/api/messages")
async def messages(gateway: GatewayHere, to: str = "") -> list[Sms]:
    """Return what a phone (or every phone) got, oldest first."""
    return gateway.messages.of(to) if to else gateway.messages.all()


@router.post("/sim/script")
async def script(wanted: Script, gateway: GatewayHere) -> Script:
    """Let the next calls fail."""
    gateway.script = wanted
    return wanted


@router.get("/")
async def inbox(gateway: GatewayHere, to: str = "") -> HTMLResponse:
    """Show the last messages, or those of one phone."""
    shown = list(reversed(gateway.messages.of(to))) if to else gateway.messages.newest(100)
    state = str(gateway.messages.count())
    return page("sms.html", messages=shown, phones=gateway.messages.owners()[:50], to=to, state=state)


@router.get("/state")
async def state(gateway: GatewayHere) -> PlainTextResponse:
    """Return what the page depends on, for its own refreshing."""
    return PlainTextResponse(str(gateway.messages.count()))


def create_app(options: argparse.Namespace) -> FastAPI:
    """Build the application on the state in `options.state`."""
    app = new_app("sms")
    app.state.gateway = Gateway(Drawer(open_cabinet(options.state, "sms"), Sms), options.token)
    app.include_router(router)
    return app


def main() -> None:
    """Read the command line and serve."""
    parser = command_line("sms", "SMS gateway with a page of the messages")
    parser.add_argument("--token", required=True)
    options = parser.parse_args()
    serve(create_app(options), options.port)


if __name__ == "__main__":
    main()
