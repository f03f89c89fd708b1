"""Shows stored documents in the browser: a PDF as it is, a container by what is in it."""

from urllib.parse import quote

from fastapi.responses import Response

from activities.packages import PDF
from web.deps import NotYoursError, WebDeps
from web.pages.container import inside, is_read
from web.sessions import now
from web.verification import Verified, trust_of, verified

# Judged free of programs, forms and files when it was taken (activities/intake); whatever was overlooked may load
# nothing and stand in no other page. `sandbox` would make Chromium refuse to show any PDF at all.
SHOWN = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}


def shown(name: str, pdf: bytes) -> Response:
    """Show a PDF under its name."""
    headers = SHOWN | {"content-disposition": f"inline; filename*=UTF-8''{quote(name)}"}
    return Response(pdf, media_type=PDF, headers=headers)


def shown_inside(container: bytes, kind: str, place: int) -> Response:
    """Show one file of a container by its place from 1; NotYoursError when there is none, or none can be read."""
    if not is_read(kind):
        raise NotYoursError
    return shown(*inside(container, place))


async def checked_container(container: bytes, kind: str, deps: WebDeps) -> Verified | None:
    """Return the verdicts on a container's signatures, None where they cannot be verified."""
    return await verified(container, trust_of(deps.settings.trust_anchors), at=now()) if is_read(kind) else None
