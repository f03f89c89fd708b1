"""Signing in with ASAN İmza: form, verification code, answer of the phone (ID-6)."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from models.domain.errors import RuleBroken
from models.ports import OutsideRefusedError, OutsideUnavailableError, SignOutcome
from models.tables.sessions import SignInAttemptRow
from web.asan_sign_in import SeveralCertificatesError, ask_phone, attempt_of, begin, finish
from web.deps import Deps
from web.forms.reading import Reading, filled, read
from web.forms.sign_in import AsanForm, safe_path
from web.pages.sign_in import ChoicePage, FailedPage, SignInPage, WaitingPage
from web.rate_limits import count_try
from web.render import render
from web.sign_in_log import SIGNED_IN
from web.words.lookup import sentence

router = APIRouter(prefix="/sign-in")
LOOK_MS = 1000  # the provider's shortest wait
WATCH_MS = 20_000
RUNNING = SignOutcome.RUNNING
NO_MOBILE = frozenset({"PHONE_FORMAT", "USER_ID_FORMAT"})  # a landline, a foreign number: no ASAN İmza lives there


async def attempt(request: Request, deps: Deps, attempt_id: UUID) -> SignInAttemptRow:
    """Return this browser's attempt; not found for any other."""
    return await attempt_of(request, deps, attempt_id)


Attempt = Annotated[SignInAttemptRow, Depends(attempt)]


@router.get("", name="sign_in")
async def sign_in(request: Request, next: str = "/", *, left: bool = False) -> Response:  # noqa: A002 - the name in the address
    """Show all doors."""
    return render(request, "pages/sign_in.html", SignInPage(filled(next=safe_path(next)), left=left))


@router.post("", name="begin_sign_in")
async def begin_sign_in(request: Request, deps: Deps, form: Annotated[Reading[AsanForm], read(AsanForm)]) -> Response:
    """Send the request to the phone."""
    if not form.ok:
        return render(request, "pages/sign_in.html", SignInPage(form), status=422)
    await count_try(request, "sign_in", account=f"phone:{form.value.phone}")
    try:
        attempt_id = await begin(request, deps, form.value)
    except SeveralCertificatesError as several:
        return render(request, "pages/sign_in_certificate.html", ChoicePage(form, several.offers))
    except OutsideUnavailableError:
        page = SignInPage(form.refuse("phone", sentence("provider_down")))
        return render(request, "pages/sign_in.html", page, status=503)
    except (RuleBroken, OutsideRefusedError) as refused:
        if isinstance(refused, OutsideRefusedError) and refused.code not in NO_MOBILE:
            raise  # our own mistake, which is written down with a number
        page = SignInPage(form.refuse("phone", sentence("no_such_user")))
        return render(request, "pages/sign_in.html", page, status=422)
    return RedirectResponse(request.url_for("waiting_for_phone", attempt_id=attempt_id).path, 303)


@router.get("/{attempt_id}", name="waiting_for_phone")  # noqa: FAST003 - the dependency takes it
async def waiting_for_phone(request: Request, deps: Deps, attempt: Attempt, *, check: bool = False) -> Response:
    """Show the verification code; with `check` ask the phone and go on when it has answered."""
    outcome = attempt.outcome
    if outcome is None and check:
        answer = await ask_phone(deps, attempt, wait_ms=LOOK_MS)
        if answer.outcome is not RUNNING:
            outcome = await finish(request, deps, attempt, answer)
    if outcome is None:
        page = WaitingPage(attempt.id, attempt.verification_code, attempt.expires_at)
        return render(request, "pages/sign_in_waiting.html", page)
    if outcome == SIGNED_IN:
        return RedirectResponse(attempt.next_path, 303)
    return render(request, "pages/sign_in_failed.html", FailedPage(outcome))


@router.get("/{attempt_id}/events", name="phone_events", response_class=EventSourceResponse)  # noqa: FAST003 - as above
async def phone_events(request: Request, deps: Deps, attempt: Attempt) -> AsyncIterator[ServerSentEvent]:
    """Tell the waiting page when the phone has answered; the page itself finishes the sign-in."""
    try:
        while attempt.outcome is None and (await ask_phone(deps, attempt, wait_ms=WATCH_MS)).outcome is RUNNING:
            yield ServerSentEvent(comment="still waiting")
    except OutsideUnavailableError:
        return  # the browser opens the stream again by itself
    path = request.url_for("waiting_for_phone", attempt_id=attempt.id).path
    yield ServerSentEvent(event="done", raw_data=f"{path}?check=1")
