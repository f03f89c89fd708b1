"""Turns what goes wrong into a page with a sentence, or into application/problem+json for programs."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError

from models.domain.errors import RuleBroken
from models.ports import OutsideUnavailableError
from web.deps import NotYoursError, SignInNeededError
from web.filing_gate import DetailsMissingError, IdentityUnprovenError
from web.held_forms import held_form
from web.language import N_, gettext, speaking
from web.rate_limits import TooManyTriesError
from web.render import render
from web.security import CrossSiteError, StaleTokenError
from web.visit import Visit, visit_from_cookies, visit_of
from web.words.lookup import sentence

log = logging.getLogger(__name__)

NOT_FOUND = (N_("Page not found"), N_("There is no such page, or it is not yours to see."))
FORBIDDEN = (
    N_("This form cannot be accepted"),
    N_("The form was open too long or came from another site. Go back, load the page again and repeat."),
)
METHOD = (N_("This address takes no such request"), N_("Go back to the page you came from and try again."))
TOO_LARGE = (N_("The file is too large"), N_("The court takes at most 16 MB in one request. Nothing was stored."))
BAD_REQUEST = (N_("The request cannot be understood"), N_("Go back to the page you came from and try again."))
REFUSED = (N_("This cannot be done"), "")
NOT_CONFIRMED = (
    N_("Not confirmed yet"),
    N_(
        "We could not confirm that your request was received. Open the page again in a minute: "
        "if the step is not shown as done, repeat it. A repeated step is never counted twice."
    ),
)
AWAY = (
    N_("A part of the service is not answering"),
    N_("Nothing you entered was lost before this step. Try again in a few minutes."),
)
FAULT = (
    N_("Something went wrong on our side"),
    N_("The error was recorded. Try again; if it happens again, give the court the number below."),
)
BY_STATUS = {
    HTTPStatus.NOT_FOUND: NOT_FOUND,
    HTTPStatus.FORBIDDEN: FORBIDDEN,
    HTTPStatus.METHOD_NOT_ALLOWED: METHOD,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LARGE,
}


@dataclass(frozen=True)
class FaultPage:
    """A page that says what did not work and what to do."""

    title: str
    sentence: str
    reference: str = ""


def add_error_pages(app: FastAPI) -> None:
    """Give every refusal and failure its page."""
    for kind, handler in (
        (RuleBroken, _rule_broken),
        (SignInNeededError, _sign_in),
        (DetailsMissingError, _details_missing),
        (IdentityUnprovenError, _identity_unproven),
        (NotYoursError, _not_found),
        (CrossSiteError, _cross_site),
        (TooManyTriesError, _too_many),
        (OutsideUnavailableError, _outside_away),
        (WorkflowUpdateRPCTimeoutOrCancelledError, _not_confirmed),
        (RPCError, _not_confirmed),
        (TimeoutError, _not_confirmed),
        (RequestValidationError, _unreadable),
        (HTTPException, _http),
    ):
        app.add_exception_handler(kind, handler)  # type: ignore[arg-type]  # each handler takes its own exception


def says(request: Request, status: int, words: tuple[str, str], *, reference: str = "") -> Response:
    """Answer with a title and a sentence, in the form the caller reads."""
    return _answer(request, status, FaultPage(gettext(words[0]), gettext(words[1]) if words[1] else "", reference))


def wants_json(request: Request) -> bool:
    """Tell programs from browsers."""
    accept = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or ("application/json" in accept and "text/html" not in accept)


def _answer(request: Request, status: int, page: FaultPage, *, code: str = "") -> Response:
    if not wants_json(request):
        return render(request, "pages/fault.html", page, status=status)
    problem = {"type": "about:blank", "title": page.title, "status": status, "detail": page.sentence}
    extra = {key: value for key, value in {"code": code, "reference": page.reference}.items() if value}
    return JSONResponse(problem | extra, status, media_type="application/problem+json")


async def _rule_broken(request: Request, broken: RuleBroken) -> Response:
    page = FaultPage(gettext(REFUSED[0]), sentence(broken.code, **broken.detail))
    return _answer(request, HTTPStatus.CONFLICT, page, code=broken.code)


async def _sign_in(request: Request, needed: SignInNeededError) -> Response:
    if wants_json(request):
        return says(request, HTTPStatus.UNAUTHORIZED, (N_("Sign in first"), ""))
    if held := await held_form(request, signed_in=False):
        return render(request, "pages/held_form.html", held, status=HTTPStatus.UNAUTHORIZED)
    target = request.url_for("sign_in").include_query_params(next=needed.next_path)
    return RedirectResponse(f"{target.path}?{target.query}", HTTPStatus.SEE_OTHER)


async def _identity_unproven(request: Request, _error: Exception) -> Response:
    if wants_json(request):
        return says(request, HTTPStatus.FORBIDDEN, FORBIDDEN)
    return RedirectResponse("/identity?filing=1", HTTPStatus.SEE_OTHER)


async def _details_missing(request: Request, lacking: DetailsMissingError) -> Response:
    if wants_json(request):
        return says(request, HTTPStatus.CONFLICT, REFUSED)
    return render(request, "pages/details_missing.html", lacking.page, status=HTTPStatus.CONFLICT)


async def _not_found(request: Request, error: Exception) -> Response:
    _note_refusal(request, error)
    return says(request, HTTPStatus.NOT_FOUND, NOT_FOUND)


async def _cross_site(request: Request, error: CrossSiteError) -> Response:
    _note_refusal(request, error)
    # Sent again only by a click on our own page, under the name that stands there.
    stale = isinstance(error, StaleTokenError) and visit_of(request).user and not wants_json(request)
    if stale and (held := await held_form(request, signed_in=True)):
        return render(request, "pages/held_form.html", held, status=HTTPStatus.FORBIDDEN)
    return says(request, HTTPStatus.FORBIDDEN, FORBIDDEN)


async def _too_many(request: Request, tried: TooManyTriesError) -> Response:
    _note_refusal(request, tried)
    minutes = max(1, -(-int(tried.wait.total_seconds()) // 60))
    said = gettext("You tried too many times. You can try again in this many minutes: %(minutes)s.")
    page = FaultPage(gettext("Too many attempts"), said % {"minutes": minutes})
    answer = _answer(request, HTTPStatus.TOO_MANY_REQUESTS, page)
    answer.headers["retry-after"] = str(minutes * 60)
    return answer


def _note_refusal(request: Request, error: Exception) -> None:
    """Let whoever watches see attempts at what is not theirs; an account's id names nobody outside the database."""
    user = visit_of(request).user
    who = user.account_id if user else "nobody"
    log.warning("refused %s %s by %s: %s", request.method, _place(request.scope), who, type(error).__name__)


