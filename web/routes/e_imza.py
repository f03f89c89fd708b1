"""Signing in with an e-İmza card by Web eID: the page, the challenge, the card's answer (ID-7)."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from models.domain.errors import RuleBroken
from web.deps import Deps
from web.e_imza import challenge_card, finish_card
from web.forms.reading import Reading, filled, read
from web.forms.sign_in import CardForm, safe_path
from web.pages.sign_in import SignInPage
from web.rate_limits import count_try
from web.render import render
from web.words.lookup import sentence

router = APIRouter(prefix="/sign-in/e-imza")
PAGE = "pages/e_imza.html"
STATUS = {"card_status_unknown": 503, "account_blocked": 403}


@router.get("", name="e_imza")
async def e_imza(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name in the address
    """Show the door; its script asks the card."""
    return render(request, PAGE, SignInPage(filled(next=safe_path(next))))


@router.post("/challenge", name="card_challenge")
async def card_challenge(request: Request, deps: Deps) -> Response:
    """Give the script a nonce for the card."""
    await count_try(request, "sign_in", account=None)
    return JSONResponse({"nonce": await challenge_card(request, deps)})


@router.post("", name="sign_in_card")
async def sign_in_card(request: Request, deps: Deps, form: Annotated[Reading[CardForm], read(CardForm)]) -> Response:
    """Judge the card's answer, once."""
    again = filled(next=form.text("next"))  # what was answered is of no use any more
    if not form.ok:
        said = next(iter(form.errors.values()))
        return render(request, PAGE, SignInPage(again.refuse("card", said)), status=422)
    try:
        return RedirectResponse(await finish_card(request, deps, form.value), 303)
    except RuleBroken as broken:
        page = SignInPage(again.refuse("card", sentence(broken.code)))
        return render(request, PAGE, page, status=STATUS.get(broken.code, 422))
