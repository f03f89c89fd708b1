"""One way of asking an outside HTTP system: what is worth another try and what is a final no."""

import logging
from collections.abc import Mapping
from typing import Any, Final

import httpx2

from models.ports import OutsideRefusedError, OutsideUnavailableError

# Its line for each request names the address, and with it whose FİN or document was asked about.
logging.getLogger("httpx2").setLevel(logging.WARNING)

_TRY_AGAIN: Final = frozenset({408, 425, 429})
_CHANGE_NOTHING: Final = frozenset({"GET", "HEAD"})
_SERVER_ERRORS: Final = 500
_REFUSALS: Final = 400


async def ask(
    http: httpx2.AsyncClient,
    method: str,
    url: str,
    *,
    wait_seconds: float = 10,
    content: bytes | None = None,
    params: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx2.Response:
    """Send one request; OutsideUnavailableError when no usable answer came. The caller judges 4xx answers.

    A question that changes nothing is asked once more when the connection was gone: the other side may have closed it
    at the very moment it was taken from those kept for the next question.
    """
    request = http.build_request(method, url, content=content, params=params, headers=headers, timeout=wait_seconds)
    try:
        answer = await _answer(http, request)
    except httpx2.TransportError as error:
        raise OutsideUnavailableError(f"{_host(url)}: {type(error).__name__}") from error
    if answer.status_code >= _SERVER_ERRORS or answer.status_code in _TRY_AGAIN:
        raise OutsideUnavailableError(f"{_host(url)}: HTTP {answer.status_code}")
    return answer


def fields(answer: httpx2.Response) -> dict[str, Any]:
    """Return the JSON object of an answer; OutsideUnavailableError when it is none (a proxy's page, a cut answer)."""
    try:
        body = answer.json()
    except ValueError as error:
        raise OutsideUnavailableError(f"{answer.url.host}: the answer is no JSON") from error
    if not isinstance(body, dict):
        raise OutsideUnavailableError(f"{answer.url.host}: the answer is no JSON object")
    return body


def accepted(answer: httpx2.Response, *, otherwise: str) -> dict[str, Any]:
    """Return the JSON object of a 2xx answer; OutsideRefusedError(`otherwise`) with the system's own word."""
    if answer.status_code >= _REFUSALS:
        raise OutsideRefusedError(otherwise, f"HTTP {answer.status_code} {_reason(answer)}".strip())
    if not answer.is_success:
        raise OutsideUnavailableError(f"{answer.url.host}: HTTP {answer.status_code}")
    return fields(answer)


def _reason(answer: httpx2.Response) -> str:
    try:
        body = answer.json()
    except ValueError:
        return ""
    return str(body.get("error", "")) if isinstance(body, dict) else ""


def _host(url: str) -> str:
    """Name the system without the path: paths and queries may hold a person's numbers."""
    return httpx2.URL(url).host


async def _answer(http: httpx2.AsyncClient, request: httpx2.Request) -> httpx2.Response:
    try:
        return await http.send(request, follow_redirects=False)
    except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError):
        if request.method not in _CHANGE_NOTHING:
            raise
        return await http.send(request, follow_redirects=False)
