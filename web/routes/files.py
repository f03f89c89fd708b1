"""Downloads of a filing: the document, the signed container, its attachments; each checked before it leaves."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from activities.intake.recognition import FileKind
from activities.packages import PDF, Packages
from models.domain.claim_status import SIGNABLE
from models.domain.errors import RuleBroken
from models.domain.roles import Role
from models.tables.access import Look
from models.tables.claims import PackageRow
from web.deps import CurrentUser, Db, Deps, NotYoursError, WebDeps
from web.inline import checked_container, shown_inside
from web.opening import Opened, open_claim
from web.pages.claim_content import frozen_content
from web.pages.container import FiledContainerPage, contents_of
from web.render import render
from web.sessions import now
from web.verification import package_of, stored, trust_of, verified

router = APIRouter()
ASICE = "application/vnd.etsi.asic-e+zip"
# Whatever the bytes are, they can run nothing under the court's own address.
SANDBOX = {"content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'"}


@router.get("/claims/{claim_id}/document.pdf", name="claim_document")
async def claim_document(claim_id: str, user: CurrentUser, db: Db, deps: Deps) -> Response:
    """Give the very document that is signed, made now if no worker did; the browser shows it, since it is our own."""
    opened = await open_claim(db, claim_id, user, look=Look.DOCUMENT)
    package = await package_of(db, opened)
    if package is None:
        if opened.row.status not in SIGNABLE:
            raise NotYoursError
        package = await _packages(deps).make(claim_id, opened.row.version)
    pdf = await stored(deps.documents, package.document_sha256)
    return Response(pdf, media_type=PDF, headers={"content-disposition": _named(f"{opened.row.number}.pdf", "inline")})


@router.get("/claims/{claim_id}/container.asice", name="claim_container")
async def claim_container(claim_id: str, user: CurrentUser, db: Db, deps: Deps) -> Response:
    """Give the signed container; one with a changed byte is refused with its reason."""
    opened = await open_claim(db, claim_id, user, look=Look.CONTAINER)
    package = await package_of(db, opened)
    if package is None or not package.signatures:
        raise NotYoursError
    return await container_of(deps, package, name=f"{opened.row.number}.asice")


@router.get("/claims/{claim_id}/files/{place}", name="claim_file")
async def claim_file(claim_id: str, place: int, user: CurrentUser, db: Db, deps: Deps) -> Response:
    """Give an attachment as it was filed, always as a download."""
    file = await _filed(db, await open_claim(db, claim_id, user, look=Look.ATTACHMENT), place)
    headers = SANDBOX | {"content-disposition": _named(file["name"], "attachment")}
    return Response(await stored(deps.documents, file["sha256"]), media_type=file["media_type"], headers=headers)


@router.get("/claims/{claim_id}/files/{place}/inside", name="open_filed_container")
async def open_filed_container(
    request: Request, claim_id: str, place: int, user: CurrentUser, *, db: Db, deps: Deps
) -> Response:
    """List the files of a filed container and the verdict on each of its signatures, as it stands today."""
    opened = await open_claim(db, claim_id, user, look=Look.ATTACHMENT)
    file = await _filed(db, opened, place)
    if not FileKind(file["format"]).is_package:
        raise NotYoursError
    data = await stored(deps.documents, file["sha256"])
    checked = await checked_container(data, file["format"], deps)
    address = f"/claims/{claim_id}/files/{place}/inside"
    contents = contents_of(file["name"], data, checked=checked, address=address, user=user)
    back = f"/clerk/{claim_id}" if user.role is Role.CLERK else f"/claims/{claim_id}"
    return render(request, "pages/filed_container.html", FiledContainerPage(opened.row.number, back, contents))


@router.get("/claims/{claim_id}/files/{place}/inside/{inner}", name="view_filed_inside")
async def view_filed_inside(
    claim_id: str, place: int, inner: int, user: CurrentUser, *, db: Db, deps: Deps
) -> Response:
    """Show one file of a filed container in the browser."""
    file = await _filed(db, await open_claim(db, claim_id, user, look=Look.ATTACHMENT), place)
    return shown_inside(await stored(deps.documents, file["sha256"]), file["format"], inner)


async def _filed(db: AsyncSession, opened: Opened, place: int) -> dict[str, Any]:
    files: list[dict[str, Any]] = (await frozen_content(db, opened))["attachments"] if opened.row.version else []
    if not 1 <= place <= len(files):
        raise NotYoursError
    return files[place - 1]


async def container_of(deps: WebDeps, package: PackageRow, *, name: str) -> Response:
    """Give a package's container under a name; one with a changed byte is refused with its reason."""
    data = await stored(deps.documents, package.container_sha256)
    checked = await verified(data, trust_of(deps.settings.trust_anchors), at=now())
    if checked.fault:
        raise RuleBroken(checked.fault)
    headers = SANDBOX | {"content-disposition": _named(name, "attachment")}
    return Response(data, media_type=ASICE, headers=headers)


def _packages(deps: WebDeps) -> Packages:
    return Packages(deps.sessions_aside, deps.documents, deps.settings.base_url)


def _named(name: str, way: str) -> str:
    return f"{way}; filename*=UTF-8''{quote(name)}"
