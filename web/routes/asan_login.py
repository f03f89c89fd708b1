"""Signing in with ASAN Login: to the provider's page and back (ID-1)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from models.domain.errors import RuleBroken
from models.ports import OutsideUnavailableError
from web.asan_login import LoginAnswer, begin_login, finish_login
from web.deps import Deps
from web.pages.sign_in import FailedPage
from web.rate_limits import count_try
from web.render import render

router = APIRouter(prefix="/sign-in/asan-login")
# a person's own "no" is no failure of the request
STATUS = {"login_cancelled": 200, "login_provider_down": 503, "account_blocked": 403}


@router.get("", name="asan_login")
async def asan_login(request: Request, deps: Deps, next: str = "/") -> Response:  # noqa: A002 - the name in the address
    """Send the browser to the provider; a link, because a form's answer may not leave our own origin."""
    await count_try(request, "sign_in", account=None)
    try:
        return RedirectResponse(await begin_login(request, deps, next_path=next), 303)
    except OutsideUnavailableError:
        return _failed(request, "login_provider_down")


@router.get("/callback", name="asan_login_callback")
async def asan_login_callback(request: Request, deps: Deps, answer: Annotated[LoginAnswer, Query()]) -> Response:
    """Take the provider's answer, once."""
    try:
        return RedirectResponse(await finish_login(request, deps, answer), 303)
    except RuleBroken as broken:
        return _failed(request, broken.code)


def _failed(request: Request, code: str) -> Response:
    return render(request, "pages/sign_in_failed.html", FailedPage(code), status=STATUS.get(code, 400))
