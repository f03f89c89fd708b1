"""Each request's visit: cookie, session, language, flash messages; a pure ASGI layer around the application."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.db import Reader, Sessions
from models.domain.capacities import OWN_NAME
from models.domain.languages import Language
from web import sessions as store
from web.acting import acting_in, claim_named, in_name, says_no_name
from web.language import speaking
from web.reading import Written
from web.sessions import Limits, User

UnreadCount = Callable[[], ColumnElement[dict[str, int]]]  # of the AccountRow of the statement it stands in

LANGUAGE_COOKIE = "lang"
COOKIE_LENGTH = len(store.new_cookie())
YEAR = 365 * 24 * 3600
PLAIN_PATHS = ("/static/", "/health")  # answered without looking at cookies


@dataclass
class Visit:
    """What the request knows of its visitor; routes change it by its methods only."""

    cookie: str | None
    language: Language
    user: User | None = None
    created_at: Any = None
    seen_at: Any = None
    only_looks: bool = False  # the request asks how long the session lives, and does not prolong it
    unread: int = 0
    says_no_name: bool = False  # the address should say in whose name the page is (web/acting.py)
    has_no_such_name: bool = False  # the address says a name in which the person may not, or no longer, act
    flashes: tuple[str, ...] = ()
    cookie_to_set: str | None = None
    flashes_for_next: list[str] = field(default_factory=list)
    flashes_shown: bool = False

    def flash(self, code: str) -> None:
        """Let the next page begin with the sentence of `code` (web/words); for signed-in people only."""
        if self.user is None:
            raise RuntimeError("only a signed-in person's session can carry a message to the next page")
        self.flashes_for_next.append(code)

    @property
    def is_touched(self) -> bool:
        """Tell whether this request prolongs the session: at most once a minute, for it costs a write."""
        return not self.only_looks and store.now() - self.seen_at >= store.TOUCH_EVERY

    def ends_at(self, limits: Limits) -> datetime:
        """Return when a signed-in person's session is over if this is its last request."""
        seen_at = store.now() if self.is_touched else self.seen_at
        return limits.end(created_at=self.created_at, seen_at=seen_at)

    def secret(self) -> str:
        """Return the cookie's value, giving an anonymous visitor one when a form needs it (no row is stored)."""
        if self.cookie is None:
            self.cookie = self.cookie_to_set = store.new_cookie()
        return self.cookie

    def became(self, cookie: str) -> None:
        """Go on under a new cookie: called once, right after signing in."""
        self.cookie = self.cookie_to_set = cookie
        self.user = None  # the next request reads the new session

    def left(self) -> None:
        """Go on as an anonymous visitor under a new cookie: called after signing out."""
        self.cookie = self.cookie_to_set = store.new_cookie()
        self.user = None


def visit_of(connection: HTTPConnection) -> Visit:
    """Return the visit of a request."""
    visit: Visit = connection.state.visit
    return visit


def visit_from_cookies(request: Request) -> Visit:
    """Return an anonymous visit in the visitor's language, without asking the database."""
    return Visit(None, _language(request.cookies.get(LANGUAGE_COOKIE)))


def cookie_name(*, secure: bool) -> str:
    """Return the session cookie's name; `__Host-` binds it to this host and to https."""
    return "__Host-divan" if secure else "divan"


@dataclass(frozen=True)
class VisitLayer:
    """Reads cookie, session and language before the application, writes cookie and session row after it."""

    app: ASGIApp
    sessions: Sessions
    reader: Reader
    finding: Written
    secure: bool
    limits: Limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application inside the visitor's language."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if scope["path"].startswith(PLAIN_PATHS):
            request.state.visit = visit_from_cookies(request)
            await self.app(scope, receive, send)
            return
        visit = await self._arrive(request)
        request.state.visit = visit
        app = self.app
        wanted = _wanted_language(request.query_params)
        if wanted and request.method == "GET":
            visit.language = wanted
            app = await self._switch(request, visit)
        elif visit.user and visit.says_no_name:
            app = RedirectResponse(in_name(_own_address(request), visit.user.acting), 303)

        async def send_with_visit(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._leave(visit)
                headers = MutableHeaders(scope=message)
                self._write_cookies(headers, visit)
                _keep_name(headers, visit)
            await send(message)

        with speaking(visit.language):
            await app(scope, receive, send_with_visit)

    async def _arrive(self, request: Request) -> Visit:
        cookies = request.cookies
        cookie = cookies.get(cookie_name(secure=self.secure), "")
        visit = Visit(cookie if len(cookie) == COOKIE_LENGTH else None, _language(cookies.get(LANGUAGE_COOKIE)))
        if visit.cookie is None:
            return visit
        about = claim_named(request.url.path)
        found = await store.find(self.reader, self.finding, visit.cookie, limits=self.limits, claim_id=about)
        if found:
            acting = acting_in(request, found)
            visit.has_no_such_name, visit.says_no_name = acting is None, says_no_name(request, found)
            visit.user, visit.flashes = replace(found.user, acting=acting or OWN_NAME), found.flashes
            visit.created_at, visit.seen_at = found.created_at, found.seen_at
            visit.language = found.user.language
            visit.unread = found.unread.get(visit.user.acting.voen, 0)
        return visit

    async def _switch(self, request: Request, visit: Visit) -> ASGIApp:
        """Answer `?lang=…` by the same page without it, so that the address stays clean."""
        if visit.user:
            await store.remember_language(self.sessions, visit.user.account_id, visit.language)
        answer = RedirectResponse(_own_address(request), 303)
        answer.set_cookie(LANGUAGE_COOKIE, visit.language, max_age=YEAR, secure=self.secure, samesite="lax")
        return answer

    async def _leave(self, visit: Visit) -> None:
        if visit.user is None or visit.cookie is None or visit.only_looks:
            return
        kept = () if visit.flashes_shown else visit.flashes
        if visit.is_touched or visit.flashes_for_next or kept != visit.flashes:
            await store.touch(self.sessions, visit.cookie, flashes=(*kept, *visit.flashes_for_next))

    def _write_cookies(self, headers: MutableHeaders, visit: Visit) -> None:
        if visit.cookie_to_set:
            jar: SimpleCookie = SimpleCookie()
            name = cookie_name(secure=self.secure)
            jar[name] = visit.cookie_to_set
            jar[name]["path"], jar[name]["samesite"] = "/", "Lax"
            jar[name]["httponly"], jar[name]["secure"] = True, self.secure
            headers.append("set-cookie", jar.output(header="").strip())


def _own_address(request: Request) -> str:
    """Return the address of a request without the language it asks for."""
    rest = [(key, value) for key, value in parse_qsl(request.url.query) if key != LANGUAGE_COOKIE]
    path = "/" + request.url.path.lstrip("/")  # //host would lead elsewhere
    return path + (f"?{urlencode(rest)}" if rest else "")


def _keep_name(headers: MutableHeaders, visit: Visit) -> None:
    """Let a form's answer lead on in the name that its page was in."""
    if visit.user and visit.user.capacities and "location" in headers:
        headers["location"] = in_name(headers["location"], visit.user.acting)


def _wanted_language(query: Mapping[str, str]) -> Language | None:
    wanted = query.get(LANGUAGE_COOKIE)
    return Language(wanted) if wanted in set(Language) else None


def _language(cookie: str | None) -> Language:
    return Language(cookie) if cookie in set(Language) else Language.AZ
