"""The phone's screen for a person's fingers, and the scripts for tests, of the ASAN İmza simulator."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from pydantic import BaseModel

from simulators.asan_imza.mid_api import Provider
from simulators.asan_imza.phones import ANSWERS, EVERY_PHONE, Answer, Script
from simulators.page import page
from simulators.people import BY_PHONE, DEMO, people_like

router = APIRouter()


async def _provider(request: Request) -> Provider:
    return cast("Provider", request.app.state.provider)


ProviderHere = Annotated[Provider, Depends(_provider)]


class OwnersAnswer(BaseModel):
    """What a test lets the owner of a phone answer to everything that waits."""

    answer: Answer = "OK"


class Switch(BaseModel):
    """Whether the provider is down: every call then answers 500."""

    down: bool


@router.get("/")
async def list_of_phones(provider: ProviderHere, q: str = "") -> HTMLResponse:
    """Show the demo people's phones, or those found, and which of them ring."""
    waiting = provider.phones.waiting()
    people = people_like(q)[:50] if q else [*DEMO, *(BY_PHONE[number] for number in waiting if number in BY_PHONE)]
    return page(
        "asan_imza_list.html", people=list(dict.fromkeys(people)), waiting=waiting, q=q, state=_waiting_state(provider)
    )


@router.get("/state")
async def state_of_all(provider: ProviderHere) -> PlainTextResponse:
    """Return what the list of phones depends on, for its own refreshing."""
    return PlainTextResponse(_waiting_state(provider))


@router.get("/phones/{phone}")
async def phone(phone: str, provider: ProviderHere, problem: str = "") -> HTMLResponse:
    """Show one phone: the request that waits, its text and verification code, or a quiet screen."""
    if phone not in BY_PHONE:
        raise HTTPException(404)
    pending = provider.phones.pending(phone)
    return page(
        "asan_imza_phone.html",
        person=BY_PHONE[phone],
        asked=pending[0] if pending else None,
        more=len(pending) - 1,
        answered=provider.phones.answered(phone)[:5],
        failures=[answer for answer in ANSWERS if answer not in ("OK", "USER_CANCELLED")],
        problem=problem,
        state=_state(provider, phone),
    )


@router.get("/phones/{phone}/state")
async def state_of_phone(phone: str, provider: ProviderHere) -> PlainTextResponse:
    """Return which request the phone shows, for the page's own refreshing."""
    return PlainTextResponse(_state(provider, phone))


@router.post("/phones/{phone}/answer")
async def touch(
    phone: str,
    provider: ProviderHere,
    session: Annotated[str, Form()],
    answer: Annotated[Answer, Form()],
    pin: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Answer with the buttons: a PIN (any 4 to 8 digits), cancel, or a failure that is played."""
    problem = ""
    if answer == "OK" and not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        problem = "?problem=pin"
    elif not provider.phones.answer(session, answer):
        problem = "?problem=gone"
    return RedirectResponse(f"/phones/{phone}{problem}", 303)


@router.get("/sim/phones/{phone}/pending")
async def pending(phone: str, provider: ProviderHere) -> list[dict[str, Any]]:
    """Return what waits on a phone, oldest first."""
    return [
        {**asked.model_dump(mode="json"), "verification_code": asked.verification_code}
        for asked in provider.phones.pending(_known(phone))
    ]


@router.get("/sim/phones/{phone}/answered")
async def answered(phone: str, provider: ProviderHere) -> list[dict[str, Any]]:
    """Return what was answered on a phone, newest first."""
    return [each.model_dump(mode="json") for each in provider.phones.answered(_known(phone))]


@router.post("/sim/phones/{phone}/script")
async def script(phone: str, script: Script, provider: ProviderHere) -> Script:
    """Let a phone (`*`: every phone) answer by itself, what waits included."""
    provider.phones.script(_known(phone), script)
    return script


@router.post("/sim/phones/{phone}/answer")
async def answer(phone: str, given: OwnersAnswer, provider: ProviderHere) -> dict[str, int]:
    """Answer everything that waits on a phone now."""
    waiting = provider.phones.pending(_known(phone))
    return {"answered": sum(provider.phones.answer(asked.session, given.answer) for asked in waiting)}


@router.post("/sim/phones/{phone}/replace")
async def replace(phone: str, provider: ProviderHere) -> dict[str, str]:
    """Give the phone's owner a new SIM card."""
    if phone not in BY_PHONE:
        raise HTTPException(404, "no such phone")
    await provider.cards.replace(BY_PHONE[phone])
    return {"replaced": phone}


@router.post("/sim/script")
async def switch(wanted: Switch, provider: ProviderHere) -> Switch:
    """Take the provider down or put it up again."""
    provider.down = wanted.down
    return wanted


def _known(phone: str) -> str:
    if phone not in BY_PHONE and phone != EVERY_PHONE:
        raise HTTPException(404, "no such phone")
    return phone


def _state(provider: Provider, phone: str) -> str:
    pending = provider.phones.pending(phone)
    return pending[0].session if pending else "-"


def _waiting_state(provider: Provider) -> str:
    return " ".join(f"{phone}:{number}" for phone, number in sorted(provider.phones.waiting().items())) or "-"
