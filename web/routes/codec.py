"""Clear text for auditors in Temporal's own UI: decodes payloads, and only for a signed-in auditor.

The UI is another origin: its settings must say "include cross-origin credentials", so that the auditor's cookie comes.
"""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from activities.payload_codec import UnreadablePayloadError, decoded_json
from models.domain.rights import Door, may_enter
from web.deps import CurrentVisit, Deps, WebDeps

router = APIRouter(prefix="/codec")


@router.options("/decode")
async def allow_decode(deps: Deps, request: Request) -> Response:
    """Tell the browser that Temporal's UI may ask."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=_cross_origin(deps, request))


@router.post("/decode")
async def decode(deps: Deps, visit: CurrentVisit, request: Request) -> Response:
    """Return the payloads in clear text; 403 for anyone but an auditor, 422 for what is no payload of ours."""
    headers = _cross_origin(deps, request)
    if visit.user is None or not may_enter(visit.user.role, Door.AUDIT):
        return Response(status_code=HTTPStatus.FORBIDDEN, headers=headers)
    try:
        clear = await decoded_json(await request.body(), keys=deps.settings.payload_keys.get_secret_value())
    except UnreadablePayloadError:
        return Response(status_code=HTTPStatus.UNPROCESSABLE_ENTITY, headers=headers)
    return Response(clear, media_type="application/json", headers=headers)


def _cross_origin(deps: WebDeps, request: Request) -> dict[str, str]:
    allowed = deps.settings.temporal_ui_url.rstrip("/")
    if request.headers.get("origin", "") != allowed:
        return {}
    return {
        "Access-Control-Allow-Origin": allowed,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "content-type, x-namespace, authorization",
        "Vary": "Origin",
    }
