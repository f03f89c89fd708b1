"""The reader of the e-İmza simulator: questions of the browser extension, the window for PIN1, the answers."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

import httpx2
from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from simulators.e_imza.cards import Cards
from simulators.page import page
from simulators.people import BY_FIN, BY_VOEN, DEMO, ORGANISATIONS

router = APIRouter()
ISSUERS = (*ORGANISATIONS[:6], ORGANISATIONS[-1])  # whose cards the window offers; anybody may hold one
LOOK_SECONDS = 20  # how long one fetch of the extension waits


class Question(BaseModel):
    """What a page asks of a card."""

    challengeNonce: str  # noqa: N815 - the extension's own name
    origin: str


@dataclass
class Waiting:
    """A question until its answer; nothing here need outlive the browser that asks."""

    question: Question
    answer: dict[str, Any] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Reader:
    """The plugged-in reader."""

    cards: Cards
    waiting: dict[str, Waiting] = field(default_factory=dict)


async def _reader(request: Request) -> Reader:
    return cast("Reader", request.app.state.reader)


ReaderHere = Annotated[Reader, Depends(_reader)]


async def _asked(request_id: str, reader: ReaderHere) -> Waiting:
    if request_id not in reader.waiting:
        raise HTTPException(404, "no such request")
    return reader.waiting[request_id]


Asked = Annotated[Waiting, Depends(_asked)]


@router.get("/")
async def home() -> HTMLResponse:
    """Plug the reader in: the extension finds its address on this page."""
    return page("e_imza_home.html", people=DEMO)


@router.post("/requests")
async def ask(question: Question, reader: ReaderHere) -> dict[str, str]:
    """Take a question of the extension; the real program too refuses a nonce of less than 44 characters."""
    request_id = secrets.token_urlsafe(16)
    reader.waiting[request_id] = Waiting(question)
    if len(question.challengeNonce) < 44:
        _settle(reader.waiting[request_id], _failure("ERR_WEBEID_NATIVE_INVALID_ARGUMENT"))
    return {"id": request_id}


@router.get("/requests/{request_id}")
async def window(request_id: str, asked: Asked) -> HTMLResponse:
    """Show the window for PIN1, or that all is done."""
    return _window(request_id, asked)


@router.post("/requests/{request_id}")
async def touch(
    request_id: str,
    asked: Asked,
    reader: ReaderHere,
    *,
    choice: Annotated[str, Form()],
    fin: Annotated[str, Form()] = "",
    voen: Annotated[str, Form()] = "",
    pin: Annotated[str, Form()] = "",
) -> Any:
    """Answer as the person does: PIN1 (any 4 to 12 digits), or cancel."""
    if choice != "confirm":
        _settle(asked, _failure("ERR_WEBEID_USER_CANCELLED"))
    elif fin not in BY_FIN or (voen and voen not in BY_VOEN) or not _is_pin(pin):
        return _window(request_id, asked, problem="pin", status=422)
    else:
        question = asked.question
        try:
            nonce, origin = question.challengeNonce, question.origin
            token = await reader.cards.token(BY_FIN[fin], voen=voen, nonce=nonce, origin=origin)
        except httpx2.HTTPError:
            token = _failure("ERR_WEBEID_NATIVE_FATAL")
        _settle(asked, token)
    return RedirectResponse(f"/requests/{request_id}", 303)


@router.get("/requests/{request_id}/answer")  # noqa: FAST003 - the dependency takes it
async def answer(asked: Asked) -> dict[str, Any]:
    """Return the answer once there is one."""
    try:
        await asyncio.wait_for(asked.answered.wait(), LOOK_SECONDS)
    except TimeoutError:
        return {"waiting": True}
    return asked.answer or {}


def _window(request_id: str, asked: Waiting, *, problem: str = "", status: int = 200) -> HTMLResponse:
    return page(
        "e_imza_window.html",
        status=status,
        request_id=request_id,
        asked=asked,
        people=DEMO,
        organisations=ISSUERS,
        problem=problem,
    )


def _is_pin(pin: str) -> bool:
    return pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12


def _settle(asked: Waiting, answer: Any) -> None:
    if asked.answer is None:
        asked.answer = answer
        asked.answered.set()


def _failure(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "name": code, "message": code}}
