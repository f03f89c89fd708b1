"""Security headers, body limit and protection against cross-site requests."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.datastructures import FormData, ImmutableMultiDict
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.visit import visit_of

# the only inline script (GOV.UK's switch to the enhanced look) is allowed by its hash, so pages need no nonce
INLINE_SCRIPT = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');"
)
_SCRIPT_HASH = base64.b64encode(hashlib.sha256(INLINE_SCRIPT.encode()).digest()).decode()
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'self' 'sha256-{_SCRIPT_HASH}'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "object-src 'none'"
    ),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ADDED = tuple(
    (name.lower().encode(), value.encode()) for name, value in {**SECURITY_HEADERS, "Cache-Control": "no-store"}.items()
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# other systems call these: their signature is checked instead of a token; the codec only reads, and asks who is there
CALLBACKS = ("/callbacks/", "/codec/", "/payments/callback")
MAX_BODY = 16 * 1024 * 1024  # the largest upload is 15 MB (requirements CAS-5)
FIELD = "csrf"
_NUL = "\0"
HEADER = "x-csrf-token"


class CrossSiteError(Exception):
    """The request did not come from a form of ours."""


class StaleTokenError(CrossSiteError):
    """The browser vouches that the form is ours, but its token belongs to an earlier cookie: signed in anew since."""


@dataclass(frozen=True)
class HeadersLayer:
    """Adds the security headers to every answer and forbids keeping pages."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pure ASGI: it must not buffer streams."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _value in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in _ADDED if one[0] not in given)]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


@dataclass(frozen=True)
class BodyLimitLayer:
    """Stops reading a body past MAX_BODY, whatever its length header says."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the bytes as they come."""
        read = 0

        async def receive_counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MAX_BODY:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self.app(scope, receive_counted if scope["type"] == "http" else receive, send)


def csrf_token(key: str, cookie: str) -> str:
    """Return the form token bound to the visitor's cookie."""
    digest = hmac.digest(key.encode(), b"csrf:" + cookie.encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def refuse_cross_site(request: Request) -> None:
    """Let a changing request through only from our own pages; a dependency of the whole application."""
    if _is_unguarded(request):
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise CrossSiteError
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise CrossSiteError
    cookie = visit_of(request).cookie
    sent = request.headers.get(HEADER) or await _form_token(request)
    key = request.app.state.deps.settings.secret_key.get_secret_value()
    if cookie is None or not hmac.compare_digest(sent.encode(), csrf_token(key, cookie).encode()):
        vouched = bool(origin) and request.headers.get("sec-fetch-site") == "same-origin"
        raise StaleTokenError if vouched and cookie and sent else CrossSiteError


async def refuse_unstorable(request: Request) -> None:
    """Refuse NUL in the address or in a field: no keyboard types it, and PostgreSQL keeps none.

    A dependency of the whole application, after `refuse_cross_site`.
    """
    if _NUL in request.scope["path"]:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if _holds_nul(request.query_params):
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    if not _is_unguarded(request) and _sends_form(request) and _holds_nul(form := await request.form()):
        await form.close()  # no route will take its files
        raise HTTPException(HTTPStatus.BAD_REQUEST)


def _holds_nul(given: ImmutableMultiDict[str, str] | FormData) -> bool:
    return any(_NUL in name or (isinstance(text, str) and _NUL in text) for name, text in given.multi_items())


async def _form_token(request: Request) -> str:
    if not _sends_form(request):
        return ""
    return str((await request.form()).get(FIELD, ""))  # starlette keeps the parsed form for the route


def _is_unguarded(request: Request) -> bool:
    return request.method in SAFE_METHODS or request.url.path.startswith(CALLBACKS)


def _sends_form(request: Request) -> bool:
    kind = request.headers.get("content-type", "").split(";")[0]
    return kind in {"application/x-www-form-urlencoded", "multipart/form-data"}