def _place(scope: Scope) -> str:
    """Return the address for the log: in one line whatever was typed, and without a link's secret."""
    token = str(scope.get("path_params", {}).get("token") or "")
    path = str(scope["path"])
    return repr(path.replace(token, "…") if token else path)


async def _outside_away(request: Request, error: OutsideUnavailableError) -> Response:
    log.warning("an outside system does not answer: %s", error)
    return says(request, HTTPStatus.SERVICE_UNAVAILABLE, AWAY)


async def _not_confirmed(request: Request, error: Exception) -> Response:
    log.warning("not confirmed: %r", error)
    return says(request, HTTPStatus.SERVICE_UNAVAILABLE, NOT_CONFIRMED)


async def _unreadable(request: Request, wrong: RequestValidationError) -> Response:
    if any(error["loc"][0] == "path" for error in wrong.errors()):
        return says(request, HTTPStatus.NOT_FOUND, NOT_FOUND)
    return says(request, HTTPStatus.BAD_REQUEST, BAD_REQUEST)


async def _http(request: Request, error: HTTPException) -> Response:
    answer = says(request, error.status_code, BY_STATUS.get(HTTPStatus(error.status_code), BAD_REQUEST))
    answer.headers.update(error.headers or {})
    return answer


@dataclass(frozen=True)
class FaultLayer:
    """The last boundary: what nobody foresaw becomes a 500 page with a number that stands in the log."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer only when nothing was sent yet; a broken stream just ends."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except ClientDisconnect:
            return  # the visitor went away in the middle of a form: there is nobody to answer
        except Exception as error:
            reference = uuid4().hex[:8]
            log.error("fault %s at %s %s", reference, scope["method"], _place(scope), exc_info=error)  # noqa: TRY400 - with the reference
            if started:
                raise
            request = Request(scope, receive)
            await _fault(request, error, reference)(scope, receive, send)


def _fault(request: Request, error: Exception, reference: str) -> Response:
    visit: Visit = visit_from_cookies(request)
    request.state.visit = visit
    with speaking(visit.language):
        if isinstance(error, OperationalError | InterfaceError | NoConnectionError):  # PostgreSQL is away, or overrun
            return says(request, HTTPStatus.SERVICE_UNAVAILABLE, AWAY, reference=reference)
        return says(request, HTTPStatus.INTERNAL_SERVER_ERROR, FAULT, reference=reference)
