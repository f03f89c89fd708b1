"""Scans that people attach to what they ask for: the one file of a form, kept by hash, given out as a download."""

from typing import Any, Protocol
from urllib.parse import quote

from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from models.domain.errors import RuleBroken
from models.ports import DocumentStore
from web.uploads import Judged


class Scanned(Protocol):
    """A row that keeps a scan."""

    file_name: str
    sha256: str
    media_type: str


def chosen_file(data: FormData) -> UploadFile | None:
    """Return the file a form came with; a browser sends a nameless one for an untouched field."""
    file = data.get("file")
    return file if isinstance(file, UploadFile) and file.filename else None


def required_file(data: FormData) -> UploadFile:
    """Return the file a form came with; RuleBroken `file_missing` when there is none."""
    file = chosen_file(data)
    if file is None:
        raise RuleBroken("file_missing")
    return file


async def stored_scan(judged: Judged, store: DocumentStore) -> dict[str, Any]:
    """Store a scan and return the columns of the row that keeps it."""
    return {
        "file_name": judged.name,
        "sha256": await store.put(judged.data),
        "media_type": judged.found.media_type,
        "size": len(judged.data),
    }


async def as_download(row: Scanned, store: DocumentStore) -> Response:
    """Give a scan, always as a download that can run nothing here."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(row.file_name)}",
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(await store.get(row.sha256), media_type=row.media_type, headers=headers)
