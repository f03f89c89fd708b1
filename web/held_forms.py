"""A form that comes when its session is over is not thrown away: the answer holds what was typed and sends it again.

Nothing of it is stored: the fields stand in the answer alone. Files and secrets cannot be held.
"""

import re
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.datastructures import UploadFile

from web.security import FIELD

LARGEST: Final = 512 * 1024  # letters; the longest text of a claim is far below
SECRET: Final = re.compile(r"(^|_)(password|pin|token|user_id)|^code$")
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class HeldFormPage:
    """What was typed, ready to be sent again to where it was going."""

    action: str
    fields: tuple[tuple[str, str], ...]
    files: bool  # some were chosen: they must be chosen again
    signed_in: bool


async def held_form(request: Request, *, signed_in: bool) -> HeldFormPage | None:
    """Return the form of a request; None when it has nothing to hold, holds a secret or is too large."""
    if request.method != "POST" or not request.headers.get("content-type", "").startswith(FORMS):
        return None
    sent = (await request.form()).multi_items()
    fields = tuple((name, text) for name, text in sent if isinstance(text, str) and name != FIELD)
    too_large = sum(len(name) + len(text) for name, text in fields) > LARGEST
    if not fields or too_large or any(SECRET.search(name) for name, _text in fields):
        return None
    files = any(isinstance(value, UploadFile) for _name, value in sent)
    query = f"?{request.url.query}" if request.url.query else ""
    return HeldFormPage(request.url.path + query, fields, files, signed_in)
