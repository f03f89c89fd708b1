"""Serves web/static under one content hash, so that browsers may keep every file for ever."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"


@cache
def static_hash() -> str:
    """Return a hash over all files: relative links between them (css to fonts, module to module) stay right."""
    total = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            total.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


@cache
def static(path: str) -> str:
    """Return the address of a static file, e.g. `static('css/app.css')`."""
    if not (STATIC / path).is_file():
        raise FileNotFoundError(path)
    return f"/static/{static_hash()}/{path}"


class HashedFiles(StaticFiles):
    """Answers /static/HASH/path; an older hash gets today's file, not to be kept."""

    def __init__(self) -> None:
        """Serve the committed files."""
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Take the hash off the path and say how long the answer may be kept."""
        given, _, rest = path.partition("/")
        response = await super().get_response(rest, scope)
        response.headers["cache-control"] = FOR_EVER if given == static_hash() else "no-cache"
        return response
