"""The reader of the e-İmza simulator: questions of the browser extension, the window for the PIN, the answers."""

import asyncio
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, cast

import httpx2
from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from simulators.e_imza.cards import Cards
from simulators.page import page
from simulators.people import BY_FIN, BY_VOEN, DEMO, ORGANISATIONS

router = APIRouter()
ALGORITHM = {"cryptoAlgorithm": "ECC", "hashFunction": "SHA-256", "paddingScheme": "NONE"}
ISSUERS = (*ORGANISATIONS[:6], ORGANISATIONS[-1])  # whose cards the window offers; anybody may hold one
SHORTEST_NONCE = 44  # characters
LOOK_SECONDS = 20  # how long one fetch of the extension waits


class Action(StrEnum):
    """What a page can ask of a card."""

    AUTHENTICATE = "web-eid:authenticate"
    CERTIFICATE = "web-eid:get-signing-certificate"
    SIGN = "web-eid:sign"


class Question(BaseModel):
    """What a page asks of a card; each action has fields of its own."""

    action: Action = Action.AUTHENTICATE
    origin: str
    challengeNonce: str = ""  # noqa: N815 - the extension's own name
    certificate: str = ""  # base64
    hash: str = ""  # base64
    hashFunction: str = ""  # noqa: N815 - the extension's own name

    @property
    def pin(self) -> str:
        """Name the PIN that is asked for; none before a certificate is handed out."""
        return {Action.AUTHENTICATE: "PIN1", Action.SIGN: "PIN2"}.get(self.action, "")

    @property
    def is_wrong(self) -> bool:
        """Tell whether the real program would refuse it at once."""
        if self.action is Action.AUTHENTICATE:
            return len(self.challengeNonce) < SHORTEST_NONCE
        return self.action is Action.SIGN and (not self.certificate or self.hashFunction != "SHA-256")


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
    """Take a question of the extension; one that the real program would refuse is answered at once."""
    request_id = secrets.token_urlsafe(16)
    reader.waiting[request_id] = Waiting(question)
    if question.is_wrong:
        _settle(reader.waiting[request_id], _failure("ERR_WEBEID_NATIVE_INVALID_ARGUMENT"))
    return {"id": request_id}


@router.get("/requests/{request_id}")
async def window(request_id: str, asked: Asked) -> HTMLResponse:
    """Show the window for the PIN, or that all is done."""
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
    """Answer as the person does: the PIN (any 4 to 12 digits) where one is asked for, or cancel."""
    question = asked.question
    is_known = question.action is Action.SIGN or (fin in BY_FIN and (not voen or voen in BY_VOEN))
    if choice != "confirm":
        _settle(asked, _failure("ERR_WEBEID_USER_CANCELLED"))
    elif not is_known or (question.pin and not _is_pin(pin)):
        return _window(request_id, asked, problem="pin", status=422)
    else:
        try:
            _settle(asked, await _answer_of(reader.cards, question, fin=fin, voen=voen))
        except (httpx2.HTTPError, KeyError):  # the test CA is silent, or no such card was ever made
            _settle(asked, _failure("ERR_WEBEID_NATIVE_FATAL"))
    return RedirectResponse(f"/requests/{request_id}", 303)


@router.get("/requests/{request_id}/answer")  # noqa: FAST003 - the dependency takes it
async def answer(asked: Asked) -> dict[str, Any]:
    """Return the answer once there is one."""
    try:
        await asyncio.wait_for(asked.answered.wait(), LOOK_SECONDS)
    except TimeoutError:
        return {"waiting": True}
    return asked.answer or {}


async def _answer_of(cards: Cards, question: Question, *, fin: str, voen: str) -> dict[str, Any]:
    match question.action:
        case Action.AUTHENTICATE:
            nonce, origin = question.challengeNonce, question.origin
            return await cards.token(BY_FIN[fin], voen=voen, nonce=nonce, origin=origin)
        case Action.CERTIFICATE:
            certificate = await cards.signing_certificate(BY_FIN[fin], voen=voen)
            return {"certificate": certificate, "supportedSignatureAlgorithms": [ALGORITHM]}
    return {"signature": cards.signature(question.certificate, question.hash), "signatureAlgorithm": ALGORITHM}


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
